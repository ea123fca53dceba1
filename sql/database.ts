import { join } from "node:path"
import type { PgClient } from "@effect/sql-pg"
import { Clock, Effect, Layer, Schedule, type Scope } from "effect"
import { SqlClient } from "effect/sql"
import { RestaurantProfile } from "#core/hub/restaurant-profile.ts"
import { TenantDirectory } from "#core/hub/tenant-directory.ts"
import { WriteProbe } from "#core/hub/write-probe.ts"
import { EventLog, LogFeed } from "#core/log/event-log.ts"
import { FloorStore } from "#core/log/floor-store.ts"
import { SetupStates } from "#core/setup/setup-state.ts"
import { CommitNews } from "./commit-news.ts"
import {
  asApp,
  type DatabaseAddress,
  DatabaseUnusable,
  parseDatabaseUrl,
} from "./database-address.ts"
import { DatabaseChannels, databaseChannels } from "./database-channels.ts"
import { DatabaseOwner, databaseOwner } from "./database-owner.ts"
import { embeddedServer } from "./embedded-server.ts"
import { floorStore } from "./floor-store.ts"
import { logConnection } from "./log-connection.ts"
import { logListeners } from "./log-listeners.ts"
import { logReader } from "./log-reader.ts"
import { logTail } from "./log-tail.ts"
import { logWriter } from "./log-writer.ts"
import { type MigrationEdited, type MigrationFailed, migrate, readMigrations } from "./migrate.ts"
import { ownerConnection } from "./owner-connection.ts"
import { type PluginConnections, pluginConnectionsLayer } from "./plugin-connections.ts"
import { restaurantProfile } from "./restaurant-profile.ts"
import { prepareRoles, resetAppPassword } from "./roles.ts"
import { setupStates } from "./setup-state.ts"
import { sqlClient } from "./sql-client.ts"
import { tenantDirectory } from "./tenant-directory.ts"
import { writeProbe } from "./write-probe.ts"

export interface DatabaseOptions {
  /** Where the embedded PostgreSQL lives. */
  readonly dataDir: string
  /** A PostgreSQL 15 to 18 of somebody else instead: `postgres://…`, with the right to make roles and schemas. */
  readonly databaseUrl?: string
  /** Several hubs over this database: tell each other what was appended. */
  readonly sharedDatabase: boolean
  /** Negative control of the crash test: lose what was acknowledged. */
  readonly acknowledgeBeforeCommit?: boolean
  /** Appends that may wait at most (10,000). */
  readonly capacity?: number
}

export type DatabaseServices =
  | EventLog
  | LogFeed
  | CommitNews
  | DatabaseChannels
  | FloorStore
  | TenantDirectory
  | SetupStates
  | RestaurantProfile
  | WriteProbe
  | DatabaseOwner
  | SqlClient.SqlClient
  | PgClient.PgClient
  | PluginConnections

export type DatabaseFailure = DatabaseUnusable | MigrationEdited | MigrationFailed

/** Everything that is stored: PostgreSQL started or found, migrated, and entered with as few rights as each part needs. */
export const databaseLayer = (
  options: DatabaseOptions,
): Layer.Layer<DatabaseServices, DatabaseFailure> =>
  Layer.unwrap(
    Effect.gen(function* () {
      const owner = yield* ownerAddress(options)
      const app = asApp(owner)
      const lent = yield* databaseOwner(owner)
      yield* prepare(lent, app)
      return Layer.mergeAll(
        logLayer(app, options),
        Layer.succeed(DatabaseOwner, lent),
        Layer.effect(DatabaseChannels, databaseChannels(app)),
        Layer.mergeAll(
          Layer.effect(FloorStore, floorStore),
          Layer.effect(TenantDirectory, tenantDirectory),
          Layer.effect(SetupStates, setupStates),
          Layer.effect(RestaurantProfile, restaurantProfile),
          Layer.effect(WriteProbe, writeProbe),
          Layer.effectDiscard(Effect.forkScoped(forgetting)),
        ).pipe(Layer.provideMerge(Layer.merge(sqlClient(app), pluginConnectionsLayer))),
      )
    }),
  )

const ownerAddress = (
  options: DatabaseOptions,
): Effect.Effect<DatabaseAddress, DatabaseUnusable, Scope.Scope> => {
  const url = options.databaseUrl
  if (url !== undefined)
    return Effect.try({
      try: () => parseDatabaseUrl(url),
      catch: (cause) =>
        cause instanceof DatabaseUnusable
          ? cause
          : new DatabaseUnusable({ detail: "DATABASE_URL is no postgres:// address" }),
    })
  return Effect.gen(function* () {
    const server = yield* embeddedServer(options)
    yield* Effect.scoped(
      Effect.gen(function* () {
        const connection = yield* ownerConnection(server)
        yield* Effect.tryPromise({
          try: async () => {
            const there = await connection`select 1 from pg_database where datname = ${ownDatabase}`
            if (there.length === 0) await connection.unsafe(`create database ${ownDatabase}`)
          },
          catch: (cause) => new DatabaseUnusable({ detail: (cause as Error).message }),
        })
      }),
    )
    return { ...server, database: ownDatabase }
  })
}

const ownDatabase = "heard"

const prepare = (
  owner: DatabaseOwner["Service"],
  app: DatabaseAddress,
): Effect.Effect<void, DatabaseFailure> =>
  owner.use((connection) =>
    Effect.gen(function* () {
      yield* prepareRoles(connection, app)
      const steps = yield* Effect.promise(() =>
        readMigrations(join(import.meta.dirname, "migration")),
      )
      yield* migrate(connection, { namespace: "heard", migrations: steps })
      yield* Effect.scoped(ownerConnection(app)).pipe(
        Effect.catch(() => resetAppPassword(connection, app)),
      )
    }),
  )

const logLayer = (
  app: DatabaseAddress,
  options: DatabaseOptions,
): Layer.Layer<EventLog | LogFeed | CommitNews> =>
  Layer.unwrap(
    Effect.gen(function* () {
      const clock = yield* Clock.Clock
      const listeners = logListeners()
      const tail = options.sharedDatabase ? yield* logTail(app, listeners.moved) : undefined
      const append = yield* logWriter({
        connection: logConnection(app, { name: "heard append", timeoutMs: 10_000 }),
        listeners,
        now: () => clock.currentTimeMillisUnsafe(),
        ...(tail === undefined ? {} : { onStored: tail.stored }),
        ...(options.capacity === undefined ? {} : { capacity: options.capacity }),
        ...(options.acknowledgeBeforeCommit ? { acknowledgeBeforeCommit: true } : {}),
      })
      const reading = yield* Effect.acquireRelease(
        Effect.sync(() => logConnection(app, { name: "heard read", timeoutMs: 10_000 })),
        (connection) => Effect.promise(connection.close),
      )
      return Layer.mergeAll(
        Layer.succeed(EventLog, { append, ...logReader(reading) }),
        Layer.succeed(LogFeed, listeners.feed),
        Layer.succeed(CommitNews, {
          committed: (committed) => {
            listeners.committed(committed)
            tail?.stored([committed.tenantId])
          },
          moved: listeners.moved,
        }),
      )
    }),
  )

/** Answers to commands are remembered for three days. Failing, it is done an hour later. */
const forgetting = SqlClient.SqlClient.use((sql) => sql`select log.forget_commands()`).pipe(
  Effect.ignore,
  Effect.schedule(Schedule.spaced("1 hour")),
)
