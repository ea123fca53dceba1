import { Deferred, Effect } from "effect"
import type { PrinterCommand } from "#core/kitchen/printer-command.ts"

/** How long a device's "I have it" waits for its next word, in milliseconds; a ticket prints in one to three seconds. */
const holdMs = 500

/** Of one printer; what is more is noted by itself. One job is at the device at a time, so more is a device's mistake. */
const mostHeld = 8

/**
 * Acks that wait to be noted together with what the device says next. An event of its own would stand between the paper
 * and the word that it is printed: one commit more on the way of every paper.
 *
 * An ack that is lost in a crash costs nothing: the same job is handed over again, and the device knows it.
 */
export interface HeldAcks<A, E> {
  /**
   * Answered when it is noted.
   *
   * @param alone notes it, when the device says nothing else in time
   */
  readonly hold: (
    printer: string,
    ack: PrinterCommand,
    alone: Effect.Effect<A, E>,
  ) => Effect.Effect<A, E>
  /** @param note is given what the device said before, to be noted in the same append, ahead of what it says now */
  readonly before: (
    printer: string,
    note: (said: ReadonlyArray<PrinterCommand>) => Effect.Effect<A, E>,
  ) => Effect.Effect<A, E>
}

interface Held<A, E> {
  readonly ack: PrinterCommand
  readonly noted: Deferred.Deferred<A, E>
}

export const heldAcks = <A, E>(): HeldAcks<A, E> => {
  const held = new Map<string, ReadonlyArray<Held<A, E>>>()

  /** False when it is not held any more: somebody is noting it. */
  const drop = (printer: string, mine: Held<A, E>): boolean => {
    const known = held.get(printer) ?? []
    const others = known.filter((other) => other !== mine)
    if (others.length === 0) held.delete(printer)
    else held.set(printer, others)
    return others.length < known.length
  }

  return {
    hold: (printer, ack, alone) =>
      Effect.suspend(() => {
        const known = held.get(printer) ?? []
        if (known.length >= mostHeld) return alone
        const mine: Held<A, E> = { ack, noted: Deferred.makeUnsafe() }
        held.set(printer, [...known, mine])
        const noted = Deferred.await(mine.noted)
        return noted.pipe(
          Effect.timeoutOrElse({
            duration: holdMs,
            orElse: () => (drop(printer, mine) ? alone : noted),
          }),
          Effect.onInterrupt(() => Effect.sync(() => drop(printer, mine))),
        )
      }),
    before: (printer, note) =>
      Effect.suspend(() => {
        const known = held.get(printer)
        if (known === undefined) return note([])
        held.delete(printer)
        return Effect.onExit(note(known.map(({ ack }) => ack)), (exit) =>
          Effect.sync(() => {
            for (const { noted } of known) Deferred.doneUnsafe(noted, exit)
          }),
        )
      }),
  }
}
