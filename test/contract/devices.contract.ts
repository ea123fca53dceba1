import { assert, layer } from "@effect/vitest"
import { Effect, type Layer } from "effect"
import { TestClock } from "effect/testing"
import { v7 as uuid } from "uuid"
import { Audit } from "#core/security/audit.ts"
import { type DeviceChange, DeviceCredentials } from "#core/security/device-credentials.ts"
import { DeviceRegister } from "#core/security/device-register.ts"
import { Pairings } from "#core/security/pairings.ts"
import { Tokens } from "#core/security/tokens.ts"
import { connects, type DeviceServices, paired, somewhere } from "#test/support/device-pairing.ts"
import { codeOf, newHouse } from "#test/support/two-houses.ts"

/** What devices come in by and are kept out by, whatever keeps it. */
export const devicesContract = <E>(name: string, access: Layer.Layer<DeviceServices, E>) =>
  layer(access)(`devices, kept in ${name}`, (it) => {
    it.effect(
      "[CRED-2] the secret that follows from the start-up secret is good until the device gets its own",
      () =>
        Effect.gen(function* () {
          const house = yield* newHouse()
          const [tokens, register] = [yield* Tokens, yield* DeviceRegister]
          const device = { deviceId: uuid(), kind: "printerAgent" as const }
          const derived = tokens.deviceSecret(house.tenantId, device.deviceId)
          const now = connects(house, device.deviceId, derived)
          assert.strictEqual(yield* now, "no refusal")
          yield* register.suspend(house.owner, device)
          yield* register.settled(house.owner)
          assert.strictEqual(yield* now, "Unauthorized")
          yield* register.resume(house.owner, device)
          yield* register.settled(house.owner)
          assert.strictEqual(yield* now, "no refusal")
          const own = yield* register.newSecret(house.owner, device)
          yield* register.settled(house.owner)
          assert.strictEqual(yield* connects(house, device.deviceId, own), "no refusal")
          assert.strictEqual(yield* now, "Unauthorized")
          yield* register.revoke(house.owner, device)
          yield* register.settled(house.owner)
          assert.strictEqual(yield* connects(house, device.deviceId, own), "Unauthorized")
          assert.strictEqual(yield* codeOf(register.resume(house.owner, device)), "DEVICE_REVOKED")
          const other = { deviceId: uuid(), kind: "printerAgent" as const }
          yield* register.revoke(house.owner, other)
          yield* register.settled(house.owner)
          assert.strictEqual(
            yield* connects(
              house,
              other.deviceId,
              tokens.deviceSecret(house.tenantId, other.deviceId),
            ),
            "Unauthorized",
          )
        }),
    )

    it.effect("[CRED-3] whoever has something open of a device hears why it must end", () =>
      Effect.gen(function* () {
        const house = yield* newHouse()
        const [credentials, register] = [yield* DeviceCredentials, yield* DeviceRegister]
        const [pairings, heard] = [yield* Pairings, [] as string[]]
        yield* credentials.whenChanged((change: DeviceChange) => {
          if (change.tenantId === house.tenantId)
            heard.push(`${change.status} ${change.over ?? "-"}`)
        })
        const { deviceId } = yield* paired(house, "printerAgent")
        const device = { deviceId, kind: "printerAgent" as const, name: "Bar" }
        const each = [
          register.suspend(house.owner, device),
          register.resume(house.owner, device),
          register.newSecret(house.owner, device),
          Effect.flatMap(pairings.claim(house.owner, device), ({ claim }) =>
            pairings.redeem(claim, somewhere()),
          ),
          register.revoke(house.owner, device),
        ]
        const told = heard.length
        for (const work of each) {
          yield* work
          yield* register.settled(house.owner)
        }
        assert.deepStrictEqual(heard.slice(told), [
          "suspended suspended",
          "active -",
          "active rotated",
          "active rotated",
          "revoked revoked",
        ])
      }).pipe(Effect.scoped),
    )

    it.effect("[CRED-6] a paired tablet speaks for itself, as far as its kind and role go", () =>
      Effect.gen(function* () {
        const house = yield* newHouse()
        const tokens = yield* Tokens
        const cook = yield* paired(house, "kds")
        const scope = yield* tokens.verify(cook.accessToken)
        assert.deepInclude(scope, { deviceKind: "kds", tenantId: house.tenantId })
        assert.deepStrictEqual(scope.principal, {
          kind: "device",
          id: cook.deviceId,
          name: "Grill 1",
        })
        assert.include(scope.permissions, "kds.ticket.bump")
        const viewer = yield* paired(house, "kds", "viewer")
        const lesser = yield* tokens.verify(viewer.accessToken)
        assert.notInclude(lesser.permissions, "kds.ticket.bump")
        assert.strictEqual(yield* codeOf(paired(house, "kds", "nobody")), "ROLE_UNKNOWN")
        // A week and a day later, when a person would have to sign in again, it comes back by itself.
        yield* TestClock.adjust("8 days")
        const next = yield* tokens.refresh(cook.refreshToken)
        yield* tokens.verify(next.accessToken)
        assert.strictEqual(yield* codeOf(tokens.refresh(cook.refreshToken)), "Unauthorized")
      }),
    )

    it.effect("[CRED-6] whoever let it in may leave", () =>
      Effect.gen(function* () {
        const house = yield* newHouse()
        const [tokens, manager] = [yield* Tokens, yield* house.hire("manager")]
        const at = { ...house, owner: yield* manager.scope }
        const tablet = yield* paired(at, "kds", "viewer")
        yield* tokens.verify(tablet.accessToken)
        yield* tokens.logout(manager.token)
        assert.strictEqual(yield* codeOf(tokens.verify(tablet.accessToken)), "no refusal")
      }),
    )

    it.effect(
      "[CRED-6] [AUTH-22] however often the key that signs changes, it goes on by its refresh token, once",
      () =>
        Effect.gen(function* () {
          const house = yield* newHouse({ instanceAdmin: true })
          const tokens = yield* Tokens
          const tablet = yield* paired(house, "kds")
          for (let n = 0; n < 3; n++) {
            yield* tokens.rotateKeys(house.owner)
            yield* tokens.useNewestKey
          }
          assert.strictEqual(yield* codeOf(tokens.verify(tablet.accessToken)), "Unauthorized")
          const next = yield* tokens.refresh(tablet.refreshToken)
          assert.strictEqual((yield* tokens.verify(next.accessToken)).principal.id, tablet.deviceId)
          assert.strictEqual(yield* codeOf(tokens.refresh(tablet.refreshToken)), "Unauthorized")
          assert.strictEqual(yield* codeOf(tokens.refresh(next.refreshToken)), "Unauthorized")
        }),
    )

    it.effect("[CRED-11] nobody gives a device more rights than they have", () =>
      Effect.gen(function* () {
        const house = yield* newHouse()
        const cook = { ...house.owner, permissions: ["devices.pair", "kds.read"] }
        assert.strictEqual(
          yield* codeOf(paired({ ...house, owner: cook }, "handheld")),
          "AUTH_FORBIDDEN",
        )
        assert.strictEqual(
          yield* codeOf(paired({ ...house, owner: cook }, "handheld", "owner")),
          "AUTH_FORBIDDEN",
        )
      }),
    )

    it.effect(
      "[CRED-3] a suspended tablet is refused and goes on with what it had when it is resumed",
      () =>
        Effect.gen(function* () {
          const house = yield* newHouse()
          const [tokens, register] = [yield* Tokens, yield* DeviceRegister]
          const tablet = yield* paired(house, "kds")
          const device = { deviceId: tablet.deviceId, kind: "kds" as const }
          yield* register.suspend(house.owner, device)
          yield* register.settled(house.owner)
          assert.strictEqual(yield* codeOf(tokens.verify(tablet.accessToken)), "Unauthorized")
          assert.strictEqual(yield* codeOf(tokens.refresh(tablet.refreshToken)), "DEVICE_SUSPENDED")
          yield* register.resume(house.owner, device)
          yield* register.settled(house.owner)
          yield* tokens.verify(tablet.accessToken)
          const next = yield* tokens.refresh(tablet.refreshToken)
          yield* register.revoke(house.owner, device)
          yield* register.settled(house.owner)
          assert.strictEqual(yield* codeOf(tokens.verify(next.accessToken)), "Unauthorized")
          assert.strictEqual(yield* codeOf(tokens.refresh(next.refreshToken)), "Unauthorized")
          const login = tokens.login({
            ...{ tenant: house.slug, username: "owner", password: "correct horse battery staple" },
            device: { id: tablet.deviceId, kind: "kds" },
          })
          assert.strictEqual(yield* codeOf(login), "DEVICE_REVOKED")
        }),
    )

    it.effect(
      "[CRED-8] wrong secrets lock a device for that address; its neighbours there are let in",
      () =>
        Effect.gen(function* () {
          const house = yield* newHouse()
          const [one, other] = [
            yield* paired(house, "printerAgent"),
            yield* paired(house, "printerAgent"),
          ]
          const from = somewhere().address
          for (let n = 0; n < 10; n++) yield* connects(house, one.deviceId, "wrong", from)
          assert.strictEqual(
            yield* connects(house, one.deviceId, one.mqtt?.password, from),
            "Unauthorized",
          )
          assert.strictEqual(
            yield* connects(house, other.deviceId, other.mqtt?.password, from),
            "no refusal",
          )
          assert.strictEqual(yield* connects(house, one.deviceId, one.mqtt?.password), "no refusal")
          yield* TestClock.adjust("30 seconds")
          assert.strictEqual(
            yield* connects(house, one.deviceId, one.mqtt?.password, from),
            "no refusal",
          )
          const credentials = yield* DeviceCredentials
          for (let n = 0; n < 300; n++)
            assert.isUndefined(yield* credentials.byAddress(`guess ${n}`, somewhere().address))
        }),
    )

    it.effect("[CRED-9] a broker of one's own lets in who is active and has a secret", () =>
      Effect.gen(function* () {
        const house = yield* newHouse()
        const [credentials, register] = [yield* DeviceCredentials, yield* DeviceRegister]
        const [agent, tablet] = [yield* paired(house, "printerAgent"), yield* paired(house, "kds")]
        const accounts = Effect.map(credentials.brokerAccounts, (all) =>
          all.filter(({ tenantId }) => tenantId === house.tenantId),
        )
        const [account, ...more] = yield* accounts
        assert.deepStrictEqual(more, [])
        assert.strictEqual(account?.deviceId, agent.deviceId)
        assert.match(
          account?.mosquittoHash ?? "",
          /^\$7\$101\$[A-Za-z0-9+/=]{16}\$[A-Za-z0-9+/=]{88}$/,
        )
        yield* register.suspend(house.owner, { deviceId: agent.deviceId, kind: "printerAgent" })
        assert.deepStrictEqual(yield* accounts, [])
        assert.strictEqual(yield* connects(house, tablet.deviceId, ""), "Unauthorized")
      }),
    )

    it.effect("[CRED-10] each step has its line in the audit log, none a secret", () =>
      Effect.gen(function* () {
        const house = yield* newHouse()
        const [audit, register] = [yield* Audit, yield* DeviceRegister]
        const { deviceId, mqtt } = yield* paired(house, "printerAgent")
        const device = { deviceId, kind: "printerAgent" as const, name: "Bar" }
        yield* register.suspend(house.owner, device)
        yield* register.resume(house.owner, device)
        const password = yield* register.newSecret(house.owner, device)
        const { claim } = yield* (yield* Pairings).claim(house.owner, device)
        yield* register.revoke(house.owner, device)
        const { items } = yield* audit.entries(house.owner, { page: 1, size: 100 })
        assert.deepStrictEqual(
          items.filter(({ target }) => target === `device/${deviceId}`).map(({ action }) => action),
          [
            ...["device.revoked", "device.claim_made", "device.secret_changed", "device.resumed"],
            ...["device.suspended", "device.paired", "device.pairing_approved", "device.enrolled"],
          ],
        )
        const text = JSON.stringify(items)
        for (const secret of [mqtt?.password ?? "?", password, claim])
          assert.isFalse(text.includes(secret))
      }),
    )

    it.effect("[CRED-1] no other device's secret, restaurant or kind of id comes in", () =>
      Effect.gen(function* () {
        const [house, rival] = [yield* newHouse(), yield* newHouse()]
        const agent = yield* paired(house, "printerAgent")
        const secret = agent.mqtt?.password
        assert.strictEqual(yield* connects(house, agent.deviceId, secret), "no refusal")
        for (const [tenantId, deviceId] of [
          [rival.tenantId, agent.deviceId],
          [house.tenantId, uuid()],
          ["not a tenant", agent.deviceId],
          [house.tenantId, `${agent.deviceId}/x`],
          [house.tenantId, "#"],
        ] as const)
          assert.strictEqual(yield* connects({ tenantId }, deviceId, secret), "Unauthorized")
      }),
    )
  })
