import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { readConfig } from "#core/config.ts"
import { notListening } from "#core/hub/not-listening.ts"

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

describe("the environment", () => {
  it.each([
    ["CORS_ORIGINS", "nope"],
    ["CORS_ORIGINS", "https://pos.example, *"],
    ["CORS_ORIGINS", "https://pos.example/"],
    ["CORS_ORIGINS", "file:///home"],
    ["HOST", "not a host"],
    ["HOST", "http://10.0.0.2"],
    ["HOST", "10.0.0.2:8080"],
    ["PORT", "80a"],
  ])("[CONF-3] stops the start with one line that names it: %s=%s", (name, value) => {
    expect(() => readConfig({ [name]: value })).toThrow(
      new RegExp(`^${name} is "${value.replaceAll(/[.*/]/g, "\\$&")}"; allowed is [^\n]+$`),
    )
  })

  it.each(["0.0.0.0", "::", "::1", "fe80::1%eth0", "localhost", "heard.local", "10.0.0.2"])(
    "[CONF-3] may name this machine: HOST=%s",
    (host) => {
      expect(readConfig({ HOST: host }).host).toBe(host)
    },
  )

  it("[CONF-3] is to blame by the right name when nothing can be listened on", () => {
    const at = { port: 1883, host: "192.0.2.1" }
    const elsewhere = "listen EADDRNOTAVAIL: address not available 192.0.2.1:1883"
    expect(notListening("MQTT_PORT", { ...at, reason: elsewhere })).toMatch(/^HOST 192\.0\.2\.1 /)
    const taken = "listen EADDRINUSE: address already in use 192.0.2.1:1883"
    expect(notListening("MQTT_PORT", { ...at, reason: taken })).toMatch(/^MQTT_PORT 1883 /)
  })

  it("[CONF-3] may list origins as browsers say them", () => {
    const listed = "https://pos.example, http://10.0.0.9:3000,"
    expect(readConfig({ CORS_ORIGINS: listed }).corsOrigins).toEqual([
      "https://pos.example",
      "http://10.0.0.9:3000",
    ])
  })

  const said = [
    "API_PREFIX",
    "APP_SECRET",
    "CLUSTER",
    "CONFIG_FILE",
    "CORS_ORIGINS",
    "DATABASE_URL",
    "DATA_DIR",
    "HOST",
    "LOG_LEVEL",
    "MQTT_PORT",
    "MQTT_RELOAD_COMMAND",
    "MQTT_RELOAD_PID_FILE",
    "MQTT_URL",
    "PORT",
    "RATE_LIMIT_BURST",
    "RATE_LIMIT_PER_MINUTE",
    "SETUP_TOKEN",
  ]

  it.each(said)("[CONF-3] %s left empty is as if it were not there", (name) => {
    expect(readConfig({ [name]: "" })).toEqual(readConfig({}))
  })

  it("[CONF-3] stops the start with one line when a value is wrong", () => {
    expect(() => readConfig({ LOG_LEVEL: "loud" })).toThrow(
      'LOG_LEVEL is "loud"; allowed is trace, debug, info, warn, error',
    )
    expect(() => readConfig({ CLUSTER: "sql" })).toThrow('CLUSTER is "sql"; allowed is single')
  })
})

it.each([
  ["APP_SECRET", "too-short", '"…, 9 characters"; allowed is at least 32'],
  ["SETUP_TOKEN", "with a space", '"…, 12 characters"'],
  ["DATABASE_URL", "mysql://hub:hunter2@db/heard", '"mysql://…, 28 characters"'],
  ["MQTT_URL", "http://hub:hunter2@broker", '"http://…, 25 characters"'],
])("[CONF-3] a %s that cannot be used is not shown", (name, value, said) => {
  expect(() => readConfig({ [name]: value })).toThrow(said)
  expect(() => readConfig({ [name]: value })).not.toThrow(value)
})
