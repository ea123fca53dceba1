import { Context, Effect } from "effect"
import type { CommandFailure } from "#core/hub/gate.ts"
import { refused } from "#core/kitchen/refusal.ts"

/** Which stations a restaurant has: for whatever names a station. */
export class KitchenStations extends Context.Service<
  KitchenStations,
  {
    /** Those of the keys that no station has. Those that are there stay until the caller's transaction ends. */
    readonly unknown: (
      keys: ReadonlyArray<string>,
    ) => Effect.Effect<ReadonlyArray<string>, CommandFailure>
  }
>()("heard/kds/KitchenStations") {}

/** Refused with `STATION_UNKNOWN` when one of the keys is not the key of a station. */
export const requireStations = (
  keys: ReadonlyArray<string>,
): Effect.Effect<void, CommandFailure, KitchenStations> =>
  Effect.flatMap(KitchenStations, (stations) =>
    Effect.flatMap(stations.unknown(keys), (unknown) =>
      unknown.length === 0
        ? Effect.void
        : Effect.fail(
            refused("STATION_UNKNOWN", `There is no station ${unknown.join(", ")}`, {
              stations: unknown,
            }),
          ),
    ),
  )
