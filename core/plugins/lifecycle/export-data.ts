import { Effect } from "effect"
import { type CommandFailure, Outage } from "#core/hub/gate.ts"
import { refused } from "#core/kitchen/refusal.ts"
import type { LifecycleParts } from "./lifecycle-parts.ts"
import type { StoredOperation } from "./stored-operation.ts"

/**
 * Lays down all rows that the restaurant has in the plugin's tables, each as `{"table": …, "row": …}`. Done once more it
 * replaces what it laid down before.
 *
 * @returns what a person reads of it
 */
export const exportData = (
  { database, directory, exports }: Pick<LifecycleParts, "database" | "directory" | "exports">,
  { tenantId, createdAt }: Pick<StoredOperation, "tenantId" | "createdAt">,
  plugin: string,
): Effect.Effect<string, CommandFailure> =>
  Effect.gen(function* () {
    const tenant = yield* Effect.mapError(
      directory.byId(tenantId),
      ({ reason }) => new Outage({ reason }),
    )
    if (tenant === undefined)
      return yield* refused("TENANT_NOT_FOUND", "There is no such restaurant")
    let written = 0
    const place = yield* exports.write(exportName(tenant.slug, plugin, createdAt), (add) =>
      Effect.asVoid(
        database.rows(plugin, tenantId, (rows) => {
          written += rows.length
          return add(rows.map(lineOf))
        }),
      ),
    )
    return `${written} rows were written to ${place}`
  })

/** @param at when it was asked for, in milliseconds: the same however often it is begun */
export const exportName = (slug: string, plugin: string, at: number): string => {
  const [day = "", time = ""] = new Date(at).toISOString().split("T")
  return `${slug}-${plugin}-${day.replaceAll("-", "")}-${time.slice(0, 8).replaceAll(":", "")}`
}

/** The row stays the text that the database gave: a number of any length keeps its digits. */
const lineOf = ({ table, json }: { readonly table: string; readonly json: string }): string =>
  `{"table":${JSON.stringify(table)},"row":${json}}`
