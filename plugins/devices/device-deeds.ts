import { Effect, Schema } from "effect"
import type { Scope } from "#core/hub/scope.ts"
import type { KitchenDevice } from "#core/kitchen/menu.ts"
import { refused } from "#core/kitchen/refusal.ts"
import { PluginSql } from "#core/plugins/plugin-sql.ts"
import { route } from "#core/plugins/route.ts"
import { hasSecret, isPulled } from "#core/security/device-kinds.ts"
import { DeviceRegister } from "#core/security/device-register.ts"
import { Pairings } from "#core/security/pairings.ts"
import { newAgentSecret } from "./agent-secret.ts"
import { devices } from "./device-list.ts"
import { DeviceAnswer, deviceAnswer, isWrittenDown, knownDevice } from "./known-device.ts"
import { enrolDevice, newDeviceId } from "./new-device.ts"
import { standing } from "./place.ts"
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
  summary:
    "Give a device another secret: handed over its session to an agent that is connected, else told once; the one before ends",
  answer: WayIn,
  repeats: "handler",
  handle: ({ scope, params, origin }) =>
    Effect.gen(function* () {
      const device = yield* knownDevice(scope, params.id)
      if (hasSecret(device.kind)) return yield* newAgentSecret(scope, device, origin)
      return yield* handedOver(scope, device.id, () =>
        Effect.gen(function* () {
          if (isPulled(device.kind)) return yield* addressFor(scope, device, origin)
          const named = { deviceId: device.id, kind: device.kind }
          yield* (yield* DeviceRegister).signOut(scope, named)
          return yield* claimFor(scope, device)
        }),
      )
    }),
})

const Replacement = Schema.UndefinedOr(
  Schema.Struct({
    /** Of the new device, which shows it. Left out: the answer is a claim for it. */
    userCode: Schema.optionalKey(Schema.String.check(Schema.isMaxLength(32))),
  }).annotate({ identifier: "Replacement" }),
)

const replace = route({
  method: "POST",
  path: "/devices/:id/replace",
  permission: "devices.manage",
  summary:
    "Put a new device in the place of another, which is revoked: name, station, screen, printer and queue become its own",
  body: Replacement,
  answer: WayIn,
  repeats: "handler",
  changesSetup: true,
  handle: ({ scope, params, body, origin, idempotencyKey }) =>
    handedOver(scope, params.id, (old) =>
      Effect.gen(function* () {
        const id = newDeviceId(scope, idempotencyKey, `replace ${old.id}`)
        const known = yield* devices.get(id)
        const device = known ?? (yield* takePlace(scope, old, id))
        if (body?.userCode !== undefined) return yield* byPairing(scope, device, body.userCode)
        return yield* isPulled(device.kind)
          ? addressFor(scope, device, origin)
          : claimFor(scope, device)
      }),
    ),
})

/** The queue belongs to the printer, which finds out with the new device's first word what is in doubt. */
const takePlace = Effect.fnUntraced(function* (scope: Scope, old: KitchenDevice, id: string) {
  const register = yield* DeviceRegister
  const role = (yield* register.of(scope)).get(old.id)?.role
  const { kind, name } = old
  const { station, screenId, printerId } = yield* standing(old)
  const device = {
    ...{ id, kind, name },
    ...(role === undefined ? {} : { role }),
    ...(station === undefined ? {} : { station }),
    ...(screenId === undefined ? {} : { screenId }),
    ...(printerId === undefined ? {} : { printerId }),
  }
  yield* enrolDevice(scope, device)
  yield* register.revoke(scope, { deviceId: old.id, kind })
  if (yield* isWrittenDown(old.id))
    yield* devices.change(old.id, { station: null, screenId: null, printerId: null })
  return device
})

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
