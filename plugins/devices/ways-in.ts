import { Effect, Schema } from "effect"
import type { CommandFailure } from "#core/hub/gate.ts"
import type { Scope } from "#core/hub/scope.ts"
import type { KitchenDevice } from "#core/kitchen/menu.ts"
import { Name } from "#core/plugins/field.ts"
import { PluginSql } from "#core/plugins/plugin-sql.ts"
import { route } from "#core/plugins/route.ts"
import { isPulled, pulledKinds } from "#core/security/device-kinds.ts"
import { DeviceRegister } from "#core/security/device-register.ts"
import { Pairings } from "#core/security/pairings.ts"
import { deviceKinds } from "#core/security/permissions.ts"
import { placeFields } from "./device-list.ts"
import { enrolDevice, isMadeAlready, newDeviceId } from "./new-device.ts"
import { Role } from "./pairings.ts"

/** What a machine needs to become a device, told once: the hub keeps hashes. */
export const WayIn = Schema.Struct({
  deviceId: Schema.String,
  /** For a machine to read (as a QR code, or in `HEARD_CLAIM`), and the same for a person to type; one of both, once. */
  claim: Schema.optionalKey(Schema.String),
  userCode: Schema.optionalKey(Schema.String),
  /** Seconds until the claim ends. */
  expiresIn: Schema.optionalKey(Schema.Int),
  /** What a printer that asks by itself is set to. */
  address: Schema.optionalKey(Schema.String),
  /** It was connected and has its secret already: nobody has to carry anything. */
  handedOver: Schema.optionalKey(Schema.Literal(true)),
  /** Of a print agent. */
  mqtt: Schema.optionalKey(
    Schema.Struct({ url: Schema.String, username: Schema.String, password: Schema.String }),
  ),
}).annotate({ identifier: "WayIn" })

const Claim = Schema.Struct({
  kind: Schema.Literals(deviceKinds),
  name: Name,
  role: Schema.optionalKey(Role),
  ...placeFields,
}).annotate({ identifier: "NewClaim" })

const Address = Schema.Struct({
  kind: Schema.Literals(pulledKinds),
  name: Name,
  station: placeFields.station,
  printerId: placeFields.printerId,
}).annotate({ identifier: "NewAddress" })

/**
 * Secrets are told once and kept nowhere, so no answer is stored. The same `Idempotency-Key` is the same device: asked
 * again, it gets another secret, for the first one may never have arrived.
 */
export const wayInRoutes = [
  route({
    method: "POST",
    path: "/claims",
    permission: "devices.pair",
    summary: "Add a device and make a claim with which one machine becomes it, once",
    body: Claim,
    answer: WayIn,
    status: 201,
    repeats: "handler",
    changesSetup: true,
    handle: ({ scope, body, idempotencyKey }) =>
      adding(scope, newDeviceId(scope, idempotencyKey, "claims"), body, (device) =>
        claimFor(scope, device),
      ),
  }),
  route({
    method: "POST",
    path: "/addresses",
    permission: "devices.pair",
    summary: "Add a printer that asks by itself: the secret address to set it to, told once",
    body: Address,
    answer: WayIn,
    status: 201,
    repeats: "handler",
    changesSetup: true,
    handle: ({ scope, body, idempotencyKey, origin }) =>
      adding(scope, newDeviceId(scope, idempotencyKey, "addresses"), body, (device) =>
        addressFor(scope, device, origin),
      ),
  }),
]

/** A machine's way to be this device, as its kind wants it. */
export const claimFor = Effect.fnUntraced(function* (
  scope: Scope,
  { id, kind, name }: KitchenDevice,
) {
  const claim = yield* (yield* Pairings).claim(scope, { deviceId: id, kind, name })
  return { deviceId: id, ...claim }
})

export const addressFor = Effect.fnUntraced(function* (
  scope: Scope,
  { id, kind }: KitchenDevice,
  origin: string,
) {
  const secret = yield* (yield* DeviceRegister).newAddress(scope, { deviceId: id, kind })
  return { deviceId: id, address: isPulled(kind) ? `${origin}/p/${secret}/${kind}` : origin }
})

const adding = <A, R>(
  scope: Scope,
  id: string,
  body: Omit<KitchenDevice, "id" | "station"> & Pick<typeof Claim.Type, "role" | "station">,
  wayIn: (device: KitchenDevice) => Effect.Effect<A, CommandFailure, R>,
) =>
  Effect.gen(function* () {
    const sql = yield* PluginSql
    const device = { ...body, id }
    const told = yield* sql.transaction(
      Effect.gen(function* () {
        if (!(yield* isMadeAlready(scope, device))) yield* enrolDevice(scope, device)
        return yield* wayIn(device)
      }),
    )
    yield* (yield* DeviceRegister).settled(scope)
    return told
  })
