import { Context, Effect } from "effect"

/** What waits for the end of a transaction. */
class Waiting {
  #over = false
  readonly #said: Array<() => void> = []

  /** A fiber that was started inside of the transaction may outlive it. */
  add(say: () => void): void {
    if (this.#over) say()
    else this.#said.push(say)
  }

  end(): void {
    this.#over = true
    for (const say of this.#said.splice(0)) say()
  }
}

const OpenTransaction = Context.Reference<Waiting | undefined>("heard/AfterCommit", {
  defaultValue: () => undefined,
})

/**
 * Says something once what it speaks of is stored; outside of a transaction at once. Also when the transaction failed: it
 * may have been stored all the same, so this is for what only makes somebody look again.
 */
export const afterCommit = (say: () => void): Effect.Effect<void> =>
  Effect.map(OpenTransaction, (open) => {
    if (open === undefined) say()
    else open.add(say)
  })

/** For whoever opens transactions in which plugins work. One inside of another ends with the outer one. */
export const withAfterCommit = <A, E, R>(
  transaction: Effect.Effect<A, E, R>,
): Effect.Effect<A, E, R> =>
  Effect.flatMap(OpenTransaction, (outer) => {
    if (outer !== undefined) return transaction
    const waiting = new Waiting()
    return transaction.pipe(
      Effect.provideService(OpenTransaction, waiting),
      Effect.ensuring(Effect.sync(() => waiting.end())),
    )
  })
