import { Effect, Schema } from "effect"
import type { CommandFailure } from "#core/hub/gate.ts"
import type { Scope } from "#core/hub/scope.ts"
import { Uuid } from "#core/kitchen/ids.ts"
import type { KitchenDevice } from "#core/kitchen/menu.ts"
import { Name } from "#core/plugins/field.ts"
import { PluginSql } from "#core/plugins/plugin-sql.ts"
import { route } from "#core/plugins/route.ts"
import { credentialKinds } from "#core/security/device-kinds.ts"
import { DeviceRegister } from "#core/security/device-register.ts"
import { Pairings, type PendingPairing } from "#core/security/pairings.ts"
import { devices, placeFields } from "./device-list.ts"
import { DeviceAnswer, deviceAnswer, knownDevice } from "./known-device.ts"
import { enrolDevice, isMadeAlready, newDeviceId, placeAtPrinter } from "./new-device.ts"

export const Role = Schema.String.check(
  Schema.isPattern(/^[a-z][a-z0-9_]{1,39}$/, { message: "Expected the key of a role" }),
)

const Approval = Schema.Struct({
  name: Name,
  /** Whose rights it has, as far as its kind goes; left out: all that its kind may. Of no meaning for what prints. */
  role: Schema.optionalKey(Role),
  ...placeFields,
}).annotate({ identifier: "PairingApproval" })

const Pairing = Schema.Struct({
  userCode: Schema.String,
  /** `pairing`: the device shows the code. `ticket`: a printer printed it. */
  way: Schema.Literals(["pairing", "claim", "ticket"]),
  kind: Schema.Literals(credentialKinds),
  /** As the device calls itself. */
  name: Schema.optionalKey(Schema.String),
  /** Where it asked from. */
  address: Schema.optionalKey(Schema.String),
  /** Of a printer: MAC or serial, and the device at whose address it asked. */
  hardwareId: Schema.optionalKey(Schema.String),
  deviceId: Schema.optionalKey(Uuid),
  askedAt: Schema.String,
  expiresAt: Schema.String,
}).annotate({ identifier: "Pairing" })

export const pairingRoutes = [
  route({
    method: "GET",
    path: "/pairings/:userCode",
    permission: "devices.pair",
    summary: "What asks under this code",
    answer: Pairing,
    handle: ({ scope, params }) =>
      Effect.map(
        Pairings.use((pairings) => pairings.look(scope, params.userCode)),
        shown,
      ),
  }),
  route({
    method: "POST",
    path: "/pairings/:userCode/approve",
    permission: "devices.pair",
    summary: "Let the device that shows this code in, under a name and in its place",
    body: Approval,
    answer: DeviceAnswer,
    repeats: "handler",
    changesSetup: true,
    handle: ({ scope, params, body, idempotencyKey }) =>
      Effect.gen(function* () {
        const pairings = yield* Pairings
        const id = newDeviceId(scope, idempotencyKey, `approve ${params.userCode}`)
        const before = idempotencyKey === undefined ? undefined : yield* devices.get(id)
        if (before !== undefined) {
          const { kind } = before as KitchenDevice
          yield* isMadeAlready(scope, { id, kind, ...body })
          return yield* deviceAnswer(scope, { id, kind, ...body })
        }
        const pending = yield* pairings.look(scope, params.userCode)
        const device = yield* approve(scope, pending, id, body).pipe(
          // Outside of the transaction, which is undone.
          Effect.tapErrorTag("Refused", () => pairings.misused(params.userCode)),
        )
        return yield* deviceAnswer(scope, device)
      }),
  }),
  route({
    method: "POST",
    path: "/pairings/:userCode/deny",
    permission: "devices.pair",
    summary: "Turn the device that shows this code away",
    status: 204,
    handle: ({ scope, params }) =>
      Pairings.use((pairings) => pairings.deny(scope, params.userCode)),
  }),
]

const approve = (
  scope: Scope,
  pending: PendingPairing,
  id: string,
  approval: typeof Approval.Type,
) =>
  PluginSql.use(({ transaction }) =>
    transaction<KitchenDevice, CommandFailure, Needs>(
      pending.way === "ticket"
        ? claimedByPaper(scope, pending, approval)
        : Effect.gen(function* () {
            const device = { id, kind: pending.kind, ...approval }
            yield* enrolDevice(scope, device)
            yield* (yield* Pairings).approve(scope, pending.userCode, {
              deviceId: device.id,
              name: device.name,
            })
            return device
          }),
    ),
  )

/** Whoever holds the paper stands at the printer: from now on that machine and no other is served at the address. */
const claimedByPaper = Effect.fnUntraced(function* (
  scope: Scope,
  { deviceId = "", hardwareId = "", userCode }: PendingPairing,
  { role: _, ...place }: typeof Approval.Type,
) {
  const device = yield* knownDevice(scope, deviceId)
  yield* devices.change(deviceId, place)
  yield* (yield* DeviceRegister).bind(scope, deviceId, hardwareId)
  if (place.printerId !== undefined) yield* placeAtPrinter(place.printerId, deviceId)
  yield* (yield* Pairings).approve(scope, userCode, { deviceId, name: place.name })
  return { ...device, ...place }
})

type Needs =
  | Effect.Services<ReturnType<typeof enrolDevice>>
  | Effect.Services<ReturnType<typeof claimedByPaper>>

const shown = (pairing: PendingPairing): typeof Pairing.Type => {
  const { name, address, hardwareId, deviceId, askedAt, expiresAt, ...rest } = pairing
  return {
    ...rest,
    ...(name === undefined ? {} : { name }),
    ...(address === undefined ? {} : { address }),
    ...(hardwareId === undefined ? {} : { hardwareId }),
    ...(deviceId === undefined ? {} : { deviceId }),
    askedAt: new Date(askedAt).toISOString(),
    expiresAt: new Date(expiresAt).toISOString(),
  }
}
