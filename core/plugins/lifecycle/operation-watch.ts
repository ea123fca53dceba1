import { Effect, Queue, Stream } from "effect"
import type { CommandFailure } from "#core/hub/gate.ts"
import type { Scope } from "#core/hub/scope.ts"
import { refused } from "#core/kitchen/refusal.ts"
import { allowed } from "./change-requests.ts"
import type { Operation } from "./operation.ts"
import type { OperationRunner } from "./operation-runner.ts"
import type { OperationStore } from "./operation-store.ts"
import { isOver, shownOperation } from "./stored-operation.ts"

/** An operation that another process carries out is looked at this often. */
const lookEvery = "2 seconds"

/** As it is now, and after every change; ends with the operation. */
export const watchOperation = (
  {
    operations,
    runner,
  }: {
    readonly operations: OperationStore["Service"]
    readonly runner: OperationRunner
  },
  scope: Scope,
  id: string,
): Stream.Stream<Operation, CommandFailure> =>
  Stream.unwrap(
    Effect.gen(function* () {
      yield* allowed(scope, "core.plugins.read")
      // One place is enough: whoever looks sees the newest state, however many changes woke it.
      const wakes = yield* Queue.sliding<void>(1)
      yield* Effect.acquireRelease(
        Effect.sync(() =>
          runner.onStored((operation) => {
            if (operation.id === id) Queue.offerUnsafe(wakes, undefined)
          }),
        ),
        (stop) => Effect.sync(stop),
      )
      let isFirst = true
      const look = Effect.gen(function* () {
        if (!isFirst) yield* Effect.timeoutOption(Queue.take(wakes), lookEvery)
        isFirst = false
        const operation = yield* operations.get(scope.tenantId, id)
        if (operation === undefined)
          return yield* refused("OPERATION_NOT_FOUND", "There is no such operation", { id })
        return operation
      })
      return Stream.fromEffectRepeat(look).pipe(
        Stream.takeUntil(isOver),
        Stream.map(shownOperation),
        Stream.changesWith((a, b) => JSON.stringify(a) === JSON.stringify(b)),
      )
    }),
  )
