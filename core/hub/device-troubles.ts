import { Clock, Context, Effect, Layer } from "effect"
import type { TenantId } from "#core/kitchen/ids.ts"

/** Something that an edge refused or could not read, and whose it was. */
export interface DeviceTrouble {
  /**
   * UPPER_SNAKE: `SECRET_REFUSED`, `MESSAGES_UNREADABLE`, `MESSAGES_REFUSED`, `TOPIC_FORBIDDEN`, `PACKET_TOO_LARGE`,
   * `FLOODED`, `ADDRESS_FOREIGN` …
   */
  readonly code: string
  /** How often since then. */
  readonly count: number
  /** ISO 8601, of the first and of the last. */
  readonly since: string
  readonly last: string
  /** Of the last: what helps a person to find it. Nothing secret, nothing long. */
  readonly meta: Readonly<Record<string, string | number | boolean>>
}

/**
 * What is wrong with each device as the edges see it, so that whoever runs the kitchen is told, not only the log. In
 * memory and bounded; what did not come again for {@link forgottenAfterMs} is over.
 *
 * An edge calls it only for a device that it knows by its credential, its topic or its user name: a stranger's noise is
 * nobody's trouble.
 */
export class DeviceTroubles extends Context.Service<
  DeviceTroubles,
  {
    /** Cheap enough for each refused message. */
    readonly note: (
      tenantId: TenantId,
      deviceId: string,
      code: string,
      meta?: DeviceTrouble["meta"],
    ) => void
    /** It is mended: the secret was right again, the message could be read. */
    readonly over: (tenantId: TenantId, deviceId: string, code: string) => void
    readonly of: (tenantId: TenantId, deviceId: string) => ReadonlyArray<DeviceTrouble>
    /** Which devices of a restaurant have any. */
    readonly devicesOf: (tenantId: TenantId) => ReadonlyArray<string>
    /** Told when a trouble begins or is over, not for each repeat. @returns stops it */
    readonly onChange: (listener: (tenantId: TenantId, deviceId: string) => void) => () => void
  }
>()("heard/DeviceTroubles") {}

/** Milliseconds. */
const forgottenAfterMs = 10 * 60_000
const sweepMs = 15_000
const mostDevices = 5_000
/** Kinds of trouble of one device; the one that did not come for the longest time gives way. */
const mostCodes = 8

interface Kept {
  readonly code: string
  readonly count: number
  readonly since: number
  readonly last: number
  readonly meta: DeviceTrouble["meta"]
}

interface Troubled {
  readonly tenantId: TenantId
  readonly deviceId: string
  /** The one that came last stands last. */
  readonly byCode: Map<string, Kept>
}

export const deviceTroublesLayer: Layer.Layer<DeviceTroubles> = Layer.effect(
  DeviceTroubles,
  Effect.gen(function* () {
    const clock = yield* Clock.Clock
    /** The device whose trouble came last stands last. */
    const troubled = new Map<string, Troubled>()
    const listeners = new Set<(tenantId: TenantId, deviceId: string) => void>()
    const tell = ({ tenantId, deviceId }: Troubled): void => {
      for (const listener of listeners) listener(tenantId, deviceId)
    }

    const drop = (key: string, one: Troubled, code: string): void => {
      if (!one.byCode.delete(code)) return
      if (one.byCode.size === 0) troubled.delete(key)
      tell(one)
    }

    const sweep = Effect.sync(() => {
      const before = clock.currentTimeMillisUnsafe() - forgottenAfterMs
      for (const [key, one] of [...troubled])
        for (const { code, last } of [...one.byCode.values()])
          if (last <= before) drop(key, one, code)
    })
    yield* Effect.sleep(sweepMs).pipe(Effect.andThen(sweep), Effect.forever, Effect.forkScoped)

    return DeviceTroubles.of({
      note: (tenantId, deviceId, code, meta = {}) => {
        const key = keyOf(tenantId, deviceId)
        const now = clock.currentTimeMillisUnsafe()
        const one = troubled.get(key) ?? { tenantId, deviceId, byCode: new Map<string, Kept>() }
        const known = one.byCode.get(code)
        const { count, since } = known ?? { count: 0, since: now }
        putLast(one.byCode, code, { code, count: count + 1, since, last: now, meta }, mostCodes)
        const gone = putLast(troubled, key, one, mostDevices)
        if (gone !== undefined) tell(gone)
        if (known === undefined) tell(one)
      },
      over: (tenantId, deviceId, code) => {
        const key = keyOf(tenantId, deviceId)
        const one = troubled.get(key)
        if (one !== undefined) drop(key, one, code)
      },
      of: (tenantId, deviceId) =>
        Array.from(
          troubled.get(keyOf(tenantId, deviceId))?.byCode.values() ?? [],
          ({ code, count, since, last, meta }) => ({
            code,
            count,
            since: new Date(since).toISOString(),
            last: new Date(last).toISOString(),
            meta,
          }),
        ),
      devicesOf: (tenantId) =>
        [...troubled.values()]
          .filter((one) => one.tenantId === tenantId)
          .map(({ deviceId }) => deviceId),
      onChange: (listener) => {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
    })
  }),
)

const keyOf = (tenantId: TenantId, deviceId: string): string => `${tenantId}/${deviceId}`

/** @returns what had to give way: it was quiet for the longest time */
const putLast = <A>(map: Map<string, A>, key: string, value: A, most: number): A | undefined => {
  map.delete(key)
  map.set(key, value)
  const [oldest] = map
  if (map.size <= most || oldest === undefined) return undefined
  map.delete(oldest[0])
  return oldest[1]
}
