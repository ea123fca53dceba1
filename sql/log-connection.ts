import postgres from "postgres"
import { LogUnavailable } from "#core/log/event-log.ts"
import type { DatabaseAddress } from "./database-address.ts"
import { type PlainConnection, plainConnection } from "./plain-connection.ts"

/** A single connection whose statements all end: answered, failed, or given up after a time-out. */
export interface LogConnection {
  /** Prepared once per connection. Rejects with what the client or {@link LogUnavailable} says. */
  readonly query: <Row extends object>(
    statement: string,
    parameters: ReadonlyArray<string | number | null>,
  ) => Promise<ReadonlyArray<Row>>
  readonly close: () => Promise<void>
}

/**
 * @param options.timeoutMs a statement that takes longer is given up. Its outcome is unknown, and the connection with
 * it: the next statement goes out on a new one, or it would wait behind the one that hangs
 */
export const logConnection = (
  address: DatabaseAddress,
  options: { readonly name: string; readonly timeoutMs: number },
): LogConnection => {
  const open = () =>
    // The server gives up first, so that a slow statement is rolled back and known not to be stored.
    plainConnection(address, {
      name: options.name,
      statementTimeoutMs: Math.ceil(options.timeoutMs * 0.8),
    })
  let current = open()

  const replace = (hanging: PlainConnection): void => {
    if (current !== hanging) return
    current = open()
    void hanging.end({ timeout: 0 }).catch(() => {})
  }

  return {
    query: <Row extends object>(
      statement: string,
      parameters: ReadonlyArray<string | number | null>,
    ) =>
      new Promise<ReadonlyArray<Row>>((resolve, reject) => {
        const connection = current
        const timer = setTimeout(() => {
          replace(connection)
          reject(new LogUnavailable({ reason: `no answer within ${options.timeoutMs} ms` }))
        }, options.timeoutMs)
        const asked = connection.unsafe<Array<Row>>(statement, [...parameters], { prepare: true })
        asked.then(
          (rows) => {
            clearTimeout(timer)
            letGo(asked)
            resolve(rows)
          },
          (cause) => {
            clearTimeout(timer)
            letGo(asked)
            if (lost(cause)) replace(connection)
            reject(cause)
          },
        )
      }),
    close: () => current.end({ timeout: 2 }),
  }
}

/**
 * Takes its parameters from a statement that was answered. The client assigns closures to properties of each statement
 * (postgres 3.4.9, `query.js`), and V8 puts such a closure among the old objects at once: whatever it reaches stays until
 * the next full collection. The text of the flushes was a third of all that an order left behind.
 */
export const letGo = (statement: object): void => {
  const { args, parameters } = statement as { args?: Array<unknown>; parameters?: Array<unknown> }
  args?.splice(0)
  parameters?.splice(0)
}

/**
 * Whether the connection is gone. The client would connect again by itself, but what it had not yet written when the
 * server closed stays in its buffer and is never flushed (postgres 3.4.9, `closed` in connection.js): the next statement
 * would hang until its time-out. So a lost connection is thrown away with its client.
 */
const lost = (cause: unknown): boolean =>
  !(cause instanceof postgres.PostgresError) || cause.code.startsWith("57P")

/** Whatever went wrong, as callers of the log see it. */
export const unavailable = (cause: unknown): LogUnavailable =>
  cause instanceof LogUnavailable
    ? cause
    : new LogUnavailable({ reason: cause instanceof Error ? cause.message : String(cause) })
