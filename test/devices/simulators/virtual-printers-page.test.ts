import { execFile } from "node:child_process"
import { readFile } from "node:fs/promises"
import { createServer } from "node:http"
import { extname, join } from "node:path"
import { promisify } from "node:util"
import { describe, expect, it } from "@effect/vitest"
import { Effect, Exit, Scope } from "effect"
import { Paper } from "#core/hub/paper.ts"
import { paperLayer } from "#devices/encoders/paper.ts"
import { startPrintersServer } from "#devices/simulators/printers-server.ts"
import { startOne } from "#devices/simulators/settled-printer.ts"
import { startBox } from "#devices/simulators/virtual-printer-box.ts"
import { openBrowser } from "#test/browser/support/browser.ts"
import { dinner } from "#test/devices/encoders/example-chits.ts"
import { scratchFolder } from "./scratch-folder.ts"

const types: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
}

/** The built pages, and as much of the hub as this page asks for. */
const openSite = Effect.fnUntraced(function* (printersPort: number) {
  const pages = join(yield* scratchFolder, "ui")
  yield* Effect.promise(() =>
    promisify(execFile)("node_modules/.bin/vite", [
      ...["build", "--logLevel", "error", "--outDir", pages],
    ]),
  )
  const site = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://site").pathname
    if (path === "/api/system/info") {
      response.setHeader("content-type", "application/json")
      return response.end(JSON.stringify({ virtualPrinters: { port: printersPort } }))
    }
    const file = path === "/virtual-printers" ? "/index.html" : path
    return void readFile(join(pages, file)).then(
      (body) => {
        response.setHeader("content-type", types[extname(file)] ?? "application/octet-stream")
        response.end(body)
      },
      () => response.writeHead(404).end(),
    )
  })
  yield* Effect.acquireRelease(
    Effect.callback<void>((resume) => {
      site.listen(0, "127.0.0.1", () => resume(Effect.void))
    }),
    () =>
      Effect.sync(() => {
        site.close()
        site.closeAllConnections()
      }),
  )
  const address = site.address()
  const port = typeof address === "object" && address !== null ? address.port : 0
  return `http://127.0.0.1:${port}/virtual-printers`
})

const openPage = Effect.fnUntraced(function* (
  url: string,
  viewport: { readonly width: number; readonly height: number },
) {
  const browser = yield* Effect.acquireRelease(
    Effect.promise(() => openBrowser()),
    (opened) => Effect.promise(() => opened.close()),
  )
  const page = yield* Effect.promise(() => browser.newPage({ viewport, locale: "en-GB" }))
  yield* Effect.promise(() => page.goto(url))
  return page
})

/** Printers whose hub is away: the page needs none. */
const boxes = Effect.gen(function* () {
  const directory = yield* scratchFolder
  const grill = yield* startBox("Grill", {
    url: "mqtt://127.0.0.1:9",
    tenantId: "t",
    deviceId: "grill",
    secret: "",
    directory: join(directory, "Grill"),
    columns: 48,
  })
  const nowhere = { mqttUrl: "mqtt://127.0.0.1:9", dataDir: directory }
  const others = yield* Effect.forEach(
    [
      { driver: "network", port: 0, name: "Pass", profile: "epson-tm-t20iii", columns: 48 },
      { driver: "epson", ...asking, name: "Fry", profile: "epson-tm-m30-sdp", columns: 42 },
      { driver: "cloudprnt", ...asking, name: "Terrace", profile: "star-mc-print3", columns: 48 },
    ] as const,
    (printer) => startOne({ ...printer, deviceId: printer.name.toLowerCase() }, nowhere),
  )
  return [grill, ...others] as const
})

const asking = { url: "http://127.0.0.1:9/p/secret", hardwareId: "X1" }

describe("the page of the virtual printers", () => {
  it.live(
    "[SHOW-6] [SHOW-7] shows paper as it comes, plays faults by keyboard, fits a phone, and owns up to silence",
    () =>
      Effect.gen(function* () {
        const [grill, ...others] = yield* boxes
        const serving = yield* Scope.make()
        const port = yield* Scope.provide(
          startPrintersServer([grill, ...others], { host: "127.0.0.1", port: 0 }),
          serving,
        )
        const page = yield* openPage(yield* openSite(port), { width: 390, height: 844 })
        const paper = yield* Paper
        const machine = page.getByRole("article", { name: "Grill" })
        yield* Effect.promise(() => machine.waitFor())
        expect(yield* Effect.promise(() => page.getByRole("article").count())).toBe(4)

        const ticket = paper.encode(dinner, { columns: 48, encoder: "receipt" })
        yield* grill.machine.print("j1", ticket)
        yield* Effect.promise(() => machine.getByRole("img").waitFor())

        const paperOut = machine.getByRole("button", { name: "Paper out" })
        yield* Effect.promise(() => paperOut.press("Enter"))
        const state = machine.getByRole("status")
        yield* Effect.promise(() => state.getByText("Paper out").waitFor())
        expect(grill.machine.status().paper).toBe("out")
        expect(yield* Effect.promise(() => paperOut.getAttribute("aria-pressed"))).toBe("true")

        const sizes = yield* Effect.promise(() =>
          page.getByRole("button").evaluateAll((all) =>
            all.map((button) => {
              const { width, height } = button.getBoundingClientRect()
              return Math.min(width, height)
            }),
          ),
        )
        // Five of each, and the network of those that have one.
        expect(sizes.length).toBe(23)
        expect(Math.min(...sizes)).toBeGreaterThanOrEqual(56)
        const terrace = page.getByRole("article", { name: "Terrace" })
        yield* Effect.promise(() =>
          terrace.getByText("Star CloudPRNT, asks over HTTP").waitFor({ timeout: 15_000 }),
        )
        yield* Effect.promise(() =>
          terrace.getByRole("button", { name: "No network" }).press("Enter"),
        )
        yield* Effect.promise(() =>
          terrace.getByRole("status").getByText("No network").waitFor({ timeout: 15_000 }),
        )
        expect(others.map((printer) => printer.state().network)).toEqual(["on", "on", "out"])

        const overflow = yield* Effect.promise(() =>
          page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
        )
        expect(overflow).toBeLessThanOrEqual(0)

        yield* Scope.close(serving, Exit.void)
        yield* Effect.promise(() => page.getByRole("alert").waitFor())
      }).pipe(Effect.provide(paperLayer)),
  )
})
