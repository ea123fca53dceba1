import { mkdir, rename, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core"
import { inject } from "vitest"
import type { FakeHub } from "./fake-hub.ts"

const root = join(import.meta.dirname, "../../..")

/** Fonts for the scripts that a kitchen writes: the packaged browser brings Latin only. */
const fonts = [
  "noto-sans/400Regular",
  "noto-sans/700Bold",
  "noto-sans/800ExtraBold",
  "noto-sans-arabic/400Regular",
  "noto-sans-arabic/700Bold",
  "noto-sans-jp/400Regular",
  "noto-sans-jp/700Bold",
].map((folder) => join(root, "node_modules/@expo-google-fonts", folder))

/** A real browser out of the registry: nothing else on the machine is needed. */
export const openBrowser = async (): Promise<Browser> => {
  const problem = inject("pagesProblem")
  if (problem !== "") throw new Error(problem)
  // Another file of the same worker may have left without asking.
  takeComplaints()
  return chromium.launch({
    executablePath: inject("browserProgram"),
    headless: true,
    env: { ...process.env, FONTCONFIG_FILE: await fontConfiguration() },
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  })
}

/** The same fonts on every machine, so that a line breaks where it broke yesterday. */
const fontConfiguration = async (): Promise<string> => {
  const cache = join(root, "node_modules/.cache/test-fonts")
  await mkdir(cache, { recursive: true })
  const file = join(cache, "fonts.conf")
  // Another worker's browser may be reading it.
  const written = `${file}.${process.pid}`
  await writeFile(
    written,
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
${fonts.map((folder) => `<dir>${folder}</dir>`).join("\n")}
<cachedir>${cache}</cachedir>
<alias binding="same"><family>system-ui</family><prefer><family>Noto Sans</family></prefer></alias>
<alias binding="same"><family>sans-serif</family><prefer><family>Noto Sans</family></prefer></alias>
</fontconfig>`,
  )
  await rename(written, file)
  return file
}

export interface PageOptions extends BrowserContextOptions {
  /** Minutes can be put forward with `page.clock`; left alone, the clock runs as ever. */
  readonly ownClock?: boolean
}

/** The page as a device that was signed in by a code sees it. */
export const openPage = async (
  browser: Browser,
  hub: Pick<FakeHub, "url"> & { readonly tenant?: string; readonly password?: string },
  path: string,
  { ownClock = false, ...options }: PageOptions = {},
): Promise<Page> => {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    locale: "en-GB",
    ...options,
  })
  if (ownClock) await context.clock.install()
  // Everything that a page complains about fails its test: a policy violation, an exception, a missing file.
  context.on("weberror", (problem) => complaints.push(String(problem.error())))
  context.on("console", (message) => {
    if (message.type() === "error" && !message.text().includes("ERR_"))
      complaints.push(message.text())
  })
  const page = await context.newPage()
  const { url, tenant = "demo", password = "secret" } = hub
  await page.goto(`${url}${path}#${new URLSearchParams({ access: password, tenant })}`)
  return page
}

/** What pages complained about so far; taking it forgets it. */
export const takeComplaints = (): ReadonlyArray<string> => complaints.splice(0)

const complaints: Array<string> = []
