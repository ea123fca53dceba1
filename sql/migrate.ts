import { createHash } from "node:crypto"
import { readdir, readFile } from "node:fs/promises"
import { join } from "node:path"
import { Effect, Schema } from "effect"
import type { PlainConnection } from "./plain-connection.ts"
import { ownerRole } from "./roles.ts"

/** One step. Never edited once shipped: the next step repairs it. */
export interface Migration {
  /** Ordered by it, unique in its namespace; a lower one that arrives later still runs. */
  readonly id: number
  readonly name: string
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

/**
 * Runs whatever of `migrations` this database has not seen in `namespace`, in order of id, each in its own transaction.
 * Several processes may start at once: they take turns, and the second finds nothing to do.
 *
 * @param connection the owner's (`owner-connection.ts`), used by nobody else meanwhile
 * @param plan.namespace `heard` for the hub's own, `plugin/{key}` for a plugin's
 * @param plan.role what the steps run as and what then owns the tables; absent: `heard_owner`
 * @returns names of the steps that ran now
 */
export const migrate = (
  connection: PlainConnection,
  plan: {
    readonly namespace: string
    readonly migrations: ReadonlyArray<Migration>
    readonly role?: string
  },
): Effect.Effect<ReadonlyArray<string>, MigrationEdited | MigrationFailed> =>
  Effect.tryPromise({
    try: () => inTurn(connection, () => run(connection, plan)),
    catch: (cause) =>
      cause instanceof MigrationEdited || cause instanceof MigrationFailed
        ? cause
        : new MigrationFailed({
            namespace: plan.namespace,
            name: "(the list of steps)",
            detail: (cause as Error).message,
          }),
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

type Plan = Parameters<typeof migrate>[1]

const inTurn = async <A>(connection: PlainConnection, work: () => Promise<A>): Promise<A> => {
  await connection.unsafe("select pg_advisory_lock(hashtext('heard migrations'))")
  try {
    return await work()
  } finally {
    await connection.unsafe("select pg_advisory_unlock(hashtext('heard migrations'))")
  }
}

const run = async (connection: PlainConnection, plan: Plan): Promise<ReadonlyArray<string>> => {
  const { namespace } = plan
  const seen = new Map(
    (
      await connection.unsafe<Array<{ id: number; checksum: string }>>(
        "select id, checksum from core.migration where namespace = $1",
        [namespace],
      )
    ).map((row) => [row.id, row.checksum]),
  )
  const inOrder = plan.migrations.toSorted((a, b) => a.id - b.id)
  for (const step of inOrder)
    if (seen.has(step.id) && seen.get(step.id) !== checksum(step))
      throw new MigrationEdited({ namespace, name: step.name })
  const due = inOrder.filter((step) => !seen.has(step.id))
  for (const step of due) await apply(connection, plan, step)
  return due.map((step) => step.name)
}

const apply = async (connection: PlainConnection, plan: Plan, step: Migration): Promise<void> => {
  const { namespace } = plan
  const began = performance.now()
  try {
    await connection.unsafe(`begin; set local role ${plan.role ?? ownerRole}`).simple()
    await connection.unsafe(step.sql).simple()
    await connection.unsafe("set local role none")
    await connection.unsafe(
      "insert into core.migration (namespace, id, name, checksum, took_ms) values ($1, $2, $3, $4, $5)",
      [namespace, step.id, step.name, checksum(step), Math.round(performance.now() - began)],
    )
    await connection.unsafe("commit")
  } catch (cause) {
    await connection.unsafe("rollback").catch(() => {})
    throw new MigrationFailed({ namespace, name: step.name, detail: (cause as Error).message })
  }
}

/** Of the text alone, with one kind of line end: a checkout on another system is no edit. */
const checksum = (step: Migration): string =>
  createHash("sha256").update(step.sql.replaceAll("\r\n", "\n")).digest("hex")
