import { Clock, Context, Effect, Layer, Schedule, Semaphore } from "effect"
import type { Outage } from "#core/hub/gate.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import type { DeviceAbout } from "./device-credentials.ts"
import { RecentMap } from "./recent-map.ts"

/** When a device was last heard of, and what it said about itself then. */
export interface Sighting extends DeviceAbout {
  /** Epoch milliseconds. */
  readonly seenAt: number
}

/** Sightings as stored. */
export class SightingStore extends Context.Service<
  SightingStore,
  {
    readonly list: (tenantId: TenantId) => Effect.Effect<ReadonlyMap<string, Sighting>, Outage>
    readonly put: (
      tenantId: TenantId,
      sightings: ReadonlyMap<string, Sighting>,
    ) => Effect.Effect<void, Outage>
  }
>()("heard/security/SightingStore") {}

/** What devices say about themselves, in memory; stored once a minute, so that two thousand heartbeats cost little. */
export class DeviceSightings extends Context.Service<
  DeviceSightings,
  {
    /** Now, with whatever is new about it; what is left out stays as it was. */
    readonly note: (tenantId: TenantId, deviceId: string, about: DeviceAbout) => void
    readonly of: (tenantId: TenantId) => Effect.Effect<ReadonlyMap<string, Sighting>, Outage>
    /** As far as they are in memory, which `of` brings them to. */
    readonly known: (tenantId: TenantId, deviceId: string) => Sighting | undefined
    /** Told when a device says something new, not for each sign of life. @returns stops it */
    readonly onChange: (listener: (tenantId: TenantId, deviceId: string) => void) => () => void
  }
>()("heard/security/DeviceSightings") {}

const restaurantsKept = 2_000
/** Of one restaurant; whoever was not heard of for the longest time is forgotten first. */
const devicesKept = 2_000

interface Page {
  readonly devices: RecentMap<string, Sighting>
  readonly unstored: Set<string>
  /** What was stored before this process began is in it. */
  read: boolean
}

export const deviceSightingsLayer: Layer.Layer<DeviceSightings, never, SightingStore> =
  Layer.effect(
    DeviceSightings,
    Effect.gen(function* () {
      const store = yield* SightingStore
      const clock = yield* Clock.Clock
      const pages = new RecentMap<TenantId, Page>(restaurantsKept)
      const listeners = new Set<(tenantId: TenantId, deviceId: string) => void>()
      const turn = Semaphore.makeUnsafe(1)

      const pageOf = (tenantId: TenantId): Page => {
        const known = pages.get(tenantId)
        if (known !== undefined) return known
        const page = {
          devices: new RecentMap<string, Sighting>(devicesKept),
          unstored: new Set<string>(),
          read: false,
        }
        pages.set(tenantId, page)
        return page
      }

      const read = (tenantId: TenantId, page: Page) =>
        turn.withPermit(
          Effect.suspend(() =>
            page.read
              ? Effect.void
              : Effect.map(store.list(tenantId), (stored) => {
                  page.read = true
                  for (const [deviceId, sighting] of stored)
                    page.devices.set(deviceId, { ...sighting, ...page.devices.get(deviceId) })
                }),
          ),
        )

      const save = Effect.suspend(() =>
        Effect.forEach(
          [...pages.keys()],
          (tenantId) => {
            const page = pageOf(tenantId)
            const due = new Map(
              [...page.unstored].flatMap((id) => {
                const sighting = page.devices.get(id)
                return sighting === undefined ? [] : [[id, sighting] as const]
              }),
            )
            page.unstored.clear()
            if (due.size === 0) return Effect.void
            return store.put(tenantId, due).pipe(
              // It is only when somebody was last heard of: the next minute says it again.
              Effect.catch(() =>
                Effect.sync(() => {
                  for (const id of due.keys()) page.unstored.add(id)
                }),
              ),
            )
          },
          { discard: true },
        ),
      )
      yield* Effect.forkScoped(save.pipe(Effect.schedule(Schedule.spaced("1 minute"))))
      yield* Effect.addFinalizer(() => Effect.timeoutOption(save, "2 seconds"))

      return DeviceSightings.of({
        note: (tenantId, deviceId, about) => {
          const page = pageOf(tenantId)
          const before = page.devices.get(deviceId)
          page.devices.set(deviceId, {
            ...before,
            ...about,
            seenAt: clock.currentTimeMillisUnsafe(),
          })
          page.unstored.add(deviceId)
          if (saysNothingNew(before, about)) return
          for (const listener of listeners) listener(tenantId, deviceId)
        },
        of: (tenantId) =>
          Effect.suspend(() => {
            const page = pageOf(tenantId)
            return Effect.map(
              read(tenantId, page),
              () =>
                new Map(
                  [...page.devices.keys()].flatMap((id) => {
                    const sighting = page.devices.get(id)
                    return sighting === undefined ? [] : [[id, sighting] as const]
                  }),
                ),
            )
          }),
        known: (tenantId, deviceId) => pages.get(tenantId)?.devices.get(deviceId),
        onChange: (listener) => {
          listeners.add(listener)
          return () => listeners.delete(listener)
        },
      })
    }),
  )

const saysNothingNew = (before: Sighting | undefined, about: DeviceAbout): boolean =>
  before !== undefined &&
  Object.entries(about).every(([what, value]) => before[what as keyof DeviceAbout] === value)
