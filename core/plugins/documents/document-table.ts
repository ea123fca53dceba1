import { Effect } from "effect"
import { PluginSql, type Row, type SqlFailure, type SqlValue } from "#core/plugins/plugin-sql.ts"

/** A stored document: what the owner said (`doc`), and how often it changed. */
export interface Stored<Doc> {
  readonly id: string
  readonly rev: number
  readonly doc: Doc
}

/** Which documents a page shows. */
export interface Listing {
  readonly page: number
  readonly size: number
  /** Column to sort by before the id. */
  readonly order: string
  /** Only documents whose field is this text. */
  readonly where: ReadonlyArray<readonly [field: string, value: string]>
}

/**
 * The documents of one table of the shape that every collection has: `(tenant_id, id, rev, doc, created_hash)` with the
 * key `(tenant_id, id)`; other columns are generated from `doc`. Table and column names come from the plugin's code,
 * never from a request.
 */
export class DocumentTable<Doc> {
  readonly #table: string

  constructor(table: string) {
    this.#table = table
  }

  get(id: string, lock = false): Effect.Effect<Stored<Doc> | undefined, SqlFailure, PluginSql> {
    return this.#one(
      `select id, rev, doc from ${this.#table} where tenant_id = $1 and id = $2${lock ? " for update" : ""}`,
      [id],
    )
  }

  /** All of them, in order. */
  all(order: string): Effect.Effect<ReadonlyArray<Stored<Doc>>, SqlFailure, PluginSql> {
    return Effect.map(
      this.#run(
        `select id, rev, doc from ${this.#table} where tenant_id = $1 order by ${order}, id`,
        [],
      ),
      (rows) => rows.map(stored<Doc>),
    )
  }

  page(
    listing: Listing,
  ): Effect.Effect<
    { readonly items: ReadonlyArray<Stored<Doc>>; readonly total: number },
    SqlFailure,
    PluginSql
  > {
    const where = [
      "tenant_id = $1",
      ...listing.where.map(([field], n) => `doc ->> '${field}' = $${n + 2}`),
    ].join(" and ")
    const values = listing.where.map(([, value]) => value)
    const limit = `limit ${listing.size} offset ${(listing.page - 1) * listing.size}`
    return Effect.map(
      this.#run(
        // One row, whatever the page: a page past the end still says how many there are.
        `select (select count(*)::int from ${this.#table} where ${where}) as total,
                (select coalesce(jsonb_agg(one.item), '[]') from (
                   select jsonb_build_object('id', id, 'rev', rev, 'doc', doc) as item
                     from ${this.#table} where ${where} order by ${listing.order}, id ${limit}) one) as items`,
        values,
      ),
      ([row]) => ({
        items: (row?.["items"] ?? []) as ReadonlyArray<Stored<Doc>>,
        total: Number(row?.["total"] ?? 0),
      }),
    )
  }

  /** Undefined: a row with this id, or one that must be unique, is there already. */
  insert(
    id: string,
    doc: Doc,
    hash: string,
  ): Effect.Effect<Stored<Doc> | undefined, SqlFailure, PluginSql> {
    return this.#one(
      `insert into ${this.#table} (tenant_id, id, doc, created_hash) values ($1, $2, $3::text::jsonb, $4)
       on conflict (tenant_id, id) do nothing returning id, rev, doc`,
      [id, JSON.stringify(doc), hash],
    )
  }

  /** For seeds: gives way to whatever is there, by id or by a name that must be unique. */
  insertIfFree(id: string, doc: Doc, hash: string): Effect.Effect<void, SqlFailure, PluginSql> {
    return Effect.asVoid(
      this.#run(
        `insert into ${this.#table} (tenant_id, id, doc, created_hash) values ($1, $2, $3::text::jsonb, $4)
         on conflict do nothing`,
        [id, JSON.stringify(doc), hash],
      ),
    )
  }

  createdHash(id: string): Effect.Effect<string | undefined, SqlFailure, PluginSql> {
    return Effect.map(
      this.#run(`select created_hash from ${this.#table} where tenant_id = $1 and id = $2`, [id]),
      ([row]) => row?.["created_hash"] as string | undefined,
    )
  }

  replace(id: string, doc: Doc): Effect.Effect<Stored<Doc> | undefined, SqlFailure, PluginSql> {
    return this.#one(
      `update ${this.#table} set doc = $3::text::jsonb, rev = rev + 1
        where tenant_id = $1 and id = $2 returning id, rev, doc`,
      [id, JSON.stringify(doc)],
    )
  }

  remove(id: string): Effect.Effect<void, SqlFailure, PluginSql> {
    return Effect.asVoid(
      this.#run(`delete from ${this.#table} where tenant_id = $1 and id = $2`, [id]),
    )
  }

  /**
   * Which of `values` no document has in `column`. Those that are there stay until the transaction ends: a delete at the
   * same time waits, and then finds them in use.
   */
  missing(
    column: "id" | "key",
    values: ReadonlyArray<string>,
  ): Effect.Effect<ReadonlyArray<string>, SqlFailure, PluginSql> {
    if (values.length === 0) return Effect.succeed([])
    return Effect.map(
      this.#run(
        `select ${column} as value from ${this.#table}
          where tenant_id = $1 and ${column} = any($2::${column === "id" ? "uuid" : "text"}[])
            for key share`,
        [values],
      ),
      (rows) => {
        const there = new Set(rows.map((row) => row["value"]))
        return values.filter((value) => !there.has(value))
      },
    )
  }

  /** Whether a document names `value` in `field`, which holds a text or a list of texts. */
  mentions(field: string, value: string): Effect.Effect<boolean, SqlFailure, PluginSql> {
    return Effect.map(
      this.#run(
        `select 1 from ${this.#table}
          where tenant_id = $1 and jsonb_exists(doc -> '${field}', $2) limit 1`,
        [value],
      ),
      (rows) => rows.length > 0,
    )
  }

  #one(
    statement: string,
    values: ReadonlyArray<SqlValue>,
  ): Effect.Effect<Stored<Doc> | undefined, SqlFailure, PluginSql> {
    return Effect.map(this.#run(statement, values), ([row]) =>
      row === undefined ? undefined : stored<Doc>(row),
    )
  }

  #run(
    statement: string,
    values: ReadonlyArray<SqlValue>,
  ): Effect.Effect<ReadonlyArray<Row>, SqlFailure, PluginSql> {
    return Effect.flatMap(PluginSql, (sql) => sql.query(statement, [sql.tenantId, ...values]))
  }
}

const stored = <Doc>(row: Row): Stored<Doc> => ({
  id: row["id"] as string,
  rev: Number(row["rev"]),
  doc: row["doc"] as Doc,
})
