import { assert, layer } from "@effect/vitest"
import { Effect, type Layer } from "effect"
import { TestClock } from "effect/testing"
import { v7 as uuid } from "uuid"
import { DeviceCredentials } from "#core/security/device-credentials.ts"
import { DeviceRegister } from "#core/security/device-register.ts"
import { Pairings } from "#core/security/pairings.ts"
import { connects, type DeviceServices, somewhere } from "#test/support/device-pairing.ts"
import { codeOf, newHouse } from "#test/support/two-houses.ts"

/** How devices come to a restaurant, whatever keeps their codes. */
export const pairingsContract = <E>(name: string, access: Layer.Layer<DeviceServices, E>) =>
  layer(access)(`codes of devices, kept in ${name}`, (it) => {
    it.effect("[PAIR-2] a code that waits, is denied, is used or is over says so", () =>
      Effect.gen(function* () {
        const house = yield* newHouse()
        const pairings = yield* Pairings
        const from = somewhere()
        const asked = yield* pairings.ask({ kind: "kds" }, from)
        const poll = codeOf(pairings.poll(asked.deviceCode, from))
        assert.strictEqual(yield* poll, "PAIRING_PENDING")
        assert.strictEqual(yield* poll, "PAIRING_SLOW_DOWN")
        yield* TestClock.adjust("5 seconds")
        assert.strictEqual(yield* poll, "PAIRING_PENDING")
        yield* pairings.deny(house.owner, asked.userCode)
        assert.strictEqual(yield* poll, "PAIRING_DENIED")
        assert.strictEqual(
          yield* codeOf(
            pairings.approve(house.owner, asked.userCode, { deviceId: uuid(), name: "x" }),
          ),
          "PAIRING_NOT_FOUND",
        )
        const late = yield* pairings.ask({ kind: "kds" }, from)
        yield* TestClock.adjust("15 minutes")
        assert.strictEqual(
          yield* codeOf(pairings.look(house.owner, late.userCode)),
          "PAIRING_NOT_FOUND",
        )
        assert.strictEqual(yield* codeOf(pairings.poll(late.deviceCode, from)), "PAIRING_EXPIRED")
        assert.strictEqual(yield* codeOf(pairings.poll("nobody's code", from)), "PAIRING_EXPIRED")
      }),
    )

    it.effect(
      "[PAIR-4] a code that is used wrongly five times is burnt; ten wrong codes lock an address",
      () =>
        Effect.gen(function* () {
          const house = yield* newHouse()
          const pairings = yield* Pairings
          const { userCode } = yield* pairings.ask({ kind: "kds" }, somewhere())
          const at = { ...house.owner, address: somewhere().address }
          const look = codeOf(pairings.look(at, userCode))
          for (let n = 0; n < 4; n++) yield* pairings.misused(userCode.toLowerCase())
          assert.strictEqual(yield* look, "no refusal")
          yield* pairings.misused(userCode)
          assert.strictEqual(yield* look, "PAIRING_NOT_FOUND")
          for (let n = 0; n < 9; n++) yield* look
          assert.strictEqual(yield* look, "PAIRING_LOCKED")
          const good = yield* pairings.ask({ kind: "kds" }, somewhere())
          assert.strictEqual(yield* codeOf(pairings.look(at, good.userCode)), "PAIRING_LOCKED")
          assert.strictEqual(yield* codeOf(pairings.look(house.owner, good.userCode)), "no refusal")
          assert.strictEqual(
            yield* codeOf(pairings.redeem(good.userCode, { ...somewhere(), address: at.address })),
            "PAIRING_LOCKED",
          )
          yield* TestClock.adjust("10 minutes")
          assert.strictEqual(yield* codeOf(pairings.look(at, good.userCode)), "no refusal")
        }),
    )

    it.effect("[PAIR-5] ten codes of one address are on their way at most", () =>
      Effect.gen(function* () {
        const pairings = yield* Pairings
        const from = somewhere()
        const ask = codeOf(pairings.ask({ kind: "board" }, from))
        for (let n = 0; n < 10; n++) assert.strictEqual(yield* ask, "no refusal")
        assert.strictEqual(yield* ask, "PAIRING_TOO_MANY")
        assert.strictEqual(
          yield* codeOf(pairings.ask({ kind: "board" }, somewhere())),
          "no refusal",
        )
        yield* TestClock.adjust("15 minutes")
        assert.strictEqual(yield* ask, "no refusal")
      }),
    )

    it.effect(
      "[PAIR-6] a claim works once, by its long form or its eight letters, for its newest only",
      () =>
        Effect.gen(function* () {
          const house = yield* newHouse()
          const [pairings, register] = [yield* Pairings, yield* DeviceRegister]
          const device = { deviceId: uuid(), kind: "printerAgent" as const, name: "Bar" }
          yield* register.enrol(house.owner, device)
          const first = yield* pairings.claim(house.owner, device)
          const second = yield* pairings.claim(house.owner, device)
          const redeem = (claim: string) => codeOf(pairings.redeem(claim, somewhere()))
          assert.strictEqual(yield* redeem(first.claim), "PAIRING_EXPIRED")
          assert.strictEqual(yield* connects(house, device.deviceId, ""), "Unauthorized")
          const wayIn = yield* pairings.redeem(second.userCode.toLowerCase(), somewhere())
          assert.deepInclude(wayIn, {
            deviceId: device.deviceId,
            tenantId: house.tenantId as string,
          })
          assert.strictEqual(wayIn.mqtt?.username, `${house.tenantId}/${device.deviceId}`)
          assert.strictEqual(yield* redeem(second.claim), "PAIRING_EXPIRED")
          assert.strictEqual(yield* redeem(second.userCode), "PAIRING_EXPIRED")
          assert.strictEqual(
            yield* connects(house, device.deviceId, wayIn.mqtt?.password),
            "no refusal",
          )
        }),
    )

    it.effect("[PAIR-8] what another restaurant made is no code at all", () =>
      Effect.gen(function* () {
        const [house, rival] = [yield* newHouse(), yield* newHouse()]
        const [pairings, register] = [yield* Pairings, yield* DeviceRegister]
        const credentials = yield* DeviceCredentials
        const device = { deviceId: uuid(), kind: "cloudprnt" as const }
        yield* register.enrol(house.owner, device)
        const { userCode } = yield* credentials.claimCode(
          { ...device, tenantId: house.tenantId, status: "pending", hardwareId: undefined },
          "00:11:62:01",
        )
        const elsewhere = { ...rival.owner, address: somewhere().address }
        assert.deepStrictEqual(
          yield* Effect.all([
            codeOf(pairings.look(elsewhere, userCode)),
            codeOf(pairings.approve(elsewhere, userCode, { deviceId: device.deviceId, name: "x" })),
            codeOf(pairings.deny(elsewhere, userCode)),
          ]),
          ["PAIRING_NOT_FOUND", "PAIRING_NOT_FOUND", "PAIRING_NOT_FOUND"],
        )
        const found = yield* pairings.look(house.owner, userCode)
        assert.deepInclude(found, {
          way: "ticket",
          hardwareId: "00:11:62:01",
          deviceId: device.deviceId,
        })
        assert.strictEqual((yield* register.of(rival.owner)).size, 0)
      }),
    )

    it.effect("[PAIR-10] the paper that a printer printed lets that machine in, and no other", () =>
      Effect.gen(function* () {
        const house = yield* newHouse()
        const [pairings, register] = [yield* Pairings, yield* DeviceRegister]
        const credentials = yield* DeviceCredentials
        const device = { deviceId: uuid(), kind: "epson" as const }
        yield* register.enrol(house.owner, device)
        const secret = yield* register.newAddress(house.owner, device)
        yield* register.settled(house.owner)
        const asked = yield* credentials.byAddress(secret, "10.0.0.9")
        assert.deepInclude(asked, { status: "pending", deviceId: device.deviceId })
        if (asked === undefined) return assert.fail("nobody at the address")
        const ticket = credentials.claimCode(asked, "SERIAL-1", "http://10.0.0.2:8080")
        const { userCode, approveAt } = yield* ticket
        assert.strictEqual((yield* ticket).userCode, userCode)
        assert.strictEqual(approveAt, `http://10.0.0.2:8080/pair#code=${userCode}`)
        yield* pairings.approve(house.owner, userCode, { deviceId: device.deviceId, name: "Bar" })
        yield* register.bind(house.owner, device.deviceId, "SERIAL-1")
        yield* register.settled(house.owner)
        assert.deepInclude(yield* credentials.byAddress(secret), {
          status: "active",
          hardwareId: "SERIAL-1",
        })
        assert.notStrictEqual((yield* ticket).userCode, userCode)
        const next = yield* register.newAddress(house.owner, device)
        yield* register.settled(house.owner)
        assert.isUndefined(yield* credentials.byAddress(secret))
        assert.deepInclude(yield* credentials.byAddress(next), { status: "active" })
        yield* register.revoke(house.owner, device)
        yield* register.settled(house.owner)
        assert.isUndefined(yield* credentials.byAddress(next))
      }),
    )
  })
