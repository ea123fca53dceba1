import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { readConfig } from "#core/config.ts"

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "heard-config-"))
})
afterAll(() => rmSync(folder, { recursive: true }))

/** What a start reads from such a file. */
const reading = (text: string) => () => {
  const file = join(folder, "config.toml")
  writeFileSync(file, text)
  return readConfig({ CONFIG_FILE: file }).modules
}

const refusal = (text: string): string => {
  try {
    reading(text)()
  } catch (cause) {
    return (cause as Error).message.replaceAll(folder, "…")
  }
  return "it was read"
}

describe("config.toml", () => {
  it("[CONF-1] limits the plugins of this process, and names packages", () => {
    expect(
      reading('[modules]\nenabled = ["kds"]\npackages = ["@vendor/heard-loyalty"]\n')(),
    ).toEqual({ enabled: ["kds"], packages: ["@vendor/heard-loyalty"] })
    expect(reading("# nothing yet\n")()).toEqual({ packages: [] })
    expect(readConfig({}).modules).toEqual({ packages: [] })
  })

  it.each([
    [
      "[modules]\nenabled = 3",
      'modules.enabled in …/config.toml is "3"; allowed is a list of plugin keys, such as ["kds", "orders"]',
    ],
    [
      '[modules]\nenabled = ["K D S"]',
      'modules.enabled.0 in …/config.toml is "K D S"; allowed is a list of plugin keys, such as ["kds", "orders"]',
    ],
    [
      '[modules]\npackages = ["../evil"]',
      'modules.packages.0 in …/config.toml is "../evil"; allowed is a list of npm packages, such as ["@vendor/heard-loyalty"]',
    ],
    [
      "[modules]\nenabeld = []",
      'modules.enabeld in …/config.toml is "[]"; allowed is modules, modules.enabled, modules.packages (did you mean modules.enabled?)',
    ],
    [
      "modules = 1",
      'modules in …/config.toml is "1"; allowed is a table with enabled and packages',
    ],
  ])("[CONF-2] stops the start with one line: %s", (text, line) => {
    expect(refusal(text)).toBe(line)
  })

  it("[CONF-2] stops the start with one line when it is torn, or not where it was named", () => {
    expect(refusal("[modules\nenabled = ")).toMatch(
      /^…\/config\.toml is ".+"; allowed is TOML such as [^\n]+$/,
    )
    expect(() => readConfig({ CONFIG_FILE: join(folder, "nowhere.toml") })).toThrow(
      /^CONFIG_FILE is ".*nowhere.toml"; allowed is a file that is there and can be read$/,
    )
  })
})
