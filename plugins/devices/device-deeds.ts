import { Effect, Schema } from "effect"
import type { Scope } from "#core/hub/scope.ts"
import type { KitchenDevice } from "#core/kitchen/menu.ts"
import { refused } from "#core/kitchen/refusal.ts"
import { PluginSql } from "#core/plugins/plugin-sql.ts"
import { route } from "#core/plugins/route.ts"
import { hasSecret, isPulled } from "#core/security/device-kinds.ts"
import { DeviceRegister } from "#core/security/device-register.ts"
import { Pairings } from "#core/security/pairings.ts"
import { DeviceAnswer, deviceAnswer, knownDevice } from "./known-device.ts"
import { addressFor, claimFor, WayIn } from "./ways-in.ts"

const switches = (
  [
    ["suspend", "Keep a device out until it is resumed"],
    ["resume", "Let a suspended device work again"],
    ["revoke", "Take a device out of service for good"],
  ] as const
).map(([deed, summary]) =>
  route({
    method: "POST",
    path: `/devices/:id/${deed}` as "/devices/:id",
    permission: "devices.manage",
    summary,
    answer: DeviceAnswer,
    repeats: "handler",
    handle: ({ scope, params }) =>
      Effect.gen(function* () {
        const device = yield* knownDevice(scope, params.id)
        const register = yield* DeviceRegister
        yield* register[deed](scope, { deviceId: device.id, kind: device.kind })
        return yield* deviceAnswer(scope, device)
      }),
  }),
)

const rotate = route({
  method: "POST",
  path: "/devices/:id/rotate",
  permission: "devices.manage",
  summary: "Give a device another secret, told once; the one before is worth nothing at once",
  answer: WayIn,
  repeats: "handler",
  handle: ({ scope, params, origin }) =>
    handedOver(scope, params.id, (device) =>
      Effect.gen(function* () {
        const register = yield* DeviceRegister
        const named = { deviceId: device.id, kind: device.kind }
        if (isPulled(device.kind)) return yield* addressFor(scope, device, origin)
        if (!hasSecret(device.kind)) {
          yield* register.signOut(scope, named)
          return yield* claimFor(scope, device)
        }
        const password = yield* register.newSecret(scope, named)
        const url = (yield* Pairings).brokerUrl(origin)
        const username = `${scope.tenantId}/${device.id}`
        return { deviceId: device.id, mqtt: { url, username, password } }
      }),
    ),
})

const Replacement = Schema.UndefinedOr(
  Schema.Struct({
    /** Of the new machine, which shows it. Left out: the answer is a claim for it. */
    userCode: Schema.optionalKey(Schema.String.check(Schema.isMaxLength(32))),
  }).annotate({ identifier: "Replacement" }),
)

const replace = route({
  method: "POST",
  path: "/devices/:id/replace",
  permission: "devices.manage",
  summary:
    "Put another machine in a device's place: it keeps name, station, screen, printer and queue",
  body: Replacement,
  answer: WayIn,
  repeats: "handler",
  handle: ({ scope, params, body, origin }) =>
    handedOver(scope, params.id, (device) =>
      Effect.gen(function* () {
        const named = { deviceId: device.id, kind: device.kind }
        if (body?.userCode !== undefined) return yield* byPairing(scope, device, body.userCode)
        if (!isPulled(device.kind)) return yield* claimFor(scope, device)
        yield* (yield* DeviceRegister).unbind(scope, named)
        return yield* addressFor(scope, device, origin)
      }),
    ),
})

/** The old machine works until the new one has fetched what it needs. */
const byPairing = Effect.fnUntraced(function* (
  scope: Scope,
  { id, kind, name }: KitchenDevice,
  userCode: string,
) {
  const pairings = yield* Pairings
  const pending = yield* pairings.look(scope, userCode)
  if (pending.way !== "pairing" || pending.kind !== kind)
    return yield* refused("PAIRING_KIND", "Another kind of device asks under this code", {
      kind,
      asked: pending.kind,
    })
  yield* (yield* DeviceRegister).keep(scope, { deviceId: id, kind })
  yield* pairings.approve(scope, userCode, { deviceId: id, name })
  return { deviceId: id }
})

const handedOver = <A, E, R>(
  scope: Scope,
  id: string,
  work: (device: KitchenDevice) => Effect.Effect<A, E, R>,
) =>
  Effect.gen(function* () {
    const device = yield* knownDevice(scope, id)
    const sql = yield* PluginSql
    const told = yield* sql.transaction(work(device))
    yield* (yield* DeviceRegister).settled(scope)
    return told
  })

export const deviceDeeds = [...switches, rotate, replace]
