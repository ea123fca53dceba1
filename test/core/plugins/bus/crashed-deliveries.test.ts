import { assert, it } from "@effect/vitest"
import { Effect, Exit, Layer, Schedule, Scope } from "effect"
import { TestClock } from "effect/testing"
import fc from "fast-check"
import { Outage } from "#core/hub/gate.ts"
import { on } from "#core/plugins/subscription.ts"
import { BusMemory } from "#test/support/bus-memory.ts"
import { memoryBusStore, Notebook } from "#test/support/memory-bus-store.ts"
import { memoryEventLog } from "#test/support/memory-event-log.ts"
import { Called, call, headOf, restaurant, runningBus } from "./bus-rig.ts"

/** How the handler takes an event. */
const moods = [
  "well",
  "well",
  "well",
  "fails once",
  "fails twice",
  "never",
  "hangs",
  "outage",
] as const
type Mood = (typeof moods)[number]

interface Story {
  readonly order: "key" | "tenant" | "none"
  readonly events: ReadonlyArray<{ readonly table: string; readonly mood: Mood }>
  /** After how many deeds of the store each life of the process ends. */
  readonly crashes: ReadonlyArray<number>
  /** Which deeds of the store fail once. */
  readonly outages: ReadonlyArray<number>
  /** Events that are told before the bus first runs. */
  readonly before: number
  readonly random: number
}

const story: fc.Arbitrary<Story> = fc.record({
  order: fc.constantFrom("key", "key", "tenant", "none"),
  events: fc.array(
    fc.record({
      table: fc.constantFrom("a", "b", "c"),
      mood: fc.constantFrom(...moods),
    }),
    { minLength: 1, maxLength: 14 },
  ),
  crashes: fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 5 }),
  outages: fc.array(fc.integer({ min: 1, max: 120 }), { maxLength: 12 }),
  before: fc.nat(6),
  random: fc.double({ min: 0, max: 1, noNaN: true }),
})

/** Once, a retry whose time was over when the process began again kept the next one from its time. */
const overdueAtStart: Story = {
  order: "key",
  events: [
    { table: "c", mood: "well" },
    { table: "b", mood: "fails once" },
    { table: "a", mood: "fails twice" },
  ],
  crashes: [13, 18, 11],
  outages: [31, 88, 18],
  before: 3,
  random: 0,
}

it("[BUS-13] keeps order, loses nothing and writes nothing twice, wherever the process dies", async () => {
  await fc.assert(
    fc.asyncProperty(story, (tale) => Effect.runPromise(live(tale))),
    { numRuns: 200, examples: [[overdueAtStart]] },
  )
}, 60_000)

it("[BUS-13] is seen to be broken when the store forgets what was done", async () => {
  const found = await fc.check(
    fc.asyncProperty(story, (tale) => Effect.runPromise(live(tale, true))),
    { numRuns: 500, endOnFailure: true },
  )
  assert.isTrue(found.failed)
}, 60_000)

const maxAttempts = 3

