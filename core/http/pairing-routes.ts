import { Effect, Schema } from "effect"
import type { Pairings } from "#core/security/pairings.ts"
import { deviceKinds } from "#core/security/permissions.ts"
import type { PublicRoute } from "./route.ts"

const Name = Schema.String.check(
  Schema.isMinLength(1),
  Schema.isMaxLength(120),
  Schema.isPattern(/^\P{Cc}*$/u, { message: "Expected no control characters" }),
)

/** 256 bits, or eight letters with or without a dash. */
const Code = Schema.String.check(
  Schema.isPattern(/^[\x21-\x7e ]{8,128}$/, { message: "Expected 8 to 128 visible characters" }),
)

const PairingRequest = Schema.Struct({
  kind: Schema.Literals(deviceKinds),
  /** What the manager sees, to tell one tablet from another. */
  name: Schema.optionalKey(Name),
}).annotate({ identifier: "PairingRequest" })

const PairingCode = Schema.Struct({
  /** The device's own; nobody else sees it. */
  deviceCode: Schema.String,
  /** `BCDF-GHJK`, for the manager; case and dash do not matter. */
  userCode: Schema.String,
  /** The page where a manager approves, with the code; also as a QR code. */
  verificationUri: Schema.String,
  /** Seconds. */
  expiresIn: Schema.Int,
  /** Seconds between two questions. */
  interval: Schema.Int,
}).annotate({ identifier: "PairingCode" })

const PairingToken = Schema.Struct({ deviceCode: Code }).annotate({ identifier: "PairingToken" })

const Claim = Schema.Struct({
  /** As the manager was told: the long one, or its eight letters. */
  claim: Code,
}).annotate({ identifier: "Claim" })

const DeviceWayIn = Schema.Struct({
  deviceId: Schema.String,
  tenantId: Schema.String,
  accessToken: Schema.String,
  refreshToken: Schema.String,
  /** Seconds until the access token ends. */
  expiresIn: Schema.Int,
  /** Of a print agent. */
  mqtt: Schema.optionalKey(
    Schema.Struct({ url: Schema.String, username: Schema.String, password: Schema.String }),
  ),
}).annotate({ identifier: "DeviceWayIn" })

/** How a device that belongs to nobody yet comes to a restaurant. What a manager does stands in the plugin `devices`. */
export const pairingRoutes = (
  pairings: Pairings["Service"],
  apiPrefix: string,
): ReadonlyArray<PublicRoute> => {
  const shared = {
    access: "public",
    tag: "devices",
    method: "POST",
    limit: "standard",
    defectCode: "INTERNAL",
    status: 200,
  } as const
  return [
    {
      ...shared,
      path: `${apiPrefix}/devices/pair`,
      summary: "Ask to become a device of a restaurant: a code for a manager to approve",
      body: PairingRequest,
      answer: PairingCode,
      handle: ({ body, address, origin }) =>
        good(pairings.ask(body as typeof PairingRequest.Type, { address, origin })),
    },
    {
      ...shared,
      path: `${apiPrefix}/devices/pair/token`,
      summary: "Ask whether the code was approved; its end, once, is the device's way in",
      body: PairingToken,
      answer: DeviceWayIn,
      handle: ({ body, address, origin }) =>
        good(
          pairings.poll((body as typeof PairingToken.Type).deviceCode.trim(), { address, origin }),
        ),
    },
    {
      ...shared,
      path: `${apiPrefix}/devices/claim`,
      summary: "Become the device that a manager made a claim for; works once",
      body: Claim,
      answer: DeviceWayIn,
      handle: ({ body, address, origin }) =>
        good(pairings.redeem((body as typeof Claim.Type).claim.trim(), { address, origin })),
    },
  ]
}

const good = <E>(answer: Effect.Effect<unknown, E>) =>
  Effect.map(answer, (json) => ({ status: 200, json }))
