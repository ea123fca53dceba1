import { createHash } from "node:crypto"
import { readdir, readFile } from "node:fs/promises"
import { join } from "node:path"
import { Effect, Schedule, Schema } from "effect"
import { applyInTransaction, applyOutside, runsOutside } from "./migration-step.ts"
import type { PlainConnection } from "./plain-connection.ts"
import { ownerRole } from "./roles.ts"

/** One step. Never edited once shipped: the next step repairs it. */
export interface Migration {
  /** Ordered by it, unique in its namespace; a lower one that arrives later still runs. */
  readonly id: number
  readonly name: string
  /** With `-- heard:no-transaction` on its first lines its statements run one by one, each for itself. */
  readonly sql: string
}

/** A step that ran long ago reads differently today. Nothing was run. */
export class MigrationEdited extends Schema.TaggedError<MigrationEdited>()("MigrationEdited", {
  namespace: Schema.String,
  name: Schema.String,
}) {
  override get message(): string {
    return `Migration ${this.name} of ${this.namespace} was edited after it ran; add a new one instead`
  }
}

/** A step did not run; it left nothing behind, and the steps before it stay. */
export class MigrationFailed extends Schema.TaggedError<MigrationFailed>()("MigrationFailed", {
  namespace: Schema.String,
  name: Schema.String,
  detail: Schema.String,
}) {
  override get message(): string {
    return `Migration ${this.name} of ${this.namespace} failed: ${this.detail}`
  }
}

export interface MigrationPlan {
  /** `heard` for the hub's own, `plugin/{key}` for a plugin's. */
  readonly namespace: string
  readonly migrations: ReadonlyArray<Migration>
  /** What the steps run as and what then owns the tables; absent: `heard_owner`. */
  readonly role?: string
  /** Where names without a schema belong; absent: nowhere. */
  readonly schema?: string
}

/**
 * Runs whatever of `migrations` this database has not seen in `namespace`, in order of id, each in its own transaction.
 * Several processes may start at once: they take turns, and the second finds nothing to do. A table that is in use is
 * waited for 2 s at a time, so that nobody queues behind a step that itself waits.
 *
 * @param connection the owner's (`owner-connection.ts`), used by nobody else meanwhile
 * @returns names of the steps that ran now
 */
export const migrate = (
  connection: PlainConnection,
  plan: MigrationPlan,
): Effect.Effect<ReadonlyArray<string>, MigrationEdited | MigrationFailed> =>
  inTurn(
    connection,
    plan.namespace,
    Effect.gen(function* () {
      const due = yield* pendingSteps(connection, plan)
      for (const step of due) yield* apply(connection, plan, step)
      return due.map((step) => step.name)
    }),
  )

/** Steps that this database has not seen, in order. */
export const pendingSteps = <M extends Migration>(
  connection: PlainConnection,
  plan: { readonly namespace: string; readonly migrations: ReadonlyArray<M> },
): Effect.Effect<ReadonlyArray<M>, MigrationEdited | MigrationFailed> =>
  Effect.gen(function* () {
    const { namespace } = plan
    const rows = yield* asked(namespace, () =>
      connection.unsafe<Array<{ id: number; checksum: string }>>(
        "select id, checksum from core.migration where namespace = $1",
        [namespace],
      ),
    )
    const seen = new Map(rows.map((row) => [row.id, row.checksum]))
    const inOrder = plan.migrations.toSorted((a, b) => a.id - b.id)
    for (const step of inOrder)
      if (seen.has(step.id) && seen.get(step.id) !== checksumOf(step.sql))
        return yield* new MigrationEdited({ namespace, name: step.name })
    return inOrder.filter((step) => !seen.has(step.id))
  })

/** Reads `NNNN-name.sql` files; other files are left alone. An absent folder holds none. */
export const readMigrations = async (folder: string): Promise<ReadonlyArray<Migration>> => {
  const files = (await readdir(folder).catch(() => [])).filter((file) => /^\d+-.+\.sql$/.test(file))
  return Promise.all(
    files.sort().map(async (file) => ({
      id: Number.parseInt(file, 10),
      name: file.slice(0, -".sql".length),
      sql: await readFile(join(folder, file), "utf8"),
    })),
  )
}

/** Of the text alone, with one kind of line end: a checkout on another system is no edit. */
export const checksumOf = (text: string): string =>
  createHash("sha256").update(text.replaceAll("\r\n", "\n")).digest("hex")

/**
 * One process at a time per namespace. Asked for again and again instead of waited for: a statement that waits holds a
 * snapshot, and `create index concurrently` of whoever has the turn would wait for that for ever.
 */
const inTurn = <A, E>(
  connection: PlainConnection,
  namespace: string,
  work: Effect.Effect<A, E>,
): Effect.Effect<A, E | MigrationFailed> => {
  const key = `heard migrations ${namespace}`
  const take = asked(namespace, () =>
    connection.unsafe<Array<{ mine: boolean }>>(
      "select pg_try_advisory_lock(hashtext($1)) as mine",
      [key],
    ),
  ).pipe(
    Effect.map(([row]) => row?.mine === true),
    Effect.repeat({ until: (mine) => mine, schedule: Schedule.spaced("50 millis") }),
    Effect.timeoutOrElse({
      duration: "10 minutes",
      orElse: () => Effect.fail(failed(namespace, "Another process migrates since ten minutes")),
    }),
  )
  // A connection that was lost has given its locks back by itself.
  const giveBack = Effect.ignore(
    Effect.tryPromise(() => connection.unsafe("select pg_advisory_unlock(hashtext($1))", [key])),
  )
  return Effect.andThen(take, Effect.ensuring(work, giveBack))
}

/** 55P03: a table was in use for longer than the step waits. 40P01: two waited for each other. */
const passing = new Set(["55P03", "40P01"])

const apply = (
  connection: PlainConnection,
  plan: MigrationPlan,
  step: Migration,
): Effect.Effect<void, MigrationFailed> => {
  const { namespace } = plan
  const began = performance.now()
  const record = () =>
    connection.unsafe(
      "insert into core.migration (namespace, id, name, checksum, took_ms) values ($1, $2, $3, $4, $5)",
      [namespace, step.id, step.name, checksumOf(step.sql), Math.round(performance.now() - began)],
    )
  const place = { role: plan.role ?? ownerRole, schema: plan.schema }
  return Effect.tryPromise({
    try: () =>
      runsOutside(step.sql)
        ? applyOutside(connection, place, step.sql, record)
        : applyInTransaction(connection, place, step.sql, record),
    catch: (cause) => cause as Error & { readonly code?: string },
  }).pipe(
    Effect.retry({
      while: ({ code }) => passing.has(code ?? ""),
      schedule: Schedule.jittered(Schedule.exponential("200 millis")),
      times: 5,
    }),
    Effect.mapError(
      ({ message }) => new MigrationFailed({ namespace, name: step.name, detail: message }),
    ),
  )
}

const asked = <A>(
  namespace: string,
  ask: () => PromiseLike<A>,
): Effect.Effect<A, MigrationFailed> =>
  Effect.tryPromise({ try: ask, catch: (cause) => failed(namespace, (cause as Error).message) })

const failed = (namespace: string, detail: string): MigrationFailed =>
  new MigrationFailed({ namespace, name: "(the list of steps)", detail })
