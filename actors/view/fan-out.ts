import { Effect, type Scope } from "effect"

/** One watcher of one view and how far it was served. */
export interface Subscriber {
  seq: number
  /** Latest number of the view. */
  readonly latest: () => number
  /** What comes after `from`, and the number that the watcher has then. */
  readonly advance: (from: number) => { readonly frame: string; readonly seq: number }
  readonly push: (frame: string) => boolean
  /** It could not keep up: forget it. */
  readonly lost: () => void
}

/** Sends what watchers have not yet got. */
export interface FanOut {
  readonly serve: (subscribers: Iterable<Subscriber>) => void
}

/**
 * How long the event loop may be held by sending, in milliseconds. A send costs 7 to 23 µs (reference figures), so a
 * loop over 5,000 sockets in one go would freeze the kitchen for 50 to 100 ms.
 */
const sliceMs = 2
/** Sends between two looks at the clock. */
const stride = 8

/**
 * Serves all views of the process in slices: whoever is behind gets everything up to the view's latest number, in
 * order; other work of the process comes in between.
 */
export const makeFanOut: Effect.Effect<FanOut, never, Scope.Scope> = Effect.gen(function* () {
  const waiting = new Set<Subscriber>()
  let scheduled = false
  let open = true

  const serveOne = (subscriber: Subscriber): void => {
    while (subscriber.seq < subscriber.latest()) {
      const { frame, seq } = subscriber.advance(subscriber.seq)
      if (!subscriber.push(frame)) {
        subscriber.lost()
        return
      }
      subscriber.seq = seq
    }
  }

  const slice = (): void => {
    scheduled = false
    if (!open) return
    const until = performance.now() + sliceMs
    let sent = 0
    for (const subscriber of waiting) {
      waiting.delete(subscriber)
      serveOne(subscriber)
      sent += 1
      if (sent % stride === 0 && performance.now() >= until) break
    }
    if (waiting.size > 0) schedule()
  }
  const schedule = (): void => {
    if (scheduled) return
    scheduled = true
    setImmediate(slice)
  }

  yield* Effect.addFinalizer(() =>
    Effect.sync(() => {
      open = false
      waiting.clear()
    }),
  )
  return {
    serve: (subscribers) => {
      for (const subscriber of subscribers) waiting.add(subscriber)
      // The first slice is taken at once: with a handful of screens nobody waits for the next turn of the loop.
      if (!scheduled) slice()
    },
  }
})
