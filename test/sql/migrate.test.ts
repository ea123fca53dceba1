import { randomUUID } from "node:crypto"
import { afterEach, assert, beforeEach, describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { type Migration, type MigrationEdited, migrate } from "#sql/migrate.ts"
import { type PlainConnection, plainConnection } from "#sql/plain-connection.ts"
import { testDatabase } from "#test/support/postgres.ts"

const database = testDatabase()
let namespace: string
let open: Array<PlainConnection>

const connect = (): PlainConnection => {
  const connection = plainConnection(database.admin(), { name: "test", statementTimeoutMs: 10_000 })
  open.push(connection)
  return connection
}

beforeEach(() => {
  namespace = `plugin/${randomUUID()}`
  open = []
})
afterEach(() => Promise.all(open.map((connection) => connection.end())))

const step = (id: number, sql: string): Migration => ({ id, name: `000${id}-step`, sql })
const table = () => `floor.t${randomUUID().replaceAll("-", "")}`
const run = (migrations: ReadonlyArray<Migration>, connection = connect()) =>
  Effect.runPromise(migrate(connection, { namespace, migrations }))

describe("migrations", () => {
  it("[SQL-1] run in order, once", async () => {
    const name = table()
    const steps = [
      step(2, `alter table ${name} add b int;\nalter table ${name} add c int;`),
      step(1, `create table ${name} (a int)`),
    ]
    expect(await run(steps)).toEqual(["0001-step", "0002-step"])
    expect(await run(steps)).toEqual([])
  })

  it("[SQL-1] run when they arrive later with a lower number", async () => {
    await run([step(1, "select 1"), step(3, "select 3")])
    expect(await run([step(1, "select 1"), step(2, "select 2"), step(3, "select 3")])).toEqual([
      "0002-step",
    ])
  })

  it("[SQL-1] leave nothing behind when one fails, and keep those before it", async () => {
    const [good, bad] = [table(), table()]
    const steps = [
      step(1, `create table ${good} (a int)`),
      step(2, `create table ${bad} (a int); select 1 / 0`),
    ]
    const failure = await Effect.runPromise(
      Effect.flip(migrate(connect(), { namespace, migrations: steps })),
    )
    expect(failure).toMatchObject({ _tag: "MigrationFailed", namespace, name: "0002-step" })
    const [row] =
      await connect()`select to_regclass(${good})::text as good, to_regclass(${bad})::text as bad`
    expect(row).toEqual({ good, bad: null })
    expect(await run([step(1, `create table ${good} (a int)`), step(2, "select 2")])).toEqual([
      "0002-step",
    ])
  })

  it("[SQL-2] stop with the name of a step that was edited after it ran", async () => {
    await run([step(1, "select 1")])
    const failure = await Effect.runPromise(
      Effect.flip(
        migrate(connect(), { namespace, migrations: [step(1, "select 2"), step(2, "select 3")] }),
      ),
    )
    assert.strictEqual(failure._tag, "MigrationEdited")
    expect((failure as MigrationEdited).name).toBe("0001-step")
    expect(
      await connect()`select 1 from core.migration where namespace = ${namespace}`,
    ).toHaveLength(1)
  })

  it("[SQL-2] do not take another line end for an edit", async () => {
    await run([step(1, "select 1,\r\n 2")])
    expect(await run([step(1, "select 1,\n 2")])).toEqual([])
  })

  it("[SQL-1] run once when two processes start at the same moment", async () => {
    const name = table()
    const steps = [step(1, `create table ${name} (a int)`), step(2, "select pg_sleep(0.1)")]
    const ran = await Promise.all([run(steps), run(steps), run(steps)])
    expect(ran.flat().sort()).toEqual(["0001-step", "0002-step"])
  })

  it("[SQL-1] give what they make to the role they run as", async () => {
    const name = table()
    await Effect.runPromise(
      migrate(connect(), { namespace, migrations: [step(1, `create table ${name} (a int)`)] }),
    )
    const [row] =
      await connect()`select tableowner from pg_tables where schemaname || '.' || tablename = ${name}`
    expect(row?.["tableowner"]).toBe("heard_owner")
  })
})
