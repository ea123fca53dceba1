import { Effect } from "effect"

/** Where a power cut tells: nothing fetched, bytes in memory, paper out and nobody told, told and not heard. */
export type PullMoment = "asking" | "fetched" | "printed" | "confirmed"

/** What may go wrong with a printer that fetches its papers, beside what its machine does. */
export interface PullFaults {
  /** Never returns when the power goes there. */
  readonly moment?: (moment: PullMoment) => Effect.Effect<void>
  /** The hub hears the request and the answer is lost. */
  readonly losesAnswer?: () => boolean
  /** The request is sent twice. */
  readonly repeats?: () => boolean
  /** Told of each answer, or that there was none. */
  readonly onAnswer?: (status: number | undefined) => void
}

/** No answer: nobody there, a time-out, or an answer that was lost on its way. */
export class NoAnswer extends Error {}

export interface Exchange {
  readonly status: number
  readonly headers: Headers
  readonly body: Uint8Array
}

/** One HTTP request as a machine makes it, with its faults. */
export const exchange = (
  { losesAnswer, repeats, onAnswer }: PullFaults,
  url: string,
  init: RequestInit,
): Effect.Effect<Exchange, NoAnswer> =>
  Effect.gen(function* () {
    if (repeats?.() === true) yield* Effect.ignore(once(url, init))
    const answer = yield* Effect.tapError(once(url, init), () =>
      Effect.sync(() => onAnswer?.(undefined)),
    )
    onAnswer?.(answer.status)
    return losesAnswer?.() === true ? yield* Effect.fail(new NoAnswer("lost")) : answer
  })

/** Longest that a machine waits, in milliseconds. */
const patienceMs = 30_000

const once = (url: string, init: RequestInit): Effect.Effect<Exchange, NoAnswer> =>
  Effect.tryPromise({
    try: async (signal) => {
      const within = AbortSignal.any([signal, AbortSignal.timeout(patienceMs)])
      const answer = await fetch(url, { ...init, signal: within })
      const body = new Uint8Array(await answer.arrayBuffer())
      return { status: answer.status, headers: answer.headers, body }
    },
    catch: (cause) => new NoAnswer(String(cause)),
  })
