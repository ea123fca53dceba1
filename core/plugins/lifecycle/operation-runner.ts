import { Deferred, Effect, FiberSet, Queue, type Scope } from "effect"
import { v7 as uuid } from "uuid"
import type { LifecycleParts } from "./lifecycle-parts.ts"
import { leaseMs, type Moment, runOperation } from "./operation-run.ts"
import type { StoredOperation } from "./stored-operation.ts"

/** Operations that this process carries out at the same time, each of another restaurant. */
const atOnce = 4

/** Longest that an operation whose process died, or that met an outage, lies about. */
const sweepEvery = "5 seconds"

export interface OperationRunner {
  /** There is something to do. */
  readonly wake: Effect.Effect<void>
  /** Ends the step that runs here, if it may still be undone. */
  readonly callOff: (operationId: string) => Effect.Effect<void>
  /** Called after every change that this process made to an operation, until the returned function is called. */
  readonly onStored: (listener: (operation: StoredOperation) => void) => () => void
  readonly stored: (operation: StoredOperation) => void
}

/**
 * Carries out whatever operation is queued or was left behind, of any restaurant, for as long as the scope is open.
 *
 * @param options.alone no other process works on this database: what is under way at the start lost its process
 */
export const operationRunner = (
  parts: LifecycleParts,
  options: {
    readonly alone: boolean
    readonly onMoment?: (moment: Moment) => Effect.Effect<void>
  },
): Effect.Effect<OperationRunner, never, Scope.Scope> =>
  Effect.gen(function* () {
    const owner = uuid()
    const wakes = yield* Queue.sliding<void>(1)
    const running = new Map<string, Deferred.Deferred<void>>()
    const listeners = new Set<(operation: StoredOperation) => void>()
    const stored = (operation: StoredOperation): void => {
      for (const listener of listeners) listener(operation)
    }
    const fork = yield* FiberSet.makeRuntime<never, unknown, never>()
    const wake = Effect.asVoid(Queue.offer(wakes, undefined))

    const begin = (operation: StoredOperation): void => {
      const calledOff = Deferred.makeUnsafe<void>()
      running.set(operation.id, calledOff)
      stored(operation)
      fork(
        runOperation(
          parts,
          { owner, onStored: stored, onMoment: options.onMoment ?? (() => Effect.void) },
          operation,
          calledOff,
        ).pipe(
          Effect.onExit((exit) =>
            Effect.suspend(() => {
              running.delete(operation.id)
              // More may have been queued than there was room for. What was left behind waits for the next sweep.
              return exit._tag === "Success" && exit.value === "over" ? wake : Effect.void
            }),
          ),
        ),
      )
    }
    let mayTakeOver = options.alone
    const sweep = Effect.suspend(() => {
      const limit = atOnce - running.size
      if (limit <= 0) return Effect.void
      return Effect.map(
        parts.operations.claim({
          owner,
          leaseMs,
          limit,
          running: [...running.keys()],
          alone: mayTakeOver,
        }),
        (claimed) => {
          // There may be more that the last process left than there is room for now.
          if (claimed.length < limit) mayTakeOver = false
          for (const operation of claimed) begin(operation)
        },
      )
    }).pipe(
      Effect.catch(({ reason }) =>
        Effect.logWarning(`Changes of plugins wait: the database does not answer (${reason})`),
      ),
    )
    yield* Effect.forkScoped(
      Effect.forever(Effect.andThen(sweep, Effect.timeoutOption(Queue.take(wakes), sweepEvery))),
    )
    return {
      wake,
      callOff: (operationId) =>
        Effect.suspend(() => {
          const calledOff = running.get(operationId)
          return calledOff === undefined
            ? Effect.void
            : Effect.asVoid(Deferred.succeed(calledOff, undefined))
        }),
      onStored: (listener) => {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
      stored,
    }
  })
