import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber } from "effect"
import { TestClock } from "effect/testing"
import { HandlingTime } from "#core/plugins/bus/handling-time.ts"

const isSpent = (fiber: Fiber.Fiber<void>) => fiber.pollUnsafe() !== undefined

describe("how long a handler is at work", () => {
  it.effect("[BUS-10] ends after its time", () =>
    Effect.gen(function* () {
      const time = yield* HandlingTime.begin
      const spent = yield* Effect.forkChild(time.spent(500))
      yield* TestClock.adjust(499)
      assert.isFalse(isSpent(spent))
      yield* TestClock.adjust(1)
      assert.isTrue(isSpent(spent))
    }),
  )

  it.effect("[BUS-10] does not count what it waits for the hub, and all before and after", () =>
    Effect.gen(function* () {
      const time = yield* HandlingTime.begin
      const spent = yield* Effect.forkChild(time.spent(500))
      yield* TestClock.adjust(200)
      const waiting = yield* Effect.forkChild(time.apart(Effect.sleep(3000)))
      yield* TestClock.adjust(3000)
      yield* Fiber.await(waiting)
      yield* TestClock.adjust(299)
      assert.isFalse(isSpent(spent))
      yield* TestClock.adjust(1)
      assert.isTrue(isSpent(spent))
    }),
  )

  it.effect("[BUS-10] goes on when the wait fails", () =>
    Effect.gen(function* () {
      const time = yield* HandlingTime.begin
      const spent = yield* Effect.forkChild(time.spent(500))
      yield* Effect.exit(time.apart(Effect.fail("none is free")))
      yield* TestClock.adjust(500)
      assert.isTrue(isSpent(spent))
    }),
  )
})