const live = (tale: Story, forgetsMarks = false): Effect.Effect<void> =>
  Effect.gen(function* () {
    const services = yield* Layer.build(memoryEventLog)
    const memory = new BusMemory()
    const calm = yield* Effect.provide(Layer.build(memoryBusStore({ memory })), services)
    const tenantId = restaurant()
    const outages = new Set(tale.outages)
    let deeds = 0
    let told = 0
    const tell = (count: number) =>
      Effect.gen(function* () {
        for (let n = 0; n < count && told < tale.events.length; n++) {
          // Told by somebody else: what is disturbed is the bus.
          yield* Effect.provide(call(tenantId, tale.events[told]?.table ?? "a", told), calm)
          told += 1
        }
      })
    /** One life of the process: until it dies, or until nothing is left to do. */
    const life = (diesAfter: number) =>
      Effect.gen(function* () {
        const scope = yield* Scope.make()
        let left = diesAfter
        const disturb = Effect.suspend((): Effect.Effect<void, Outage> => {
          deeds += 1
          left -= 1
          if (left <= 0) return Effect.never
          return outages.delete(deeds) ? Effect.fail(new Outage({ reason: "gone" })) : Effect.void
        })
        const store = yield* Layer.build(memoryBusStore({ memory, disturb, forgetsMarks }))
        yield* Effect.gen(function* () {
          const notes = yield* Notebook
          const taken = new Map<number, number>()
          const handler = on(Called, {
            id: "desk.crash",
            order: tale.order,
            maxAttempts,
            startFrom: "earliest",
            backoff: { baseMs: 20, capMs: 100 },
            timeoutMs: 200,
            handle: ({ n }, { position, attempt }) =>
              Effect.gen(function* () {
                yield* notes.write(tenantId, `${position}`)
                yield* Effect.sleep(n % 3)
                const mood = tale.events[n]?.mood
                const times = (taken.get(n) ?? 0) + 1
                taken.set(n, times)
                if (mood === "never") return yield* Effect.fail("never")
                if (mood === "hangs" && attempt === 1) return yield* Effect.never
                if (mood === "outage" && times < 3)
                  return yield* new Outage({ reason: "elsewhere" })
                if (mood === "fails once" && attempt < 2) return yield* Effect.fail("once")
                if (mood === "fails twice" && attempt < 3) return yield* Effect.fail("twice")
              }),
          })
          const { delivery } = yield* Scope.provide(
            runningBus({ desk: [handler] }, { random: () => tale.random }),
            scope,
          )
          yield* Effect.forkIn(
            Effect.retry(delivery.start(tenantId, "desk", "catchUp"), Schedule.spaced("10 millis")),
            scope,
          )
          for (let turn = 0; turn < 100 && left > 0; turn++) {
            yield* tell(1)
            yield* TestClock.adjust(turn < 20 ? "20 millis" : "1 second")
            if (yield* settled) break
          }
        }).pipe(Effect.provide(store))
        // The dead say nothing: what they would still store never comes back.
        left = 0
        const closing = yield* Effect.forkChild(Scope.close(scope, Exit.void))
        yield* TestClock.adjust("20 seconds")
        closing.interruptUnsafe()
      })
    const settled = Effect.gen(function* () {
      const head = yield* headOf(tenantId)
      const { places, deliveries } = memory.of(tenantId)
      return (
        told === tale.events.length &&
        places.get("desk.crash")?.position === head &&
        [...deliveries.values()].every(({ status }) => status === "dead")
      )
    })
    yield* Effect.gen(function* () {
      yield* tell(tale.before)
      for (const diesAfter of tale.crashes) yield* life(diesAfter)
      yield* life(Number.POSITIVE_INFINITY)
      check(tale, memory.of(tenantId).notes.map(Number), [
        ...memory.of(tenantId).deliveries.values(),
      ])
      assert.isTrue(yield* settled, "everything is settled in the end")
    }).pipe(Effect.provide(services))
  }).pipe(Effect.scoped, Effect.provide(TestClock.layer()), Effect.orDie)

/** @param notes positions in the order in which their rows were written; the n-th event stands at position n + 1 */
const check = (
  { order, events }: Story,
  notes: ReadonlyArray<number>,
  deliveries: ReadonlyArray<{ readonly position: number; readonly status: string }>,
): void => {
  const wanted = events.flatMap(({ mood }, n) => (mood === "never" ? [] : [n + 1]))
  const poisoned = events.flatMap(({ mood }, n) => (mood === "never" ? [n + 1] : []))
  assert.deepStrictEqual(notes.toSorted(byNumber), wanted, "each event's rows once")
  assert.deepStrictEqual(
    deliveries.map(({ position }) => position).toSorted(byNumber),
    poisoned,
    "dead letters of the poisoned",
  )
  if (order === "none") return
  const lanes = Map.groupBy(notes, (position) =>
    order === "key" ? events[position - 1]?.table : "all",
  )
  for (const positions of lanes.values())
    assert.deepStrictEqual(positions, positions.toSorted(byNumber), "in order")
}

const byNumber = (a: number, b: number): number => a - b
