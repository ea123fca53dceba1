import { Effect, Semaphore } from "effect"
import type { LinePrinterOptions } from "./line-printer.ts"

export type Dialling = NonNullable<LinePrinterOptions["dialling"]>

/**
 * How many printers are dialled at the same time. Those that did not answer last time share places of their own, so
 * that however many are dead, nobody waits for them.
 *
 * @param healthy places for the others
 * @param failing places for those; each is held until its dial is given up
 */
export const makeDials = (healthy = 32, failing = 16): Effect.Effect<Dialling> =>
  Effect.map(
    Effect.all([Semaphore.make(healthy), Semaphore.make(failing)]),
    ([some, others]) =>
      (failed) =>
      (dial) =>
        (failed ? others : some).withPermit(dial),
  )
