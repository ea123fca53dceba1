import { Effect } from "effect"
import { describe, expect, it } from "vitest"
import {
  hashOfSecret,
  isSecretOf,
  mosquittoHashOf,
  newSecret,
} from "#core/security/device-secrets.ts"
import { WrongCodes } from "#core/security/wrong-codes.ts"

describe("the secret of a device", () => {
  it("[CRED-1] is 256 random bits, known by a hash that does not tell it", () => {
    const secrets = Array.from({ length: 100 }, newSecret)
    expect(new Set(secrets).size).toBe(100)
    for (const secret of secrets) {
      expect(Buffer.from(secret, "base64url")).toHaveLength(32)
      expect(isSecretOf(secret, hashOfSecret(secret))).toBe(true)
      expect(isSecretOf(`${secret}x`, hashOfSecret(secret))).toBe(false)
      expect(isSecretOf(secret, "")).toBe(false)
    }
  })

  it("[CRED-9] is hashed for a broker as mosquitto_passwd 2 does it", async () => {
    // Made by `mosquitto_passwd -b file dev 'a secret of 256 bits'`.
    const salt = Buffer.from("4GvruA1D7tUiNAdA", "base64")
    expect(await Effect.runPromise(mosquittoHashOf("a secret of 256 bits", salt))).toBe(
      "$7$101$4GvruA1D7tUiNAdA$cLhBLbwELAN1DSgAsNHzcJfuCFtsgdHGrUPgdI/qVeBeaF1HVYOVcgu/xPf4t4KhufsYgewuK+/hucS1wJ/mmA==",
    )
  })
})

describe("who tries codes", () => {
  it("[PAIR-4] waits after ten wrong ones in ten minutes, from that address alone", () => {
    const codes = new WrongCodes()
    for (let n = 0; n < 10; n++) {
      expect(codes.waitMs("10.0.0.9", n * 1_000)).toBe(0)
      codes.failed("10.0.0.9", n * 1_000)
    }
    expect(codes.waitMs("10.0.0.9", 10_000)).toBe(590_000)
    expect(codes.waitMs("10.0.0.8", 10_000)).toBe(0)
    expect(codes.waitMs("10.0.0.9", 600_000)).toBe(0)
    codes.failed("10.0.0.9", 600_000)
    expect(codes.waitMs("10.0.0.9", 600_001)).toBe(999)
  })
})
