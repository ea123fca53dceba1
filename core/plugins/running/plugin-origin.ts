import { AsyncLocalStorage } from "node:async_hooks"
import { Context, Effect, type Fiber } from "effect"
import { TenantContext } from "#core/plugins/tenant-context.ts"

/** Whose code runs, and whose promises and timers are what it leaves behind. */
export type PluginOrigin = TenantContext["Service"]

const origins = new AsyncLocalStorage<PluginOrigin | undefined>()

/** Undefined: nothing of a plugin runs. */
export const originNow = (): PluginOrigin | undefined => origins.getStore()

/**
 * From here on everything is this plugin's. A fiber takes that along over its waits and to its children; whoever enters
 * leaves with {@link leave}. Not `AsyncLocalStorage.run`, which would need a fiber of its own for each call.
 */
export const enter = (origin: PluginOrigin): void => origins.enterWith(origin)

/** Back to the plugin inside of which this fiber was called, or to the hub. */
export const leave = (fiber: Fiber.Fiber<unknown, unknown>): void =>
  origins.enterWith(Context.getOrUndefined(fiber.context, TenantContext))

/** For what is no call and so does not come by the guard: an instance's start, an event's handler, a picture. */
export const inOrigin = <A, E, R>(
  origin: PluginOrigin,
  work: Effect.Effect<A, E, R>,
): Effect.Effect<A, E, R> =>
  Effect.suspend(() => {
    // An instance that starts without a wait starts in the middle of the call that asked for it.
    const before = originNow()
    enter(origin)
    return Effect.onExit(work, () => Effect.sync(() => origins.enterWith(before)))
  })
