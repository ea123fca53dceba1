import { Clock, Deferred, Effect, Exit, Queue, Scope, Semaphore } from "effect"
import type { PrintCause } from "#core/kitchen/print-cause.ts"
import {
  type MachineStatus,
  type PrintMachine,
  type PrintOutcome,
  troubleOf,
} from "#devices/agent/print-machine.ts"
import { type Dialogue, type Fence, openDialogue } from "./dialogue.ts"
import type { LineLost, OpenLine } from "./printer-line.ts"
import type { PrinterMemory } from "./printer-memory.ts"
import type { PrinterSigns } from "./printer-signs.ts"
import { openStarDialogue } from "./star-dialogue.ts"

/** Languages in which a printer at the end of a line can be asked, and says when paper is out. */
export const lineLanguages = ["escpos", "starprnt", "starline"] as const
export type LineLanguage = (typeof lineLanguages)[number]

export interface LinePrinterOptions {
  readonly open: OpenLine
  /** What it understands. Absent: ESC/POS. */
  readonly language?: LineLanguage
  /** What its profile says of it. Absent: it is asked once and remembered. `none`: it never answers anything. */
  readonly fence?: Fence
  readonly memory: PrinterMemory
  /** Around every attempt to reach it; `failed`: the last one was in vain. */
  readonly dialling?: (
    failed: boolean,
  ) => <A, E, R>(dial: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>
  readonly timing?: Partial<LineTiming>
}

/** All in milliseconds. */
export interface LineTiming {
  /** For one answer. */
  readonly answerMs: number
  /** Between two looks at a printer that does not speak unasked. */
  readonly pollMs: number
  /** Between two looks at one that does: only to see that the line still stands. */
  readonly aliveMs: number
  /** The line is kept for so long after a job; many printers take only one, and somebody else may want it. */
  readonly holdMs: number
  /** Afterwards it is looked at so often, each time on a line of its own. */
  readonly restMs: number
  /** Longest pause between attempts to reach one that is gone; the first is an eighth of it. */
  readonly awayMs: number
}

const usualTiming: LineTiming = {
  answerMs: 1000,
  pollMs: 1000,
  aliveMs: 5000,
  holdMs: 60_000,
  restMs: 1500,
  awayMs: 8000,
}

export interface LinePrinter extends PrintMachine {
  /** Done when it was looked for once, found or not. */
  readonly looked: Effect.Effect<void>
}

interface Connected {
  readonly dialogue: Dialogue
  readonly scope: Scope.Closeable
}

/**
 * A printer at the end of a line: looked at before each paper, and known to have printed by its own word
 * (devices.md §1.6). Between papers its line is kept for a while and it is looked at, so that paper that ends is seen.
 */
export const makeLinePrinter = (
  options: LinePrinterOptions,
): Effect.Effect<LinePrinter, never, Scope.Scope> =>
  Effect.gen(function* () {
    const { open, memory, language = "escpos" } = options
    const talk = language === "escpos" ? openDialogue : openStarDialogue
    const timing = { ...usualTiming, ...options.timing }
    const dialling = options.dialling ?? (() => (dial) => dial)
    const mute = options.fence === "none"
    const room = yield* Effect.scope
    const turn = yield* Semaphore.make(1)
    const looked = yield* Deferred.make<void>()
    const wake = yield* Queue.dropping<void>(1)
    const listeners = new Set<() => void>()
    let status: MachineStatus = away("unreachable")
    let connected: Connected | undefined
    let failures = 0
    let lastPaper = yield* Clock.currentTimeMillis

    const show = (next: MachineStatus) => {
      if (JSON.stringify(next) === JSON.stringify(status)) return
      status = next
      for (const listener of listeners) listener()
    }
    const onSigns = (signs: PrinterSigns) => show({ online: true, ...signs })

    const drop = Effect.suspend(() => {
      const was = connected
      connected = undefined
      return was === undefined ? Effect.void : Scope.close(was.scope, Exit.void)
    })
    yield* Effect.addFinalizer(() => drop)

    const connect = Effect.gen(function* () {
      if (connected !== undefined) return connected.dialogue
      const scope = yield* Scope.fork(room)
      const dialogue = yield* talk(open, onSigns, timing.answerMs).pipe(
        Scope.provide(scope),
        dialling(failures > 0),
        Effect.onError(() => Scope.close(scope, Exit.void)),
      )
      failures = 0
      const here = { dialogue, scope }
      connected = here
      // Most printers end a line that was silent for a while: that alone is no fault, so it is looked for again at once.
      yield* Effect.catch(dialogue.lost, ({ cause }) =>
        Effect.suspend(() => {
          if (connected !== here) return Effect.void
          connected = undefined
          if (cause === "flooding") fail(cause)
          Queue.offerUnsafe(wake, undefined)
          return Effect.forkIn(Scope.close(scope, Exit.void), room)
        }),
      ).pipe(Effect.forkIn(scope))
      return dialogue
    })

    const fail = (cause: PrintCause) => {
      failures += 1
      show(away(cause))
    }

    /** What is wrong with it, if anything; shown as well. */
    const look = Effect.gen(function* () {
      const dialogue = yield* connect
      const signs = mute ? undefined : yield* dialogue.askSigns
      if (signs !== undefined) {
        yield* memory.remember({ answers: true })
        onSigns(signs)
      } else if (!mute && memory.answers()) {
        // It could, so it is stuck, or its buffer is full: whatever it was told would only come later.
        yield* drop
        fail("no_answer")
      } else show({ online: true, paper: "ok", coverOpen: false, error: null })
      return troubleOf(status)
    }).pipe(
      Effect.catchTag("LineLost", ({ cause }) =>
        Effect.andThen(
          drop,
          Effect.sync(() => {
            const trouble = cause === "flooding" ? cause : "unreachable"
            fail(trouble)
            return trouble
          }),
        ),
      ),
    )

    const fenceOf = Effect.fnUntraced(function* (dialogue: Dialogue) {
      const known = options.fence ?? memory.fence()
      if (known !== undefined) return known
      const fence = yield* dialogue.askFence
      const model = yield* dialogue.askName
      // That it has none may have been a moment's silence, so it is asked again.
      if (fence !== "none")
        yield* memory.remember({ fence, ...(model === undefined ? {} : { model }) })
      return fence
    })

    const print: PrintMachine["print"] = (work, ahead) =>
      Effect.gen(function* () {
        const trouble = yield* look
        if (trouble !== undefined) return refused(trouble)
        const ready = yield* Effect.exit(Effect.flatMap(connect, readied))
        if (Exit.isFailure(ready)) {
          yield* drop
          return refused("unreachable")
        }
        const { dialogue, fence } = ready.value
        yield* ahead
        return yield* deliver(dialogue, fence, work).pipe(
          Effect.catchTag("LineLost", () => Effect.succeed(unknown("offline"))),
          // Whatever stands between: the next paper begins on a line of which nothing is owed.
          Effect.onExit((exit) =>
            Exit.isSuccess(exit) && exit.value.state === "printed" ? Effect.void : drop,
          ),
        )
      }).pipe(
        Effect.ensuring(
          Effect.map(Clock.currentTimeMillis, (now) => {
            lastPaper = now
            Queue.offerUnsafe(wake, undefined)
          }),
        ),
        turn.withPermit,
      )

    const readied = (dialogue: Dialogue) =>
      Effect.map(fenceOf(dialogue), (fence) => ({ dialogue, fence }))

    const deliver = Effect.fnUntraced(function* (
      dialogue: Dialogue,
      fence: Fence,
      { bytes, fence: id }: { readonly bytes: Uint8Array; readonly fence: string },
    ) {
      if (fence === "none") {
        yield* dialogue.write(bytes)
        return mute ? printed("none") : unknown("no_fence")
      }
      const paper = dialogue.paper(fence, bytes, id)
      yield* dialogue.write(paper.bytes)
      yield* Effect.raceFirst(paper.out, watching(dialogue))
      return printed(fence)
    })

    /** While paper comes, or does not: the status is shown meanwhile, whether or not it speaks unasked. */
    const watching = (dialogue: Dialogue): Effect.Effect<never, LineLost> =>
      Effect.sleep(timing.pollMs).pipe(
        Effect.andThen(dialogue.askSigns),
        Effect.tap((signs) =>
          Effect.sync(() => {
            if (signs !== undefined) onSigns(signs)
          }),
        ),
        Effect.forever,
      )

    const nextLook = (now: number): number => {
      if (failures > 0) return Math.min(timing.awayMs, (timing.awayMs / 8) * 2 ** (failures - 1))
      if (connected === undefined) return timing.restMs
      const rested = lastPaper + timing.holdMs - now
      const soon = connected.dialogue.speaksUnasked() || mute ? timing.aliveMs : timing.pollMs
      return Math.max(0, Math.min(soon, rested))
    }
    const keepLooking = Effect.gen(function* () {
      yield* turn.withPermit(
        Effect.gen(function* () {
          yield* look
          if ((yield* Clock.currentTimeMillis) >= lastPaper + timing.holdMs) yield* drop
        }),
      )
      yield* Deferred.succeed(looked, undefined)
      const pause = nextLook(yield* Clock.currentTimeMillis)
      yield* Effect.raceFirst(
        Effect.sleep(pause),
        Effect.andThen(Queue.take(wake), Effect.sleep(wakeMs)),
      )
    })
    yield* Effect.forkScoped(Effect.forever(keepLooking))

    return {
      language,
      status: () => status,
      onChange: (listener) =>
        Effect.acquireRelease(
          Effect.sync(() => void listeners.add(listener)),
          () => Effect.sync(() => void listeners.delete(listener)),
        ),
      print,
      looked: Deferred.await(looked),
    } satisfies LinePrinter
  })

/** However often its line breaks, it is not looked for more often than this, in milliseconds. */
const wakeMs = 200

const away = (error: PrintCause): MachineStatus => ({
  online: false,
  paper: "ok",
  coverOpen: false,
  error,
})

const refused = (cause: PrintCause): PrintOutcome => ({ state: "refused", cause })
const unknown = (cause: PrintCause): PrintOutcome => ({ state: "unknown", cause })
const printed = (fence: Fence): PrintOutcome => ({ state: "printed", fence })
