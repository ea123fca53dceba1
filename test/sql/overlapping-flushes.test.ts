import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import type { Scope } from "#core/hub/scope.ts"
import type { AppendVerdict } from "#sql/append-batch.ts"
import type { LogConnection } from "#sql/log-connection.ts"
import { logListeners } from "#sql/log-listeners.ts"
import { logWriter } from "#sql/log-writer.ts"
import { asking, happening, newOrder, newRestaurant } from "#test/support/append-request.ts"
import { until } from "#test/support/until.ts"

describe("flushes that overlap", () => {
  it.live("[LOG-20] the next one goes out before this one's answers are given", () =>
    Effect.gen(function* () {
      const { told, said, line, append, database } = yield* underTest
      yield* append(1)
      yield* append(5)
      database.answer("appended")
      yield* until(() => said.length === 1)
      assert.deepStrictEqual(line, ["sent 1", "sent 5", "Appended"])
      yield* append(4)
      database.answer("appended")
      yield* until(() => said.length === 6)
      const five = Array.from({ length: 5 }, () => "Appended")
      assert.deepStrictEqual(line.slice(3), ["sent 4", ...five])
      database.answer("appended")
      yield* until(() => said.length === 10)
      assert.deepStrictEqual(
        told,
        said.map((_, n) => n + 1),
      )
    }).pipe(Effect.scoped),
  )

  // So many wait behind one that ends like this, and what happens until the next flush is out.
  const ends: ReadonlyArray<readonly [string, number, Outcome, ReadonlyArray<string>]> = [
    ["while fewer than four wait, the answers come first", 3, "appended", ["Appended", "sent 3"]],
    ["what was busy is in the next flush, before all that waits", 6, "busy", ["sent 7"]],
    ["nothing goes out behind an unknown outcome", 6, "lost", ["LogUnavailable", "sent 6"]],
  ]
  for (const [title, waiting, outcome, then] of ends)
    it.live(`[LOG-20] ${title}`, () =>
      Effect.gen(function* () {
        const { said, line, append, database } = yield* underTest
        yield* append(1)
        yield* append(waiting)
        database.answer(outcome)
        yield* until(() => database.sizes().length === 2)
        assert.deepStrictEqual(line, ["sent 1", ...then])
        database.answer("appended")
        yield* until(() => said.length === 1 + waiting)
      }).pipe(Effect.scoped),
    )
})

describe("what is made ready while the database writes", () => {
  it.live("[LOG-21] comes after the statement and before the answer, for a lone append", () =>
    Effect.gen(function* () {
      const { said, line, append, database } = yield* underTest
      yield* append(1, () => line.push("made ready"))
      yield* until(() => line.length === 2)
      database.answer("appended")
      yield* until(() => said.length === 1)
      assert.deepStrictEqual(line, ["sent 1", "made ready", "Appended"])
      yield* append(3, () => line.push("made ready"))
      database.answer("appended")
      yield* until(() => said.length === 4)
      assert.deepStrictEqual(line.slice(3), ["sent 3", "Appended", "Appended", "Appended"])
    }).pipe(Effect.scoped),
  )

  it.live("[LOG-21] may go wrong", () =>
    Effect.gen(function* () {
      const { said, append, database } = yield* underTest
      for (const stored of [1, 2]) {
        yield* append(1, () => {
          throw new Error("a bug")
        })
        yield* until(() => database.sizes().length === stored)
        database.answer("appended")
        yield* until(() => said.length === stored)
      }
      assert.deepStrictEqual(said, ["Appended", "Appended"])
    }).pipe(Effect.scoped),
  )
})

/** A database that answers when the test says so: which statement is under way at which moment is what is asked here. */
const byHand = (line: Array<string>) => {
  const sizes: Array<number> = []
  let stored = 0
  let waiting: ((outcome: Outcome) => void) | undefined
  const connection: LogConnection = {
    query: <Row extends object>(_statement: string, parameters: ReadonlyArray<unknown>) =>
      new Promise<ReadonlyArray<Row>>((resolve, reject) => {
        if (waiting !== undefined) return reject(new Error("two statements at once"))
        // The lone request has the id of its restaurant where a batch has the numbers of its requests.
        const [numbers] = parameters
        const size = String(numbers).startsWith("{") ? String(numbers).split(",").length : 1
        sizes.push(size)
        line.push(`sent ${size}`)
        waiting = (outcome) => {
          waiting = undefined
          if (outcome === "lost") return reject(new Error("the connection is gone"))
          // The port lets the caller name the row; the log writer asks for verdicts alone.
          resolve(verdicts(size, outcome, stored) as unknown as ReadonlyArray<Row>)
          if (outcome === "appended") stored += size
        }
      }),
    close: async () => undefined,
  }
  return {
    connection,
    sizes: (): ReadonlyArray<number> => sizes,
    answer: (outcome: Outcome): void => waiting?.(outcome),
  }
}

type Outcome = "appended" | "busy" | "lost"

const verdicts = (
  size: number,
  outcome: "appended" | "busy",
  stored: number,
): ReadonlyArray<AppendVerdict> =>
  Array.from({ length: size }, (_, n) => ({
    request: n + 1,
    outcome,
    first_position: stored + n + 1,
    fingerprint: null,
    reply: null,
  }))

const underTest = Effect.gen(function* () {
  /** What happened, in its order. */
  const line: Array<string> = []
  const database = byHand(line)
  const listeners = logListeners()
  const told: Array<number> = []
  yield* listeners.feed.subscribe({
    onCommitted: ({ events }) => told.push(...events.map(({ position }) => position)),
    onMoved: () => undefined,
  })
  const append = yield* logWriter({
    connection: database.connection,
    listeners,
    now: () => Date.now(),
  })
  const scope: Scope = newRestaurant()
  const said: Array<string> = []
  const say = ({ _tag }: { readonly _tag: string }): void => {
    said.push(_tag)
    line.push(_tag)
  }
  return {
    ...{ database, told, said, line },
    /** So many callers at once; resolves when all of them wait. */
    append: (count: number, meanwhile?: () => void) =>
      Effect.forEach(
        Array.from({ length: count }),
        () =>
          append(scope, {
            ...asking(happening(newOrder(), 0, "placed")),
            ...(meanwhile === undefined ? {} : { meanwhile }),
          }).pipe(
            Effect.match({ onSuccess: say, onFailure: say }),
            Effect.forkScoped({ startImmediately: true }),
          ),
        { discard: true },
      ).pipe(Effect.andThen(Effect.promise(() => new Promise((done) => setImmediate(done))))),
  }
})
