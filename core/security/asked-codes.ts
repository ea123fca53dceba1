import { Effect } from "effect"
import { Outage } from "#core/hub/gate.ts"
import { type Refused, refused } from "#core/kitchen/refusal.ts"
import type { PairingStore, StoredPairing } from "./pairing-store.ts"
import { newUserCode } from "./user-code.ts"

/** Milliseconds that a code is good for. */
export const codeLastsMs = 15 * 60_000

/** How many codes may be on their way: of one address that asks, of one restaurant, and in all. */
const mostOfAddress = 10
const mostOfRestaurant = 200
const mostInAll = 1_000

/** Keeps a code under letters that nobody else has; or that of the same secret, while it lasts. */
export const askedCode = (
  store: PairingStore["Service"],
  pairing: Omit<StoredPairing, "userCode" | "askedAt" | "expiresAt">,
  now: number,
): Effect.Effect<string, Refused | Outage> => {
  const own = pairing.way === "pairing" ? mostOfAddress : mostOfRestaurant
  const attempt = (left: number): Effect.Effect<string, Refused | Outage> =>
    Effect.suspend(() =>
      store.ask(
        { ...pairing, userCode: newUserCode(), askedAt: now, expiresAt: now + codeLastsMs },
        { own, all: mostInAll },
      ),
    ).pipe(
      Effect.flatMap((answer): Effect.Effect<string, Refused | Outage> => {
        if (answer === "full")
          return Effect.fail(
            refused("PAIRING_TOO_MANY", "Too many codes are on their way: use one, or wait", {
              retryAfterMs: 60_000,
            }),
          )
        if (answer !== "taken") return Effect.succeed(answer)
        // One in 2^34; a hundred in a row is something else.
        return left > 0 ? attempt(left - 1) : Effect.fail(new Outage({ reason: "no free code" }))
      }),
    )
  return attempt(100)
}
