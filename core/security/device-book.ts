import { Context, Deferred, Effect, FiberMap, Layer, Schedule } from "effect"
import type { Outage } from "#core/hub/gate.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import { type Refused, refused } from "#core/kitchen/refusal.ts"
import type { DeviceChange, DeviceOver } from "./device-credentials.ts"
import { DeviceStore, type StoredDevice } from "./device-store.ts"
import { RecentMap } from "./recent-map.ts"

export type DevicesById = ReadonlyMap<string, StoredDevice>

/**
 * Every device's credential as it is now, in memory: a restaurant's are read at once when the first of them is asked for,
 * so that a thousand devices that come back together cost one question to the database. Read anew after every change,
 * also one that another process stored.
 */
export class DeviceBook extends Context.Service<
  DeviceBook,
  {
    readonly of: (tenantId: TenantId) => Effect.Effect<DevicesById, Outage>
    /** From memory alone; undefined: `of` has to be asked. */
    readonly known: (tenantId: TenantId) => DevicesById | undefined
    /** As the database says now, unless that was asked a moment ago: for a secret that memory says is wrong. */
    readonly fresh: (tenantId: TenantId) => Effect.Effect<DevicesById, Outage>
    /** After it was stored. Returns when memory says the same, or after two seconds without an answer. */
    readonly changed: (tenantId: TenantId) => Effect.Effect<void>
    /** Told of each device that is not what it was. One listener, who tells the others in the right order. */
    readonly whenChanged: (listener: (changes: ReadonlyArray<DeviceChange>) => void) => void
  }
>()("heard/security/DeviceBook") {}

interface Page {
  readonly devices: DevicesById
  readonly readAt: number
  /** False: it may have changed, and could not be read since. */
  readonly believed: boolean
}

const restaurantsKept = 10_000
const freshMs = 250

const again = { schedule: Schedule.spaced("500 millis") }

export const deviceBookLayer: Layer.Layer<DeviceBook, Outage, DeviceStore> = Layer.effect(
  DeviceBook,
  Effect.gen(function* () {
    const store = yield* DeviceStore
    const pages = new RecentMap<TenantId, Page>(restaurantsKept)
    const reading = new Map<TenantId, Deferred.Deferred<DevicesById, Outage>>()
    // In fibers of their own: whoever asks may be inside of a transaction, and see what is not stored yet.
    const runReading = yield* FiberMap.makeRuntime<never, TenantId, Outage, DevicesById>()
    let listener: (changes: ReadonlyArray<DeviceChange>) => void = () => {}
    let changes = 0

    const keep = (tenantId: TenantId, devices: DevicesById): void => {
      const before = pages.get(tenantId)?.devices
      pages.set(tenantId, { devices, readAt: performance.now(), believed: true })
      const found = [...devices.values()].flatMap((device) => {
        const was = before?.get(device.deviceId)
        const isNews = before === undefined ? isBarred(device) : !isSame(was, device)
        return isNews ? [changeOf(was, device)] : []
      })
      if (found.length > 0) listener(found)
    }

    /** Reads until nothing changed while it was read: an old picture must not replace a newer one. */
    const read = (tenantId: TenantId): Effect.Effect<DevicesById, Outage> =>
      Effect.suspend(() => {
        const before = changes
        return Effect.flatMap(store.list(tenantId), (rows) => {
          if (changes !== before) return read(tenantId)
          const devices = new Map(rows.map((device) => [device.deviceId, device]))
          keep(tenantId, devices)
          return Effect.succeed(devices)
        })
      })

    /** One reading for all who ask meanwhile. */
    const shared = (tenantId: TenantId): Effect.Effect<DevicesById, Outage> =>
      Effect.suspend(() => {
        const underWay = reading.get(tenantId)
        if (underWay !== undefined) return Deferred.await(underWay)
        const done = Deferred.makeUnsafe<DevicesById, Outage>()
        reading.set(tenantId, done)
        runReading(
          tenantId,
          read(tenantId).pipe(
            Effect.onExit((exit) => {
              reading.delete(tenantId)
              return Deferred.done(done, exit)
            }),
          ),
        )
        return Deferred.await(done)
      })

    /** What cannot be read anew is not believed any more; whoever asks next has it read. */
    const doubt = (tenantId: TenantId) =>
      Effect.sync(() => {
        const page = pages.get(tenantId)
        if (page !== undefined) pages.set(tenantId, { ...page, believed: false })
      })

    const changed = (tenantId: TenantId): Effect.Effect<void> =>
      Effect.suspend(() => {
        changes += 1
        return shared(tenantId).pipe(
          Effect.tapError(() => doubt(tenantId)),
          Effect.retry(again),
        )
      }).pipe(Effect.timeoutOption("2 seconds"), Effect.ignore)

    const believed = (tenantId: TenantId): Page | undefined => {
      const page = pages.get(tenantId)
      return page?.believed === true ? page : undefined
    }

    const keepUp = yield* FiberMap.makeRuntime<never, TenantId, void>()
    yield* store.whenStored((tenantId) => {
      const concerned = tenantId === undefined ? [...pages.keys()] : [tenantId]
      for (const one of concerned) keepUp(one, changed(one))
    })

    return DeviceBook.of({
      of: (tenantId) =>
        Effect.suspend(() => {
          const page = believed(tenantId)
          return page === undefined ? shared(tenantId) : Effect.succeed(page.devices)
        }),
      known: (tenantId) => believed(tenantId)?.devices,
      fresh: (tenantId) =>
        Effect.suspend(() => {
          const page = believed(tenantId)
          return page !== undefined && performance.now() - page.readAt < freshMs
            ? Effect.succeed(page.devices)
            : shared(tenantId)
        }),
      changed,
      whenChanged: (told) => {
        listener = told
      },
    })
  }),
)

/** It may not come in, whatever it proves. */
export const isBarred = ({ status }: StoredDevice): boolean =>
  status === "suspended" || status === "revoked"

/** What somebody hears who wants to come in as such a device. */
export const barredRefusal = ({ status, deviceId }: StoredDevice): Refused =>
  status === "suspended"
    ? refused("DEVICE_SUSPENDED", "This device is suspended until a manager lets it work again", {
        deviceId,
      })
    : refused("DEVICE_REVOKED", "This device was taken out of service for good", { deviceId })

const isSame = (was: StoredDevice | undefined, now: StoredDevice): boolean =>
  was !== undefined &&
  was.status === now.status &&
  was.generation === now.generation &&
  was.role === now.role &&
  was.addressHash === now.addressHash &&
  was.hardwareId === now.hardwareId

const changeOf = (was: StoredDevice | undefined, now: StoredDevice): DeviceChange => {
  const { tenantId, deviceId, status } = now
  const over = overOf(was, now)
  return { tenantId, deviceId, status, ...(over === undefined ? {} : { over }) }
}

const overOf = (was: StoredDevice | undefined, now: StoredDevice): DeviceOver | undefined => {
  if (now.status === "revoked" || now.status === "suspended") return now.status
  // Before its first own secret a device may have signed in otherwise.
  return now.generation > (was?.generation ?? 0) && was?.status !== "pending"
    ? "rotated"
    : undefined
}
