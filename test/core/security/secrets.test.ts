import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Effect } from "effect"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { accessPassword, appSecret, deriveKey } from "#core/security/secrets.ts"

describe("the start-up secret", () => {
  let dataDir = ""
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), "heard-secret-"))
  })
  afterEach(() => rm(dataDir, { recursive: true }))

  it("[SECRET-1] is made once and found again at the next start", async () => {
    const first = await Effect.runPromise(appSecret({ dataDir }))
    expect(first).toMatch(/^[\w-]{43}$/)
    expect(await Effect.runPromise(appSecret({ dataDir }))).toBe(first)
  })

  it("[SECRET-1] can be read by the hub's own user alone", async () => {
    await Effect.runPromise(appSecret({ dataDir: join(dataDir, "new", "folder") }))
    const { mode } = await stat(join(dataDir, "new", "folder", "app-secret"))
    expect(mode & 0o777).toBe(0o600)
  })

  it("[SECRET-1] is the same for processes that start at once", async () => {
    const secrets = await Promise.all(
      Array.from({ length: 8 }, () => Effect.runPromise(appSecret({ dataDir }))),
    )
    expect(new Set(secrets)).toEqual(
      new Set([(await readFile(join(dataDir, "app-secret"), "utf8")).trim()]),
    )
  })

  it("[SECRET-1] stops the start when its file was emptied", async () => {
    await writeFile(join(dataDir, "app-secret"), "")
    const failure = await Effect.runPromise(Effect.flip(appSecret({ dataDir })))
    expect(failure._tag).toBe("SecretUnavailable")
  })

  it("[SECRET-2] gives each purpose a key of its own, and the same one each time", () => {
    const keys = (["token-signature", "device-secret", "access-password"] as const).map((purpose) =>
      deriveKey("s", purpose).toString("hex"),
    )
    expect(new Set(keys).size).toBe(3)
    expect(deriveKey("s", "device-secret").toString("hex")).toBe(keys[1])
    expect(accessPassword("s")).toMatch(/^([0-9a-hjkmnp-tv-z]{4}-){3}[0-9a-hjkmnp-tv-z]{4}$/)
  })
})
