import { mkdtemp, readdir, rm, stat } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Effect } from "effect"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { readConfig } from "#core/config.ts"
import { greeting } from "#core/greeting.ts"
import { setupToken } from "#core/setup/setup-token.ts"

let dataDir = ""
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "heard-token-"))
})
afterEach(() => rm(dataDir, { recursive: true }))

const token = (configured?: string) =>
  Effect.runPromise(setupToken({ dataDir, ...(configured === undefined ? {} : { configured }) }))

describe("the set-up token", () => {
  it("[SET-8] is 128 random bits that only the hub's user can read, the same after a restart", async () => {
    const first = await token()
    expect(Buffer.from(first.text, "base64url")).toHaveLength(16)
    expect((await token()).text).toBe(first.text)
    expect((await stat(join(dataDir, "setup-token"))).mode & 0o777).toBe(0o600)
  })

  it("[SET-8] is off the disk once it was used, and the next one is another", async () => {
    const first = await token()
    await Effect.runPromise(first.spend)
    await Effect.runPromise(first.spend)
    expect(await readdir(dataDir)).toEqual([])
    expect((await token()).text).not.toBe(first.text)
  })

  it("[SET-8] may be fixed by the environment, and then no file is made", async () => {
    expect((await token("chosen-by-hand")).text).toBe("chosen-by-hand")
    expect(await readdir(dataDir)).toEqual([])
    expect(readConfig({ SETUP_TOKEN: "chosen-by-hand" }).setupToken).toBe("chosen-by-hand")
    expect(() => readConfig({ SETUP_TOKEN: "short" })).toThrow(
      'SETUP_TOKEN is "…, 5 characters"; allowed is 8 to 256 visible characters without a space',
    )
  })

  it("[SET-8] stands behind # in the printed address, and nothing else in it signs anybody in", () => {
    const config = { host: "127.0.0.1", port: 8080 }
    expect(greeting(config, "a+b/c")).toContain("http://127.0.0.1:8080/setup#token=a%2Bb%2Fc")
    expect(greeting(config, undefined)).not.toMatch(/token|password|owner/)
  })
})
