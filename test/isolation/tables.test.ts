import { describe, expect, it } from "vitest"
import { canary } from "./foreign-restaurant.ts"
import { twoRestaurants } from "./two-restaurants-hub.ts"

const { hub, foreign } = twoRestaurants()

/** Tables that the hub reads without naming a restaurant, with the reason; no plugin reads them. */
const open: Readonly<Record<string, string>> = {
  "core.setup": "How far each set-up is, which begins before there is a restaurant",
  "core.tenant":
    "The directory: names and languages, by which people sign in; nothing of it is secret",
}

interface Table {
  readonly name: string
  /** Roles that the hub and its plugins work as, and that may read it. */
  readonly readers: ReadonlyArray<string>
}

/** Every table there is, found in the catalogue, so that a new one is tried without another word. */
const tables = async (): Promise<ReadonlyArray<Table>> => {
  const rows = await hub.database.connection()<Array<{ name: string; readers: string }>>`
    select n.nspname || '.' || c.relname as name,
      (
        select coalesce(string_agg(rolname, ' '), '') from pg_roles
        where (rolname = 'heard_app' or rolname like 'plg\\_%')
          and has_schema_privilege(oid, n.oid, 'usage') and has_table_privilege(oid, c.oid, 'select')
      ) as readers
    from pg_class as c join pg_namespace as n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'm', 'v') and not c.relispartition
      and n.nspname not in ('information_schema', 'pg_catalog', 'pg_toast')
    order by 1`
  return rows.map(({ name, readers }) => ({
    name,
    readers: readers.split(" ").filter((role) => role !== ""),
  }))
}

/** Rows that hold the canary or the other restaurant's id, as this role sees them with this restaurant named. */
const seenBy = async (role: string, tenantId: string | undefined, table: string): Promise<number> =>
  hub.database.connection().begin(async (sql) => {
    await sql.unsafe(`set local role ${role}`)
    const named = tenantId === undefined ? "" : `{${tenantId}}`
    await sql.unsafe("select set_config('app.tenants', $1, true)", [named])
    const [row] = await sql.unsafe(
      `select count(*) as n from ${table} as t where t::text ilike $1 or t::text ilike $2`,
      [`%${canary}%`, `%${foreign().tenantId}%`],
    )
    return Number(row?.["n"])
  })

describe("every table", () => {
  it("[APART-12] shows no row of the other restaurant to whoever works for ours, nor for nobody", async () => {
    const { tenantId } = hub.restaurant("bistro")
    const all = await tables()
    const read = all.filter(({ readers }) => readers.length > 0)
    expect(read.length).toBeGreaterThan(25)
    const leaks: Array<string> = []
    let theirs = 0
    for (const { name, readers } of read)
      for (const role of readers) {
        if (Object.hasOwn(open, name)) continue
        for (const named of [tenantId, undefined])
          if ((await seenBy(role, named, name)) > 0) leaks.push(`${name} to ${role} for ${named}`)
        // Else the test would pass on empty tables too.
        if ((await seenBy(role, foreign().tenantId, name)) > 0) theirs += 1
      }
    expect(leaks).toEqual([])
    expect(theirs).toBeGreaterThan(18)
  })

  it("[APART-13] is read by one plugin, or by the hub alone", async () => {
    for (const { name, readers } of await tables()) {
      const [schema = ""] = name.split(".")
      const strangers = readers.filter(
        (role) => role !== "heard_app" && role !== schema && !role.startsWith(`${schema}_`),
      )
      expect(strangers, name).toEqual([])
    }
  })
})
