import { Clock, Context, Effect, FiberSet, Layer } from "effect"
import { Attendance } from "#actors/tenant/presence.ts"
import type { Restaurant } from "#actors/tenant/restaurant.ts"
import { Restaurants } from "#actors/tenant/restaurants.ts"
import type { PictureMaker } from "#actors/view/live-view.ts"
import type { ViewChange } from "#actors/view/numbered-view.ts"
import { DeviceTroubles } from "#core/hub/device-troubles.ts"
import { Fleet } from "#core/hub/fleet.ts"
import { DeviceBook } from "#core/security/device-book.ts"
import { DeviceCredentials } from "#core/security/device-credentials.ts"
import { DeviceSightings } from "#core/security/device-sightings.ts"
import { dialledBy, fleetItem, isDialled } from "./fleet-item.ts"
import { unknownPlace } from "./unknown-place.ts"

/** The view `devices`: every device of the restaurant, and how it stands. */
export class FleetPicture extends Context.Service<FleetPicture, PictureMaker>()(
  "heard/FleetPicture",
) {}

/** How often a watched fleet is looked at although nothing was told: what waits grows older by itself. */
const lookEvery = "10 seconds"

export const fleetLayer: Layer.Layer<
  Fleet | FleetPicture,
  never,
  Restaurants | Attendance | DeviceTroubles | DeviceBook | DeviceCredentials | DeviceSightings
> = Layer.effectContext(
  Effect.gen(function* () {
    const restaurants = yield* Restaurants
    const attendance = yield* Attendance
    const troubles = yield* DeviceTroubles
    const book = yield* DeviceBook
    const credentials = yield* DeviceCredentials
    const sightings = yield* DeviceSightings
    const clock = yield* Clock.Clock
    const fork = yield* FiberSet.makeRuntime<never, unknown, unknown>()
    const credentialListeners = new Set<(tenantId: string, deviceId: string) => void>()

    yield* credentials.whenChanged(({ tenantId, deviceId }) => {
      for (const listener of credentialListeners) listener(tenantId, deviceId)
    })
    // That it comes and goes is a sign of life too.
    yield* Effect.acquireRelease(
      Effect.sync(() =>
        attendance.onChange((tenantId, deviceId, connection) => {
          if (connection.kind === "device")
            sightings.note(tenantId, deviceId, { address: connection.address })
        }),
      ),
      (stop) => Effect.sync(stop),
    )

    const itemOf = (restaurant: Restaurant, deviceId: string) => {
      const { tenantId, setup } = restaurant
      const present = attendance.of(tenantId).get(deviceId)
      return fleetItem(
        restaurant,
        {
          deviceId,
          named: setup.devices?.find(({ id }) => id === deviceId),
          credential: book.known(tenantId)?.get(deviceId),
          present: present?.kind === "device" ? present : undefined,
          sighting: sightings.known(tenantId, deviceId),
          troubles: troubles.of(tenantId, deviceId),
        },
        clock.currentTimeMillisUnsafe(),
      )
    }

    /** Those that were written down, the printers that the hub dials, and those that are there without it. */
    const idsOf = ({ tenantId, setup }: Restaurant): ReadonlySet<string> =>
      new Set([
        ...(setup.devices ?? []).map(({ id }) => id),
        ...setup.printers.filter(isDialled).map(({ deviceId }) => deviceId),
        ...[...attendance.of(tenantId).values()]
          .filter(({ kind }) => kind === "device")
          .map(({ deviceId }) => deviceId),
      ])

    const isShown = ({ tenantId, setup }: Restaurant, deviceId: string): boolean =>
      attendance.of(tenantId).get(deviceId)?.kind === "device" ||
      setup.devices?.some(({ id }) => id === deviceId) === true ||
      dialledBy(setup, deviceId) !== undefined

    const loaded = (tenantId: Restaurant["tenantId"]) =>
      Effect.all([book.of(tenantId), sightings.of(tenantId)], { discard: true })

    const picture: PictureMaker = (restaurant, id) => {
      if (id !== "") return undefined
      const { tenantId } = restaurant
      let isLoaded = false
      let shown: ReadonlySet<string> = new Set()
      const one = (deviceId: string): ViewChange => ({
        id: deviceId,
        rev: 0,
        v: isShown(restaurant, deviceId) ? itemOf(restaurant, deviceId) : null,
      })
      // Nothing is shown until it is known who is suspended.
      const all = (): ReadonlyArray<ViewChange> => {
        if (!isLoaded) return []
        const now = idsOf(restaurant)
        const gone = [...shown].filter((known) => !now.has(known))
        shown = now
        return [...[...now].map(one), ...gone.map(one)]
      }
      return {
        all,
        onSetup: all,
        onPrinter: (printerId) => {
          const printer = restaurant.setup.printers.find((known) => known.id === printerId)
          return isLoaded && printer !== undefined && isShown(restaurant, printer.deviceId)
            ? [one(printer.deviceId)]
            : []
        },
        follow: (publish) => {
          const changed = (changedIn: string, deviceId: string): void => {
            if (changedIn === tenantId && isLoaded) publish([one(deviceId)])
          }
          const stops = [
            attendance.onChange(changed),
            troubles.onChange(changed),
            sightings.onChange(changed),
          ]
          credentialListeners.add(changed)
          const look = loaded(tenantId).pipe(
            Effect.andThen(
              Effect.sync(() => {
                isLoaded = true
                publish(all())
              }),
            ),
            // Asked again at the next look.
            Effect.ignore,
            Effect.andThen(Effect.sleep(lookEvery)),
            Effect.forever,
          )
          const looking = fork(look)
          return () => {
            for (const stop of stops) stop()
            credentialListeners.delete(changed)
            looking.interruptUnsafe()
          }
        },
      }
    }

    return Context.make(FleetPicture, picture).pipe(
      Context.add(Fleet, {
        of: ({ tenantId }, devices) =>
          Effect.andThen(
            loaded(tenantId),
            Effect.map(restaurants.get(tenantId), (restaurant) =>
              devices.map((named) => ({
                ...itemOf(restaurant, named.id),
                ...named,
                deviceId: named.id,
              })),
            ),
          ),
        unknown: ({ tenantId }, place) =>
          Effect.map(restaurants.get(tenantId), ({ setup }) => unknownPlace(setup, place)),
      }),
    )
  }),
)
