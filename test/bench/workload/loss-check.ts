import { v7 as uuid } from "uuid"
import type { Side } from "#test/bench/side/rig.ts"

/**
 * Acknowledged orders that the database does not hold: any at all makes the run worthless.
 *
 * @param acknowledged copied before the database is asked: answers to late orders go on coming in meanwhile, and would
 * be taken for losses
 */
export const lostOrders = async (
  side: Side,
  acknowledged: ReadonlyArray<string>,
): Promise<number> => {
  const ids = [...new Set(acknowledged)]
  const planted = uuid()
  const missing = await missingOf(side, [...ids, planted])
  // A check that cannot see a missing order proves nothing, so one that was never placed is always among them.
  if (!missing.includes(planted)) throw new Error("The loss check is blind")
  return missing.length - 1
}

const missingOf = async ({ name, store }: Side, ids: ReadonlyArray<string>) => {
  const rows = await store.connection.unsafe<Array<{ id: string }>>(
    name === "hub"
      ? "select id from unnest($1::text[]) as id where not exists (select from log.event where version = 1 and stream = 'order/' || id)"
      : "select id from unnest($1::uuid[]) as id where not exists (select from floor_bench.orders as o where o.id = id.id)",
    [`{${ids.join()}}`],
  )
  return rows.map(({ id }) => id)
}
