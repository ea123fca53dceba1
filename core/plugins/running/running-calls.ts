import { Effect, Fiber } from "effect"
import type { TenantId } from "#core/kitchen/ids.ts"

/** One call that runs in a plugin. */
export interface RunningCall {
  /** Of the instance that it runs on. */
  readonly epoch: number
  fiber: Fiber.Fiber<unknown, unknown> | undefined
  /** It took too long to finish and was ended, because its instance was shut down. */
  cut: boolean
}

/** What runs in one plugin, by restaurant: for its places, and for letting it finish. */
export class RunningCalls {
  readonly #running = new Map<TenantId, Set<RunningCall>>()

  count(tenantId: TenantId): number {
    return this.#running.get(tenantId)?.size ?? 0
  }

  enter(tenantId: TenantId, epoch: number): RunningCall {
    const call: RunningCall = { epoch, fiber: undefined, cut: false }
    const calls = this.#running.get(tenantId)
    if (calls === undefined) this.#running.set(tenantId, new Set([call]))
    else calls.add(call)
    return call
  }

  leave(tenantId: TenantId, call: RunningCall): void {
    const calls = this.#running.get(tenantId)
    calls?.delete(call)
    if (calls?.size === 0) this.#running.delete(tenantId)
  }

  /**
   * Waits for the calls on instances older than `epoch`, and ends those that are still there after `timeoutMs`.
   *
   * @returns how many were ended
   */
  drain(tenantId: TenantId, epoch: number, timeoutMs: number): Effect.Effect<number> {
    return Effect.suspend(() => {
      const old = [...(this.#running.get(tenantId) ?? [])].filter((call) => call.epoch < epoch)
      const fibers = old.flatMap(({ fiber }) => (fiber === undefined ? [] : [fiber]))
      return Effect.gen({ self: this }, function* () {
        yield* Effect.timeoutOption(Fiber.awaitAll(fibers), timeoutMs)
        const left = [...(this.#running.get(tenantId) ?? [])].filter((call) => old.includes(call))
        for (const call of left) {
          call.cut = true
          call.fiber?.interruptUnsafe()
        }
        return left.length
      })
    })
  }
}
