import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { missingEntries } from "#test/architecture/complete-lockfile.ts"

const read = (file: string) => JSON.parse(readFileSync(file, "utf8"))

describe("the lockfile", () => {
  it("has an entry for every platform, so that a fresh machine can install from it", () => {
    expect([...missingEntries(read("package-lock.json").packages).keys()]).toEqual([])
  })

  it("names no registry", () => {
    expect(readFileSync("package-lock.json", "utf8")).not.toMatch(/"resolved": "http/)
  })

  it("is missed by this test when an entry is gone", () => {
    const { packages } = read("package-lock.json")
    const { "node_modules/@biomejs/cli-darwin-arm64": _, ...rest } = packages
    expect([...missingEntries(rest).keys()]).toEqual(["node_modules/@biomejs/cli-darwin-arm64"])
  })

  it("pins every dependency exactly", () => {
    const { dependencies, devDependencies } = read("package.json")
    const versions: ReadonlyArray<string> = Object.values({ ...dependencies, ...devDependencies })
    expect(versions.filter((version) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([])
  })
})
