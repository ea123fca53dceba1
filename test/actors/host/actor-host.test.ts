import { assert, describe, it } from "@effect/vitest"
import { Deferred, Duration, Effect, Scope as EffectScope, Exit, Fiber } from "effect"
import { TestClock } from "effect/testing"
import { type ActorDefinition, makeActorHost } from "#actors/host/actor-host.ts"
import { systemScope } from "#core/hub/scope.ts"
import type { TenantId } from "#core/kitchen/ids.ts"

const tenant = systemScope("01930000-0000-7000-8000-00000000000a" as TenantId)
const rival = systemScope("01930000-0000-7000-8000-00000000000b" as TenantId)

type Ask = { readonly add: number; readonly fail?: "refused" | "conflict" | "once" }

/** An actor that counts, and a durable store that it must agree with. */
const counter = () => {
  const stored = new Map<string, number>()
  const loads: string[] = []
  let inFlight = 0
  let mostInFlight = 0
  let conflicts = 1
  const definition: ActorDefinition<number, Ask, number, "refused" | "conflict", never> = {
    name: "counter",
    idle: Duration.minutes(5),
    mailbox: 3,
    keepsState: (error) => error === "refused",
    retries: (error) => error === "conflict",
    load: ({ scope, id }) =>
      Effect.sync(() => {
        loads.push(id)
        return stored.get(`${scope.tenantId}/${id}`) ?? 0
      }),
    handle: ({ scope, id }, state, { add, fail }) =>
      Effect.gen(function* () {
        inFlight += 1
        mostInFlight = Math.max(mostInFlight, inFlight)
        yield* Effect.yieldNow
        inFlight -= 1
        if (fail === "refused" || fail === "conflict") return yield* Effect.fail(fail)
        if (fail === "once" && conflicts > 0) {
          conflicts -= 1
          return yield* Effect.fail("conflict" as const)
        }
        const next = state + add
        stored.set(`${scope.tenantId}/${id}`, next)
        return [next, next] as const
      }),
  }
  return { definition, stored, loads, mostInFlight: () => mostInFlight }
}
const at = (id: string, scope = tenant) => ({ scope, id })

