import { existsSync } from "node:fs"
import { mkdtemp, readFile, rename, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import chromium from "@sparticuz/chromium"
import type { TestProject } from "vitest/node"

declare module "vitest" {
  interface ProvidedContext {
    /** The program of the browser, whole. */
    readonly browserProgram: string
  }
}

const packaged = join(import.meta.dirname, "../../../node_modules/@sparticuz/chromium/package.json")

/**
 * Before any test: the package unpacks its browser where it is first asked for, and takes whatever file it finds there.
 * Two workers that ask at once start a half-written program, a run that was killed leaves one for ever, and another
 * version stays the old one.
 */
export const setup = async ({ provide }: TestProject): Promise<void> => {
  const { version } = JSON.parse(await readFile(packaged, "utf8"))
  const kept = join(tmpdir(), `heard-browser-${version}-${process.getuid?.() ?? "all"}`)
  if (!existsSync(kept)) await unpackTo(kept)
  provide("browserProgram", join(kept, "chromium"))
}

/** Seen under its name only when it is whole. */
const unpackTo = async (kept: string): Promise<void> => {
  const begun = await mkdtemp(`${kept}-`)
  const before = process.env["TMPDIR"]
  process.env["TMPDIR"] = begun
  try {
    await chromium.executablePath()
  } finally {
    if (before === undefined) delete process.env["TMPDIR"]
    else process.env["TMPDIR"] = before
  }
  try {
    await rename(begun, kept)
  } catch (problem) {
    // Another run was quicker.
    await rm(begun, { recursive: true })
    if (!existsSync(kept)) throw problem
  }
}
