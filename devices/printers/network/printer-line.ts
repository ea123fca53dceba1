import { type Effect, Schema, type Scope } from "effect"

/** The line to a printer cannot be opened, or it ended. Whoever wrote on it does not know how much arrived. */
export class LineLost extends Schema.TaggedError<LineLost>()("LineLost", {
  /** `unreachable`: nobody there. `flooding`: it said more than any printer has to say. */
  cause: Schema.Literals(["unreachable", "closed", "flooding"]),
  reason: Schema.String,
}) {}

/** Bytes to and from one printer: a TCP connection, a USB or a serial device. It is read all the time. */
export interface PrinterLine {
  /** Succeeds when the operating system has taken every byte; waits for as long as the printer takes none. */
  readonly write: (bytes: Uint8Array) => Effect.Effect<void, LineLost>
  /** Waits for the end of the line. */
  readonly lost: Effect.Effect<never, LineLost>
}

/** Opens the line; closing the scope ends it without losing what is still on its way. */
export type OpenLine = (
  onBytes: (bytes: Uint8Array) => void,
) => Effect.Effect<PrinterLine, LineLost, Scope.Scope>

/** Bytes that a printer may say in one second: hundreds of times what the busiest has to say. */
const mostPerSecond = 64 * 1024

/** Counts what is read. @returns true when it is too much */
export const floodGauge = (): ((bytes: number, now: number) => boolean) => {
  let second = 0
  let count = 0
  return (bytes, now) => {
    const current = Math.floor(now / 1000)
    count = current === second ? count + bytes : bytes
    second = current
    return count > mostPerSecond
  }
}
