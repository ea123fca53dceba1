import { Effect } from "effect"
import { type DevicePlaceNames, Fleet } from "#core/hub/fleet.ts"
import { systemScope } from "#core/hub/scope.ts"
import { refused } from "#core/kitchen/refusal.ts"
import { PluginSql } from "#core/plugins/plugin-sql.ts"
import { TenantContext } from "#core/plugins/tenant-context.ts"

const words = {
  station: ["STATION_UNKNOWN", "There is no such station"],
  screenId: ["SCREEN_UNKNOWN", "There is no such screen"],
  printerId: ["PRINTER_UNKNOWN", "There is no such printer"],
} as const

/**
 * Refused where a device is said to stand at what the restaurant does not have. What it was said to stand at before may
 * be gone by now: that is no reason to refuse its new name.
 */
export const requirePlace = (place: DevicePlaceNames, deviceId: string) =>
  Effect.gen(function* () {
    const unknown = yield* unknownOf(place)
    if (unknown.length === 0) return
    const before = yield* placeBefore(deviceId)
    for (const field of unknown)
      if (place[field] !== before[field]) {
        const [code, detail] = words[field]
        return yield* refused(code, detail, { [field]: place[field] ?? "" })
      }
  })

/** What is left of a place. */
export const standing = <Place extends DevicePlaceNames>(place: Place) =>
  Effect.map(
    unknownOf(place),
    (gone): Place =>
      Object.fromEntries(
        Object.entries(place).filter(([field]) => !(gone as ReadonlyArray<string>).includes(field)),
      ) as Place,
  )

const unknownOf = Effect.fnUntraced(function* (place: DevicePlaceNames) {
  const { tenantId } = yield* TenantContext
  return yield* (yield* Fleet).unknown(systemScope(tenantId), place)
})

const placeBefore = (deviceId: string) =>
  PluginSql.use(({ query, tenantId }) =>
    Effect.map(
      query("select doc from device where tenant_id = $1::uuid and id = $2::uuid", [
        tenantId,
        deviceId,
      ]),
      ([row]) => (row?.["doc"] ?? {}) as DevicePlaceNames,
    ),
  ).pipe(Effect.catchTag("ConstraintBroken", Effect.die))
