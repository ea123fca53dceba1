import { Context, Effect } from "effect"
import type { CommandFailure } from "#core/hub/gate.ts"
import { refused } from "#core/kitchen/refusal.ts"

/** Which stations and screens a restaurant has: for whatever names one. */
export class KitchenStations extends Context.Service<
  KitchenStations,
  {
    /** Those of the keys that no station has. Those that are there stay until the caller's transaction ends. */
    readonly unknown: (
      keys: ReadonlyArray<string>,
    ) => Effect.Effect<ReadonlyArray<string>, CommandFailure>
    /** The same for ids of screens. */
    readonly unknownScreens: (
      ids: ReadonlyArray<string>,
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

/** Refused with `SCREEN_UNKNOWN` when one of the ids is not the id of a screen. */
export const requireScreens = (
  ids: ReadonlyArray<string>,
): Effect.Effect<void, CommandFailure, KitchenStations> =>
  Effect.flatMap(KitchenStations, (stations) =>
    Effect.flatMap(stations.unknownScreens(ids), (unknown) =>
      unknown.length === 0
        ? Effect.void
        : Effect.fail(
            refused("SCREEN_UNKNOWN", `There is no screen ${unknown.join(", ")}`, {
              screens: unknown,
            }),
          ),
    ),
  )
