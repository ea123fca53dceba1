import { Clock, Effect, Layer } from "effect"
import type { Outage } from "#core/hub/gate.ts"
import type { Scope } from "#core/hub/scope.ts"
import { type Refused, refused } from "#core/kitchen/refusal.ts"
import { askedCode, codeLastsMs } from "./asked-codes.ts"
import { Audit } from "./audit.ts"
import { DeviceDelivery } from "./device-delivery.ts"
import { hashOfSecret, newSecret } from "./device-secrets.ts"
import { PairingStore, type StoredPairing } from "./pairing-store.ts"
import { Pairings, type PendingPairing } from "./pairings.ts"
import { approveAt } from "./stored-devices.ts"
import { shownUserCode, userCodeOf } from "./user-code.ts"
import { WrongCodes } from "./wrong-codes.ts"

export interface PairingOptions {
  /** Where an agent finds the broker, from a hub that is called by this origin. */
  readonly brokerUrl: (origin: string) => string
  /** Wrong codes from an address in ten minutes; ten unless given. */
  readonly wrongCodes?: number
}

/** Seconds between two questions of a device that waits. */
const intervalSeconds = 5
/** Wrong uses that burn a code. */
const burntAfter = 5

export const pairingsLayer = (options: PairingOptions) =>
  Layer.effect(
    Pairings,
    Effect.gen(function* () {
      const store = yield* PairingStore
      const audit = yield* Audit
      const delivery = yield* DeviceDelivery
      const wrongCodes = new WrongCodes(options.wrongCodes)

      /** Nothing is looked up for who was wrong too often; what nobody has counts as wrong. */
      const counted = <A>(
        address: string,
        look: (now: number) => Effect.Effect<A | undefined, Outage>,
        otherwise: Refused,
      ): Effect.Effect<A, Refused | Outage> =>
        Effect.gen(function* () {
          const now = yield* Clock.currentTimeMillis
          const waitMs = wrongCodes.waitMs(address, now)
          if (waitMs > 0)
            return yield* refused("PAIRING_LOCKED", "Too many wrong codes; wait and try again", {
              retryAfterMs: waitMs,
            })
          const found = yield* look(now)
          if (found !== undefined) return found
          wrongCodes.failed(address, now)
          return yield* otherwise
        })

      const byCode = (scope: Scope, typed: string) =>
        counted(
          scope.address ?? "",
          (now) => {
            const userCode = userCodeOf(typed)
            return userCode === undefined
              ? Effect.undefined
              : Effect.map(store.find({ userCode }, now), (found) =>
                  found !== undefined && isFor(scope, found) ? found : undefined,
                )
          },
          notFound,
        )

      const misused = (typed: string): Effect.Effect<void, Outage> => {
        const userCode = userCodeOf(typed)
        return userCode === undefined ? Effect.void : store.wrong(userCode, burntAfter)
      }

      const decide = Effect.fnUntraced(function* (
        scope: Scope,
        typed: string,
        decision: Pick<
          Parameters<PairingStore["Service"]["decide"]>[1],
          "state" | "deviceId" | "name"
        >,
      ) {
        const found = yield* byCode(scope, typed)
        const now = yield* Clock.currentTimeMillis
        const decided = yield* store.decide(
          found.userCode,
          { ...decision, tenantId: scope.tenantId },
          now,
        )
        if (!decided) return yield* notFound
        // A printer does not come back with a secret: its ticket is done with.
        if (found.way === "ticket") yield* store.take(found.secretHash, now)
        yield* audit.record(scope, {
          action: `device.pairing_${decision.state}`,
          target: `device/${decision.deviceId ?? found.deviceId ?? "unknown"}`,
          after: {
            kind: found.kind,
            ...(found.name === undefined ? {} : { asked: found.name }),
            ...(found.address === undefined ? {} : { from: found.address }),
            ...(found.hardwareId === undefined ? {} : { hardwareId: found.hardwareId }),
          },
        })
      })

      return Pairings.of({
        brokerUrl: options.brokerUrl,
        ask: Effect.fnUntraced(function* ({ kind, name }, { address, origin }) {
          const deviceCode = newSecret()
          const code = yield* askedCode(
            store,
            {
              ...nobodys,
              secretHash: hashOfSecret(deviceCode),
              way: "pairing",
              kind,
              name,
              address,
              state: "waiting",
            },
            yield* Clock.currentTimeMillis,
          )
          return {
            deviceCode,
            userCode: shownUserCode(code),
            verificationUri: approveAt(origin, code),
            expiresIn: codeLastsMs / 1000,
            interval: intervalSeconds,
          }
        }),
        poll: Effect.fnUntraced(function* (deviceCode, from) {
          const secretHash = hashOfSecret(deviceCode)
          const now = yield* Clock.currentTimeMillis
          const found = yield* store.find({ secretHash }, now)
          if (found?.way !== "pairing") return yield* expired
          if (found.state === "denied")
            return yield* refused("PAIRING_DENIED", "Somebody said no to this device")
          if (!(yield* store.polled(secretHash, now, intervalSeconds * 1000)))
            return yield* refused("PAIRING_SLOW_DOWN", "Ask again later, and less often", waiting)
          if (found.state === "waiting")
            return yield* refused("PAIRING_PENDING", "Nobody has approved this device yet", waiting)
          return yield* delivery.deliver(found, from, options.brokerUrl(from.origin))
        }),
        redeem: Effect.fnUntraced(function* (claim, from) {
          const userCode = userCodeOf(claim)
          const claimed = (by: Parameters<typeof store.find>[0]) => (now: number) =>
            Effect.map(store.find(by, now), (one) => (one?.way === "claim" ? one : undefined))
          // Nobody guesses 256 bits; eight letters are counted.
          const found =
            userCode === undefined
              ? yield* claimed({ secretHash: hashOfSecret(claim) })(yield* Clock.currentTimeMillis)
              : yield* counted(from.address, claimed({ userCode }), expired)
          if (found === undefined) return yield* expired
          return yield* delivery.deliver(found, from, options.brokerUrl(from.origin))
        }),
        look: (scope, typed) => Effect.map(byCode(scope, typed), pendingOf),
        approve: (scope, typed, { deviceId, name }) =>
          decide(scope, typed, { state: "approved", deviceId, name }),
        deny: (scope, typed) => decide(scope, typed, { state: "denied" }),
        misused,
        claim: Effect.fnUntraced(function* (scope, { deviceId, kind, name }) {
          yield* store.forget(scope.tenantId, deviceId)
          const claim = newSecret()
          const code = yield* askedCode(
            store,
            {
              ...nobodys,
              secretHash: hashOfSecret(claim),
              way: "claim",
              kind,
              name,
              tenantId: scope.tenantId,
              deviceId,
              state: "approved",
            },
            yield* Clock.currentTimeMillis,
          )
          yield* audit.record(scope, { action: "device.claim_made", target: `device/${deviceId}` })
          return { claim, userCode: shownUserCode(code), expiresIn: codeLastsMs / 1000 }
        }),
      })
    }),
  )

/** What a code stands for to somebody of this restaurant; a claim is nothing to be approved. */
const isFor = ({ tenantId }: Scope, pairing: StoredPairing): boolean =>
  pairing.state === "waiting" &&
  pairing.way !== "claim" &&
  (pairing.tenantId === undefined || pairing.tenantId === tenantId)

const pendingOf = (pairing: StoredPairing): PendingPairing => ({
  userCode: shownUserCode(pairing.userCode),
  way: pairing.way,
  kind: pairing.kind,
  name: pairing.name,
  address: pairing.address,
  hardwareId: pairing.hardwareId,
  deviceId: pairing.deviceId,
  askedAt: pairing.askedAt,
  expiresAt: pairing.expiresAt,
})

const nobodys = {
  name: undefined,
  address: undefined,
  hardwareId: undefined,
  tenantId: undefined,
  deviceId: undefined,
} as const

const waiting = { retryAfterMs: intervalSeconds * 1000 }

const expired = refused("PAIRING_EXPIRED", "This code is over, or was used already: begin anew")

const notFound = refused("PAIRING_NOT_FOUND", "Nothing asks under this code (any more)")
