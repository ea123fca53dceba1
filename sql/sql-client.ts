import { PgClient } from "@effect/sql-pg"
import { Duration, Effect, Layer, Redacted } from "effect"
import type { SqlClient } from "effect/sql"
import { type DatabaseAddress, DatabaseUnusable } from "./database-address.ts"

/**
 * Pool for everything transactional, entered as the application's role: it sees no tenant until one is named
 * (`tenant-sql.ts`). Unlike `postgres`, this client answers everybody when the server closes its connections.
 */
export const sqlClient = (
  app: DatabaseAddress,
): Layer.Layer<SqlClient.SqlClient | PgClient.PgClient, DatabaseUnusable> =>
  PgClient.layerFrom(
    Effect.mapError(
      PgClient.make({
        host: app.host,
        port: app.port,
        database: app.database,
        username: app.username,
        ...(app.password === "" ? {} : { password: Redacted.make(app.password) }),
        ...(app.tls === undefined
          ? {}
          : { ssl: app.tls === "verify" ? true : { rejectUnauthorized: false } }),
        applicationName: "heard",
        maxConnections: 8,
        connectTimeout: Duration.seconds(5),
        // A transaction that is forgotten holds its tenant's part of the log; nobody waits for it longer than this.
        startupParameters: { statement_timeout: "10s", idle_in_transaction_session_timeout: "10s" },
      }),
      (error) => new DatabaseUnusable({ detail: error.message }),
    ),
  ).pipe(Layer.fresh)
