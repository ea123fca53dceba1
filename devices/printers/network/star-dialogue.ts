import { Deferred, Effect, Option, Queue, type Scope } from "effect"
import type { Dialogue } from "./dialogue.ts"
import type { LineLost, OpenLine } from "./printer-line.ts"
import type { PrinterSigns } from "./printer-signs.ts"
import { countedTicket, realTimeStatus } from "./star-bytes.ts"
import { StarReader, type StarStatus } from "./star-reader.ts"

/**
 * The same with a Star printer. It has one kind of answer, its whole status, with the count of `ETB` in it; that count is
 * its word that a paper is out. It is of the printer and not of this line, so nobody else may count on the same one.
 *
 * @param answerMs how long one answer may take, in milliseconds
 */
export const openStarDialogue = (
  open: OpenLine,
  onSigns: (signs: PrinterSigns) => void,
  answerMs: number,
): Effect.Effect<Dialogue, LineLost, Scope.Scope> =>
  Effect.gen(function* () {
    const reader = new StarReader()
    const answers = yield* Queue.sliding<StarStatus>(4)
    let last: StarStatus | undefined
    let automatic = false
    let owed: { readonly count: number; readonly come: Deferred.Deferred<void> } | undefined

    const line = yield* open((bytes) => {
      for (const status of reader.read(bytes)) {
        last = status
        onSigns(status.signs)
        if (owed !== undefined && status.count === owed.count) {
          const { come } = owed
          // First: whoever waits for it may begin the next paper at once.
          owed = undefined
          Deferred.doneUnsafe(come, Effect.void)
        }
        Queue.offerUnsafe(answers, status)
      }
    })

    return {
      ...line,
      speaksUnasked: () => automatic,
      // Within a ticket it says by itself what changes, and must not be asked as well.
      askSigns: Effect.suspend(() =>
        owed !== undefined
          ? Effect.succeed(last?.signs)
          : Queue.clear(answers).pipe(
              Effect.andThen(line.write(realTimeStatus)),
              Effect.andThen(Queue.take(answers)),
              Effect.timeoutOption(answerMs),
              Effect.map((answer) => Option.getOrUndefined(answer)?.signs),
              Effect.raceFirst(line.lost),
            ),
      ),
      askName: Effect.undefined,
      askFence: Effect.sync(() => (last?.count === undefined ? "none" : "etb")),
      paper: (_fence, bytes) => {
        // Never what it says already: that would be the word for the paper before.
        const count = last?.count === 1 ? 2 : 1
        const come = Deferred.makeUnsafe<void>()
        owed = { count, come }
        automatic = true
        return {
          bytes: countedTicket(bytes, count),
          out: Effect.raceFirst(Deferred.await(come), line.lost),
        }
      },
    } satisfies Dialogue
  })