describe("an actor host", () => {
  it.effect("lets one command at a time act on an actor, in the order they came", () =>
    Effect.gen(function* () {
      const { definition, mostInFlight } = counter()
      const host = yield* makeActorHost(definition)
      const answers = yield* Effect.all(
        [1, 1, 1].map((add) => host.ask(at("a"), { add })),
        { concurrency: "unbounded" },
      )
      assert.deepStrictEqual(answers, [1, 2, 3])
      assert.strictEqual(mostInFlight(), 1)
    }),
  )

  it.effect("keeps two restaurants' actors of the same id apart", () =>
    Effect.gen(function* () {
      const host = yield* makeActorHost(counter().definition)
      yield* host.ask(at("a"), { add: 5 })
      assert.strictEqual(yield* host.ask(at("a", rival), { add: 1 }), 1)
    }),
  )

  it.effect("loads once and keeps its state over a refusal", () =>
    Effect.gen(function* () {
      const { definition, loads } = counter()
      const host = yield* makeActorHost(definition)
      yield* host.ask(at("a"), { add: 1 })
      yield* Effect.flip(host.ask(at("a"), { add: 1, fail: "refused" }))
      assert.strictEqual(yield* host.ask(at("a"), { add: 1 }), 2)
      assert.deepStrictEqual(loads, ["a"])
    }),
  )

  it.effect("loads afresh and tries once more when another writer was first", () =>
    Effect.gen(function* () {
      const { definition, loads, stored } = counter()
      const host = yield* makeActorHost(definition)
      yield* host.ask(at("a"), { add: 1 })
      stored.set(`${tenant.tenantId}/a`, 10)
      assert.strictEqual(yield* host.ask(at("a"), { add: 1, fail: "once" }), 11)
      assert.deepStrictEqual(loads, ["a", "a"])
    }),
  )

  it.effect("gives up after the second conflict and believes nothing it had", () =>
    Effect.gen(function* () {
      const { definition, loads } = counter()
      const host = yield* makeActorHost(definition)
      const failure = yield* Effect.flip(host.ask(at("a"), { add: 1, fail: "conflict" }))
      assert.strictEqual(failure, "conflict")
      assert.strictEqual(loads.length, 2)
    }),
  )

  it.effect("refuses the command that finds the mailbox full", () =>
    Effect.gen(function* () {
      const host = yield* makeActorHost(counter().definition)
      const exits = yield* Effect.all(
        [1, 1, 1, 1].map((add) => Effect.exit(host.ask(at("a"), { add }))),
        { concurrency: "unbounded" },
      )
      assert.deepStrictEqual(exits.map(Exit.isSuccess), [true, true, true, false])
    }),
  )

  it.effect("leaves memory when nobody asked for a while, and comes back with its state", () =>
    Effect.gen(function* () {
      const { definition, loads } = counter()
      const host = yield* makeActorHost(definition)
      yield* host.ask(at("a"), { add: 7 })
      assert.strictEqual(host.size(), 1)
      yield* TestClock.adjust(Duration.minutes(10))
      assert.strictEqual(host.size(), 0)
      assert.strictEqual(yield* host.ask(at("a"), { add: 1 }), 8)
      assert.strictEqual(loads.length, 2)
    }),
  )

  it.effect("leaves at once when its state is in memory elsewhere anyway", () =>
    Effect.gen(function* () {
      const { definition, stored, loads } = counter()
      const host = yield* makeActorHost({
        ...definition,
        elsewhere: ({ scope, id }, { add }, state) =>
          add !== 2 && stored.get(`${scope.tenantId}/${id}`) === state,
      })
      yield* host.ask(at("a"), { add: 1 })
      assert.strictEqual(host.size(), 0)
      yield* host.ask(at("a"), { add: 2 })
      assert.strictEqual(host.size(), 1)
      assert.strictEqual(yield* host.ask(at("a"), { add: 4 }), 7)
      assert.deepStrictEqual(loads, ["a", "a"])
      assert.strictEqual(host.size(), 0)
    }),
  )

  it.effect("lets who waits in line give up, and keeps the order of the others", () =>
    Effect.gen(function* () {
      const go = yield* Deferred.make<void>()
      const { definition, stored } = counter()
      const host = yield* makeActorHost({
        ...definition,
        handle: (address, state, ask: Ask) =>
          Effect.andThen(Deferred.await(go), definition.handle(address, state, ask)),
      })
      const first = yield* Effect.forkChild(host.ask(at("a"), { add: 1 }))
      yield* Effect.yieldNow
      const second = yield* Effect.forkChild(host.ask(at("a"), { add: 10 }))
      const third = yield* Effect.forkChild(host.ask(at("a"), { add: 100 }))
      yield* Effect.yieldNow
      yield* Fiber.interrupt(second)
      yield* Deferred.succeed(go, undefined)
      assert.strictEqual(yield* Fiber.join(first), 1)
      assert.strictEqual(yield* Fiber.join(third), 101)
      assert.strictEqual(stored.get(`${tenant.tenantId}/a`), 101)
    }),
  )

  it.effect("serves a long line without waking each inside the one before", () =>
    Effect.gen(function* () {
      const { definition } = counter()
      const go = yield* Deferred.make<void>()
      const host = yield* makeActorHost({
        ...definition,
        mailbox: 20_000,
        handle: (_, state, { add }: Ask) =>
          Effect.as(state === 0 ? Deferred.await(go) : Effect.void, [
            state + add,
            state + add,
          ] as const),
      })
      const all = yield* Effect.forkChild(
        Effect.all(
          Array.from({ length: 10_000 }, () => host.ask(at("a"), { add: 1 })),
          { concurrency: "unbounded" },
        ),
      )
      yield* Effect.yieldNow
      yield* Deferred.succeed(go, undefined)
      assert.strictEqual((yield* Fiber.join(all)).at(-1), 10_000)
    }),
  )

  it.effect("is claimed only when nobody has its turn, and then has the others wait", () =>
    Effect.gen(function* () {
      const { definition } = counter()
      const host = yield* makeActorHost(definition)
      assert.isUndefined(host.claim(at("a"), undefined))
      const claim = host.claim(at("a"), 5)
      assert.strictEqual(claim?.state, 5)
      assert.isUndefined(host.claim(at("a"), 5))
      const asking = yield* Effect.forkChild(host.ask(at("a"), { add: 1 }))
      yield* Effect.yieldNow
      claim?.leave(7)
      claim?.leave(9)
      assert.strictEqual(yield* Fiber.join(asking), 8)
      const again = host.claim(at("a"), 5)
      assert.strictEqual(again?.state, 8)
      again?.leave(undefined)
    }),
  )

  it.effect("finishes what it began though the asker left, and drains before it closes", () =>
    Effect.gen(function* () {
      const begun = yield* Deferred.make<void>()
      const go = yield* Deferred.make<void>()
      const { definition, stored } = counter()
      const scope = yield* EffectScope.make()
      const host = yield* makeActorHost({
        ...definition,
        handle: (address, state, ask: Ask) =>
          Deferred.succeed(begun, undefined).pipe(
            Effect.andThen(Deferred.await(go)),
            Effect.andThen(definition.handle(address, state, ask)),
          ),
      }).pipe(EffectScope.provide(scope))
      const asking = yield* Effect.forkChild(host.ask(at("a"), { add: 3 }))
      yield* Deferred.await(begun)
      const leaving = yield* Effect.forkChild(Fiber.interrupt(asking))
      const closing = yield* Effect.forkChild(EffectScope.close(scope, Exit.void))
      yield* Effect.yieldNow
      const late = yield* Effect.flip(host.ask(at("b"), { add: 1 }))
      yield* Deferred.succeed(go, undefined)
      yield* Fiber.join(closing)
      yield* Fiber.join(leaving)
      assert.strictEqual(stored.get(`${tenant.tenantId}/a`), 3)
      assert.strictEqual(typeof late === "string" ? late : late._tag, "Overloaded")
    }),
  )
})
