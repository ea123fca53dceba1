import { Clock, Effect } from "effect"
import type { MachineAnswer, MachineRequest } from "#core/http/machine-route.ts"
import { DeviceTroubles } from "#core/hub/device-troubles.ts"
import { RateLimits } from "#core/limits/rate-limits.ts"
import { type Rate, TokenBuckets } from "#core/limits/token-bucket.ts"
import { DeviceCredentials, type PulledDevice } from "#core/security/device-credentials.ts"

/** Who stands at the address `/p/{secret}/…`. */
export type Visitor =
  | { readonly visitor: "printer"; readonly device: PulledDevice }
  /** Nobody said yes to this machine. */
  | { readonly visitor: "unclaimed"; readonly device: PulledDevice; readonly hardwareId: string }
  | { readonly visitor: "turnedAway"; readonly answer: MachineAnswer }

/**
 * Lets machines in by the secret in their address, before anything that they say is read: nobody's address and a revoked
 * one is 404, a suspended device or another machine than the claimed one 403, too much 429.
 */
export interface AddressDoor {
  /** @param hardwareId MAC or serial that the machine gives; absent: it gives none; null: it cannot be read */
  readonly enter: (
    request: MachineRequest,
    kind: PulledDevice["kind"],
    hardwareId: string | null | undefined,
  ) => Effect.Effect<Visitor>
  /** What was said is too large to be taken. */
  readonly tooLarge: (
    request: MachineRequest,
    kind: PulledDevice["kind"],
  ) => Effect.Effect<MachineAnswer>
}

/** Of one address: a printer asks once a second at most, and thrice more for each paper. */
const ownRate: Rate = { perMinute: 600, burst: 120 }

/** @param rate how often the machine at one address may come */
export const addressDoor = Effect.fnUntraced(function* (rate: Rate = ownRate) {
  const credentials = yield* DeviceCredentials
  const troubles = yield* DeviceTroubles
  const rateLimits = yield* RateLimits
  const clock = yield* Clock.Clock
  const shares = new TokenBuckets()

  const stranger = ({ address }: MachineRequest): Visitor =>
    turnedAway(rateLimits.takeAnonymous(address) > 0 ? tooMuch : { status: 404 })

  const visit = (
    request: MachineRequest,
    kind: PulledDevice["kind"],
    said: Said,
  ): Effect.Effect<Visitor> =>
    Effect.gen(function* () {
      const { secret = "" } = request.params
      if (!secretShape.test(secret)) return stranger(request)
      const device = yield* credentials.byAddress(secret, request.address)
      if (device === undefined || device.kind !== kind || device.status === "revoked")
        return stranger(request)
      const { tenantId, deviceId } = device
      if (shares.take(`${tenantId}/${deviceId}`, rate, clock.currentTimeMillisUnsafe()) > 0) {
        troubles.note(tenantId, deviceId, "FLOODED")
        return turnedAway(tooMuch)
      }
      if (device.status === "suspended") return turnedAway({ status: 403 })
      if ("unheard" in said) {
        // Somebody who knows the address: whoever runs the kitchen is told.
        troubles.note(tenantId, deviceId, said.unheard)
        return turnedAway({ status: said.unheard === "PACKET_TOO_LARGE" ? 413 : 400 })
      }
      const hardwareId = said.given === undefined ? undefined : hardwareIdOf(said.given)
      if (device.status === "pending" || device.hardwareId === undefined)
        return hardwareId === undefined
          ? turnedAway({ status: 403 })
          : { visitor: "unclaimed" as const, device, hardwareId }
      if (hardwareId === hardwareIdOf(device.hardwareId))
        return { visitor: "printer" as const, device }
      troubles.note(tenantId, deviceId, "ADDRESS_FOREIGN", { hardwareId: hardwareId ?? "" })
      return turnedAway({ status: 403 })
    }).pipe(
      Effect.timeout("8 seconds"),
      Effect.catchTag(["Outage", "TimeoutError"], () => Effect.succeed(turnedAway(notNow))),
    )

  const enter: AddressDoor["enter"] = (request, kind, given) =>
    visit(request, kind, given === null ? { unheard: "MESSAGES_UNREADABLE" } : { given })

  const tooLarge: AddressDoor["tooLarge"] = (request, kind) =>
    Effect.map(visit(request, kind, { unheard: "PACKET_TOO_LARGE" }), (visitor) =>
      visitor.visitor === "turnedAway" ? visitor.answer : { status: 413 },
    )

  return { enter, tooLarge } satisfies AddressDoor
})

/** The MAC or serial that it gives, or why nothing of what it said is known. */
type Said =
  | { readonly given: string | undefined }
  | { readonly unheard: "MESSAGES_UNREADABLE" | "PACKET_TOO_LARGE" }

const turnedAway = (answer: MachineAnswer): Visitor => ({ visitor: "turnedAway", answer })

/** MAC or serial as it is compared: nothing that a log or a page could trip over, 64 characters. */
export const hardwareIdOf = (given: string): string =>
  given
    .trim()
    .toLowerCase()
    .replaceAll(/[^a-z0-9:._-]/g, "")
    .slice(0, 64)

export const notNow: MachineAnswer = { status: 503, headers: { "retry-after": "5" } }
const tooMuch: MachineAnswer = { status: 429, headers: { "retry-after": "5" } }

/** What cannot be a secret costs no look into the store. */
const secretShape = /^[A-Za-z0-9_-]{32,64}$/
