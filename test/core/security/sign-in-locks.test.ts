import { expect, it } from "vitest"
import { SignInLocks } from "#core/security/sign-in-locks.ts"

const till = { account: "bistro owner", address: "10.0.0.1" }
const stranger = { ...till, address: "7.7.7.7" }

it("[AUTH-10] guesses from many places lock the account for strangers, not for who was right where they are", () => {
  const locks = new SignInLocks()
  locks.succeeded(till)
  for (let n = 0; n < 49; n++) locks.failed({ ...till, address: `6.6.6.${n}` }, 0)
  expect(locks.waitMs(stranger, 0)).toBe(0)
  expect(locks.failed({ ...till, address: "6.6.6.250" }, 0)).toMatchObject({ locked: true })
  expect(locks.waitMs(stranger, 0)).toBe(30_000)
  expect(locks.waitMs(till, 0)).toBe(0)
  for (let n = 0; n < 10; n++) locks.failed(till, 0)
  expect(locks.waitMs(till, 0)).toBeGreaterThan(0)
})

it("[AUTH-10] an address that tries one name after the other is locked", () => {
  const locks = new SignInLocks()
  for (let n = 0; n < 100; n++) locks.failed({ account: `bistro name${n}`, address: "8.8.8.8" }, 0)
  expect(locks.waitMs({ account: "bistro owner", address: "8.8.8.8" }, 0)).toBe(30_000)
  expect(locks.waitMs(stranger, 0)).toBe(0)
})

it("[AUTH-10] when very much is guessed everywhere, only those go on for the minute who were right before", () => {
  const locks = new SignInLocks()
  locks.succeeded(till)
  for (let n = 0; n < 600; n++)
    locks.failed({ account: `house${n} owner`, address: `9.9.${n >> 8}.${n & 255}` }, 100_000)
  expect(locks.waitMs(stranger, 110_000)).toBe(50_000)
  expect(locks.waitMs(till, 110_000)).toBe(0)
  expect(locks.waitMs(stranger, 160_000)).toBe(0)
})

it("[AUTH-24] what was kept before a restart counts on, unless more is known by now", () => {
  const locks = new SignInLocks()
  locks.restore(till.account, { failures: 50, until: 30_000, at: 0 })
  expect(locks.waitMs(till, 10_000)).toBe(20_000)
  locks.restore(till.account, { failures: 1, until: 0, at: 0 })
  expect(locks.failed(till, 30_000).guesses).toEqual({ failures: 51, until: 90_000, at: 30_000 })
})
