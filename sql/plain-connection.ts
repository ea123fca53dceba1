import postgres from "postgres"
import type { DatabaseAddress } from "./database-address.ts"

/**
 * One connection of the `postgres` client for plain statements; it reconnects by itself with the next statement.
 *
 * Never `begin`, `reserve` or more than one connection: when the server closes connections those leave callers without
 * an answer or end the process (porsager/postgres #1208, #1154, #1066). A single connection with plain statements
 * answers everybody (measured, and tested here).
 */
export type PlainConnection = postgres.Sql<{ bigint: number }>

export const plainConnection = (
  address: DatabaseAddress,
  options: {
    /** Shown in `pg_stat_activity`: `heard append`. */
    readonly name: string
    /** The server gives up on a statement after this long. */
    readonly statementTimeoutMs: number
  },
): PlainConnection =>
  postgres({
    host: address.host,
    port: address.port,
    database: address.database,
    username: address.username,
    password: address.password,
    ...(address.tls === undefined
      ? {}
      : { ssl: address.tls === "verify" ? "verify-full" : "require" }),
    max: 1,
    // Asking the server for its array types would cost a round trip per connection; arrays are sent as text.
    fetch_types: false,
    idle_timeout: 0,
    max_lifetime: null,
    connect_timeout: 5,
    // A server that starts again is there within a fraction of a second.
    backoff: (tries: number) => Math.min(0.05 * 2 ** tries, 1),
    onnotice: () => {},
    // Positions and counts stay far below 2^53.
    types: { bigint: { to: 20, from: [20], parse: Number, serialize: String } },
    connection: {
      application_name: options.name,
      statement_timeout: options.statementTimeoutMs,
      client_min_messages: "warning",
    },
  })
