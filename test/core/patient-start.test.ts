import { it } from "@effect/vitest"
import { Effect, Exit, Fiber, Scope } from "effect"
import { TestClock } from "effect/testing"
import { describe, expect } from "vitest"
import { Outage } from "#core/hub/gate.ts"
import { refused } from "#core/kitchen/refusal.ts"
import { patientStart } from "#core/patient-start.ts"

/** A start that opens something, and fails as often as it is told to. */
const start = (failures: number, failure = () => new Outage({ reason: "connection closed" })) => {
  const happened: Array<string> = []
  let left = failures
  const effect = Effect.gen(function* () {
    yield* Effect.acquireRelease(
      Effect.sync(() => happened.push("open")),
      () => Effect.sync(() => happened.push("close")),
    )
    if (left-- > 0) return yield* failure()
    return "up"
  })
  return { happened, effect }
}

describe("a start that the database fails", () => {
  it.effect("[START-1] is begun anew from nothing, and what it opened stays until the end", () =>
    Effect.gen(function* () {
      const { happened, effect } = start(2)
      const scope = yield* Scope.make()
      const fiber = yield* Effect.forkChild(Scope.provide(patientStart(effect), scope))
      yield* TestClock.adjust("5 seconds")
      expect(yield* Fiber.join(fiber)).toBe("up")
      expect(happened).toEqual(["open", "close", "open", "close", "open"])
      yield* Scope.close(scope, Exit.void)
      expect(happened.at(-1)).toBe("close")
    }),
  )

  it.effect("[START-1] is begun anew where somebody took the outage for a bug", () =>
    Effect.gen(function* () {
      const { happened, effect } = start(1)
      const fiber = yield* Effect.forkChild(Effect.scoped(patientStart(Effect.orDie(effect))))
      yield* TestClock.adjust("2 seconds")
      expect(yield* Fiber.join(fiber)).toBe("up")
      expect(happened).toEqual(["open", "close", "open", "close"])
    }),
  )

  it.effect("[START-1] ends in its own words when the database does not come back", () =>
    Effect.gen(function* () {
      const { happened, effect } = start(Number.POSITIVE_INFINITY)
      const fiber = yield* Effect.forkChild(Effect.flip(Effect.scoped(patientStart(effect))))
      yield* TestClock.adjust("11 seconds")
      const failure = yield* Fiber.join(fiber)
      expect(failure.message).toBe("connection closed")
      expect(happened.filter((what) => what === "open")).toHaveLength(11)
      expect(happened.at(-1)).toBe("close")
    }),
  )

  it.effect("[START-2] is not begun anew for what is wrong for good", () =>
    Effect.gen(function* () {
      const { happened, effect } = start(1, () => refused("SLUG_TAKEN", "taken") as never)
      yield* Effect.flip(Effect.scoped(patientStart(effect)))
      expect(happened).toEqual(["open", "close"])
    }),
  )
})
