import { randomUUID } from "node:crypto"
import { layer } from "@effect/vitest"
import { Effect } from "effect"
import { expect } from "vitest"
import { Setups } from "#core/hub/setup.ts"
import { testDatabase } from "#test/support/postgres.ts"
import { json, newTenant, owner, pluginHub, request } from "./plugin-hub.ts"

const database = testDatabase()
/** One dot. */
const png =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="

layer(pluginHub(database))("a printer", (it) => {
  const add = (ana: ReturnType<typeof owner>, more: object = {}) =>
    Effect.map(
      request(ana, "POST", "printer/printers", { name: "Grill", deviceId: randomUUID(), ...more }),
      (answer) => json(answer) as { readonly id: string },
    )
  const refusal = (ana: ReturnType<typeof owner>, more: object) =>
    Effect.map(Effect.flip(add(ana, more)), (failure) =>
      "code" in failure ? failure.code : failure._tag,
    )

  it.effect("[PRINTER-2] says how it is reached and what it is", () =>
    Effect.gen(function* () {
      const tenant = yield* newTenant
      const ana = owner(tenant)
      const said = {
        driver: "network",
        address: { host: "192.168.1.50", port: 9100 },
        profile: "epson-tm-m30iii",
        onUnknown: "ask",
        copies: 2,
        buzzer: true,
        drawer: false,
        logo: png,
      }
      const printer = yield* add(ana, said)
      expect(printer).toMatchObject(said)
      const { printers } = yield* (yield* Setups).get(tenant)
      expect(printers).toMatchObject([said])
      const plain = yield* request(ana, "PATCH", `printer/printers/${printer.id}`, {
        ...{ driver: null, address: null, logo: null, copies: null },
      })
      expect(json(plain)).not.toHaveProperty("logo")
    }),
  )

  it.effect("[PRINTER-2] is refused what no printer has", () =>
    Effect.gen(function* () {
      const ana = owner(yield* newTenant)
      expect(yield* refusal(ana, { driver: "network" })).toBe("ADDRESS_MISSING")
      for (const wrong of [
        { driver: "telepathy" },
        { address: { host: "192.168.1.50", port: 0 } },
        { address: { host: "http://x/", port: 9100 } },
        { profile: "../secret" },
        { backupAfterSeconds: 601 },
        { copies: 6 },
        { copies: 0 },
        { logo: "R0lGODlhAQABAAAAACw=" },
        { logo: `iVBORw0KGgo${"A".repeat(40)}` },
        { logo: `iVBORw0KGgo${"A".repeat(48_000)}` },
        { onUnknown: "guess" },
        { backups: ["x"] },
      ])
        expect(yield* refusal(ana, wrong)).toBe("VALIDATION_FAILED")
    }),
  )

  it.effect("[OFFICE-61] listens at an address or name that there can be", () =>
    Effect.gen(function* () {
      const ana = owner(yield* newTenant)
      const at = (host: string) => ({ driver: "network", address: { host, port: 9100 } })
      for (const host of [
        ...["192.168.1.999", "192.168.1", "1.2.3.4.5", "010.0.0.1", "192.168.1.50:9100", "42"],
        ...["printer..local", "-printer", "printer-.local", ".local", "fe80:::1", "a b", "é", ""],
        ...["fe80::12345", `${"a".repeat(64)}.local`, `${"abcdefg.".repeat(32)}local`],
      ])
        expect(yield* Effect.flip(add(ana, at(host))), host).toMatchObject({
          code: "VALIDATION_FAILED",
          meta: {
            issues: expect.arrayContaining([
              { path: "address.host", message: expect.stringMatching(/such as 192\.168/) },
            ]),
          },
        })
      for (const host of [
        ...["192.168.1.50", "10.0.0.255", "fe80::1", "2001:db8::192.0.2.1", "printer-1"],
        ...["TMT20.kitchen.local", "imprimante_bar", "star2", "1a"],
      ])
        expect(yield* add(ana, at(host)), host).toMatchObject(at(host))
    }),
  )

  it.effect("[PROFILE-5] is one of the models that the hub knows and lists", () =>
    Effect.gen(function* () {
      const ana = owner(yield* newTenant)
      const { items } = json(yield* request(ana, "GET", "printer/profiles")) as {
        readonly items: ReadonlyArray<{ readonly key: string }>
      }
      expect(items.find(({ key }) => key === "epson-tm-u220")).toEqual({
        key: "epson-tm-u220",
        name: "Epson TM-U220, impact",
        language: "escpos",
        columns: { default: 32, allowed: [32, 35] },
        ...{ cuts: true, sounds: true, opensDrawer: true, confirms: true },
        prints: { pictures: false, qr: false, barcode: false },
      })
      for (const { key } of items) expect(yield* add(ana, { profile: key })).toHaveProperty("id")
      expect(yield* refusal(ana, { profile: "never-heard-of" })).toBe("PROFILE_UNKNOWN")
    }),
  )

  it.effect("[PRINTER-3] names printers and screens that are there, and never itself", () =>
    Effect.gen(function* () {
      const ana = owner(yield* newTenant)
      const id = randomUUID()
      expect(yield* refusal(ana, { backups: [randomUUID()] })).toBe("PRINTER_UNKNOWN")
      expect(yield* refusal(ana, { backupScreens: [randomUUID()] })).toBe("SCREEN_UNKNOWN")
      const grill = yield* add(ana, { id, backupAfterSeconds: 0 })
      const address = `printer/printers/${grill.id}`
      const own = Effect.flip(request(ana, "PATCH", address, { backups: [id] }))
      expect(yield* own).toMatchObject({ code: "PRINTER_OWN_BACKUP" })
      const screen = json(yield* request(ana, "POST", "kds/screens", { name: "Pass" }))
      const kitchen = yield* add(ana, { backups: [id], backupScreens: [screen["id"]] })
      const each = yield* request(ana, "PATCH", address, { backups: [kitchen.id] })
      expect(json(each)).toMatchObject({ backups: [kitchen.id] })
      expect(yield* Effect.flip(request(ana, "DELETE", address))).toMatchObject({
        code: "PRINTER_IN_USE",
      })
      // Another restaurant's printer is none.
      const bo = owner(yield* newTenant)
      expect(yield* refusal(bo, { backups: [id] })).toBe("PRINTER_UNKNOWN")
    }),
  )
})
