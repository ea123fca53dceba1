import { it } from "@effect/vitest"
import { Effect, type Layer } from "effect"
import { describe, expect } from "vitest"
import type { TenantId } from "#core/kitchen/ids.ts"
import { OperationStore } from "#core/plugins/lifecycle/operation-store.ts"
import { StateStore } from "#core/plugins/lifecycle/state-store.ts"
import { operationAfter } from "#core/plugins/lifecycle/stored-operation.ts"
import { claimed, newOperation, queued } from "./queued-operation.ts"

/** What every store of operations promises, whatever it is made of. */
export const operationStoreContract = (
  name: string,
  stores: Layer.Layer<StateStore | OperationStore, unknown>,
  newTenant: () => Promise<TenantId>,
): void => {
  const tenant = Effect.promise(newTenant)
  const provided = <A, E>(effect: Effect.Effect<A, E, StateStore | OperationStore>) =>
    Effect.provide(effect, stores)

  describe(`operations on plugins in ${name}`, () => {
    it.effect(
      "[LIFESTORE-3] lets a restaurant have one operation at a time, judged by what was seen",
      () =>
        provided(
          Effect.gen(function* () {
            const operations = yield* OperationStore
            const [mine, theirs] = [yield* tenant, yield* tenant]
            const first = yield* queued(mine, "k")
            const second = newOperation(mine)
            expect(
              yield* operations.enqueue(second, { fingerprint: "g", seen: 1 }, []),
            ).toBeUndefined()
            expect(yield* operations.known(mine, "k")).toMatchObject({
              underWay: { id: first.id },
              repeated: { operation: { id: first.id }, fingerprint: "f" },
            })
            expect(yield* operations.known(mine, "another")).toMatchObject({ repeated: undefined })
            expect(yield* operations.known(theirs, "k")).toEqual({
              underWay: undefined,
              repeated: undefined,
            })
            expect(
              yield* operations.enqueue(newOperation(theirs), { fingerprint: "g", seen: 7 }, []),
            ).toBeUndefined()
            expect(yield* operations.get(theirs, first.id)).toBeUndefined()
            expect(yield* operations.list(mine, { limit: 10 })).toMatchObject([
              { id: first.id, status: "queued", requestedBy: { id: "ana" }, steps: first.steps },
            ])
            expect(yield* operations.list(mine, { plugin: "orders", limit: 10 })).toEqual([])
          }),
        ),
    )

    it.effect("[LIFESTORE-4] gives an operation to one process, until its lease is over", () =>
      provided(
        Effect.gen(function* () {
          const operations = yield* OperationStore
          const operation = yield* queued(yield* tenant)
          const mine = yield* claimed(operation, "one")
          expect(mine).toMatchObject({ status: "running", attempt: 1 })
          if (mine === undefined) return
          expect(yield* claimed(operation, "two")).toBeUndefined()
          expect(yield* operations.renew(mine, "one", 30_000)).toBe("held")
          expect(yield* operations.renew(mine, "two", 30_000)).toBe("lost")
          const next = operationAfter(mine, { is: "done" }, 5)
          expect(yield* operations.advance(mine, next, "two", [])).toBe("lost")
          // Left behind by a run of its own, it is taken up again.
          expect(yield* claimed(operation, "one")).toMatchObject({ attempt: 2 })
          expect(yield* operations.renew(mine, "one", -1_000)).toBe("held")
          expect(yield* claimed(operation, "two")).toMatchObject({ attempt: 3 })
          expect(yield* operations.advance(mine, next, "one", [])).toBe("lost")
          // Whoever is alone on the database need not wait for the dead.
          expect(yield* claimed(operation, "three", true)).toMatchObject({ attempt: 4 })
        }),
      ),
    )

    it.effect(
      "[LIFESTORE-5] moves on with the states or not at all, and never twice from a step",
      () =>
        provided(
          Effect.gen(function* () {
            const operations = yield* OperationStore
            const states = yield* StateStore
            const id = yield* tenant
            const operation = yield* queued(id)
            const first = yield* claimed(operation, "one")
            if (first === undefined) return expect(first).toBeDefined()
            const second = operationAfter(first, { is: "done" }, 5)
            expect(yield* operations.advance(first, second, "one", [])).toBe("held")
            expect(yield* operations.advance(first, second, "one", [])).toBe("lost")
            const over = operationAfter(second, { is: "done" }, 9)
            const flip = [{ plugin: "kds", actual: "enabled" }] as const
            expect(
              yield* Effect.flip(
                operations.advance(second, over, "one", flip, Effect.fail("the bus is gone")),
              ),
            ).toBe("the bus is gone")
            expect(yield* operations.get(id, operation.id)).toMatchObject({
              status: "running",
              step: 1,
            })
            expect(yield* states.of(id)).toMatchObject([{ actual: "absent" }])
            expect(yield* operations.advance(second, over, "one", flip)).toBe("held")
            expect(yield* operations.get(id, operation.id)).toMatchObject({
              status: "succeeded",
              finishedAt: 9,
              notes: [{ at: 5 }, { at: 9 }],
            })
            expect(yield* states.of(id)).toMatchObject([{ actual: "enabled" }])
            expect(yield* operations.renew(over, "one", 1)).toBe("lost")
          }),
        ),
    )

    it.effect(
      "[LIFESTORE-6] stops at the step at which a person called it off, and at no other",
      () =>
        provided(
          Effect.gen(function* () {
            const operations = yield* OperationStore
            const id = yield* tenant
            const operation = yield* queued(id)
            expect(yield* operations.askCancel(operation)).toBe(false)
            const running = yield* claimed(operation, "one")
            if (running === undefined) return expect(running).toBeDefined()
            expect(yield* operations.askCancel({ ...running, step: 1 })).toBe(false)
            expect(yield* operations.askCancel(running)).toBe(true)
            expect(yield* operations.renew(running, "one", 30_000)).toBe("cancelAsked")
            const next = operationAfter(running, { is: "done" }, 5)
            expect(yield* operations.advance(running, next, "one", [])).toBe("cancelAsked")
            const cancelled = operationAfter(running, { is: "cancelled" }, 6)
            expect(yield* operations.advance(running, cancelled, "one", [])).toBe("held")
            expect(yield* operations.known(id, undefined)).toMatchObject({ underWay: undefined })
          }),
        ),
    )

    it.effect("[LIFESTORE-7] begins a failed operation again unless another one is under way", () =>
      provided(
        Effect.gen(function* () {
          const operations = yield* OperationStore
          const id = yield* tenant
          const operation = yield* queued(id)
          const running = yield* claimed(operation, "one")
          if (running === undefined) return expect(running).toBeDefined()
          const failed = operationAfter(
            running,
            { is: "failed", error: { code: "X", detail: "x" } },
            5,
          )
          yield* operations.advance(running, failed, "one", [])
          const retried = operationAfter(failed, { is: "retried" }, 6)
          expect(yield* Effect.flip(operations.settle(failed, retried, [], 99))).toMatchObject({
            code: "PLUGIN_OPERATION_IN_PROGRESS",
          })
          const other = yield* queued(id)
          expect(yield* operations.settle(failed, retried, [])).toBe(false)
          const off = operationAfter(other, { is: "cancelled" }, 7)
          expect(yield* operations.settle(other, off, [])).toBe(true)
          expect(yield* operations.settle(other, off, [])).toBe(false)
          expect(yield* operations.settle(failed, retried, [])).toBe(true)
          expect(yield* operations.get(id, operation.id)).toMatchObject({
            status: "queued",
            error: undefined,
            attempt: 0,
          })
        }),
      ),
    )
  })
}
