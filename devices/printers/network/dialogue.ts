import { Deferred, Effect, Option, Queue, type Scope } from "effect"
import type { PaperFence } from "#core/hub/printer-profile.ts"
import { AnswerReader, type PrinterAnswer } from "./answer-reader.ts"
import {
  answerInOrder,
  fenceId,
  nameYourself,
  realTimeStatus,
  tellWhenPrinted,
  withAutomaticStatus,
} from "./escpos-bytes.ts"
import type { LineLost, OpenLine, PrinterLine } from "./printer-line.ts"
import { type PrinterSigns, signsOfAutomatic, signsOfRealTime } from "./printer-signs.ts"

export type Fence = typeof PaperFence.Type

/** Questions and answers on one open line. One question at a time; what the printer says unasked is told at once. */
export interface Dialogue extends PrinterLine {
  /** Nothing when it does not answer in time. */
  readonly askSigns: Effect.Effect<PrinterSigns | undefined, LineLost>
  readonly askName: Effect.Effect<string | undefined, LineLost>
  /** Which fence it knows, by asking for both: the first one that can be answered in order is. */
  readonly askFence: Effect.Effect<Fence, LineLost>
  /**
   * A ticket with its fence. Listens from the call on, so call before its bytes are written; `out` waits until the
   * printer says that all of it is on paper.
   */
  readonly paper: (
    fence: Exclude<Fence, "none">,
    bytes: Uint8Array,
    id: string,
  ) => { readonly bytes: Uint8Array; readonly out: Effect.Effect<void, LineLost> }
  /** It says by itself what changes. */
  readonly speaksUnasked: () => boolean
}

/** @param answerMs how long one answer may take, in milliseconds */
export const openDialogue = (
  open: OpenLine,
  onSigns: (signs: PrinterSigns) => void,
  answerMs: number,
): Effect.Effect<Dialogue, LineLost, Scope.Scope> =>
  Effect.gen(function* () {
    const reader = new AnswerReader()
    /** Answers to the question under way; more than a few are somebody's mistake. */
    const answers = yield* Queue.sliding<PrinterAnswer>(16)
    let unasked = false
    let awaited: ((answer: PrinterAnswer) => void) | undefined

    const line = yield* open((bytes) => {
      for (const answer of reader.read(bytes)) {
        if (answer.kind === "automatic") {
          unasked = true
          onSigns(signsOfAutomatic(answer.bytes))
        } else {
          awaited?.(answer)
          Queue.offerUnsafe(answers, answer)
        }
      }
    })

    const heard = <K extends PrinterAnswer["kind"]>(
      ...kinds: ReadonlyArray<K>
    ): Effect.Effect<Extract<PrinterAnswer, { readonly kind: K }> | undefined, LineLost> =>
      Queue.take(answers).pipe(
        Effect.repeat({ until: (answer) => kinds.some((kind) => kind === answer.kind) }),
        Effect.map((answer) => answer as Extract<PrinterAnswer, { readonly kind: K }>),
        Effect.timeoutOption(answerMs),
        Effect.map(Option.getOrUndefined),
        Effect.raceFirst(line.lost),
      )
    const ask = (bytes: Uint8Array) => Effect.andThen(Queue.clear(answers), line.write(bytes))
    const askRealTime = (n: 1 | 2 | 3 | 4) =>
      Effect.map(
        Effect.andThen(ask(realTimeStatus(n)), heard("realTime")),
        (answer) => answer?.byte,
      )

    return {
      ...line,
      speaksUnasked: () => unasked,
      askSigns: Effect.gen(function* () {
        const printer = yield* askRealTime(1)
        if (printer === undefined) return undefined
        const offline = yield* askRealTime(2)
        const wrong = offline !== undefined && (offline & 0x40) !== 0
        const error = wrong || (printer & 0x08) !== 0 ? yield* askRealTime(3) : undefined
        const paper = yield* askRealTime(4)
        return signsOfRealTime({
          printer,
          ...(offline === undefined ? {} : { offline }),
          ...(error === undefined ? {} : { error }),
          ...(paper === undefined ? {} : { paper }),
        })
      }),
      askName: Effect.gen(function* () {
        yield* ask(nameYourself)
        const maker = yield* heard("text")
        const model = maker === undefined ? undefined : yield* heard("text")
        return maker === undefined ? undefined : [maker.text, model?.text ?? ""].join(" ").trim()
      }),
      askFence: Effect.gen(function* () {
        yield* ask(Buffer.concat([tellWhenPrinted("ask0"), answerInOrder]))
        const first = yield* heard("printedUpTo", "inOrder")
        if (first?.kind === "printedUpTo") {
          // Its second answer is not to be taken for somebody else's.
          yield* heard("inOrder")
          return "gs(h"
        }
        return first === undefined || reader.garbage > 0 ? "none" : "gs-r"
      }),
      paper: (fence, bytes, id) => {
        const come = Deferred.makeUnsafe<void>()
        const wanted = fenceId(id)
        const { garbage } = reader
        awaited = (answer) => {
          const isIt =
            fence === "gs(h"
              ? answer.kind === "printedUpTo" && answer.id === wanted
              : // Any byte may look like this answer, so among garbage it is none.
                answer.kind === "inOrder" && reader.garbage === garbage
          if (isIt) Deferred.doneUnsafe(come, Effect.void)
        }
        const last = fence === "gs(h" ? tellWhenPrinted(id) : answerInOrder
        return {
          bytes: Buffer.concat([withAutomaticStatus(bytes), last]),
          out: Effect.raceFirst(Deferred.await(come), line.lost),
        }
      },
    } satisfies Dialogue
  })
