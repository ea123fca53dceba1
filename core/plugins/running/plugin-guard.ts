import { Cause, Clock, Context, Effect, Exit, References } from "effect"
import { type CommandFailure, Outage } from "#core/hub/gate.ts"
import { may, type Scope } from "#core/hub/scope.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import type { Refused } from "#core/kitchen/refusal.ts"
import type { LoadedPlugin } from "#core/plugins/loading/loaded-plugin.ts"
import type { PluginStates, TenantPlugin } from "#core/plugins/plugin-states.ts"
import { endingOf } from "./call-ending.ts"
import { Circuits, type Ending, type Fault } from "./circuits.ts"
import { servesData } from "./data-version.ts"
import {
  busy,
  forbidden,
  quarantined,
  timedOut,
  unavailable,
  upgradeRequired,
} from "./guard-refusals.ts"
import { type LongStretches, longStretchMs } from "./long-stretches.ts"
import { notEnabled } from "./not-enabled.ts"
import type { PluginInstances } from "./plugin-instances.ts"
import { enter, leave, type PluginOrigin } from "./plugin-origin.ts"
import type { AskedWork, PluginWork } from "./plugin-work.ts"
import { type RunningCall, RunningCalls } from "./running-calls.ts"

/** Of a call, when the manifest sets no limit. */
const defaultTimeoutMs = 10_000
/** Calls of one restaurant in one plugin at the same time, when the manifest sets no limit. */
const defaultConcurrency = 64

/** A plugin that failed so often in a restaurant that it waits for a person now. */
export interface Breakdown {
  readonly tenantId: TenantId
  readonly plugin: string
  /** What the last fault was. */
  readonly detail: string
  /** Called when it is stored that it waits, or need not be. */
  readonly stored?: () => void
}

/** What the life cycle sees of the guard. */
export class PluginGuard extends Context.Service<
  PluginGuard,
  {
    /**
     * Calls on instances of an older epoch finish, or are ended after so many milliseconds.
     *
     * @returns how many were ended
     */
    readonly drain: (plugin: string, tenantId: TenantId, timeoutMs: number) => Effect.Effect<number>
    readonly isCutOff: (plugin: string, tenantId: TenantId) => boolean
    /** What went wrong last since it was started, upgraded or released. */
    readonly lastFault: (plugin: string, tenantId: TenantId) => Fault | undefined
    /** Whether this code cannot serve the restaurant's data. */
    readonly isMismatched: (plugin: string, tenantId: TenantId) => boolean
    readonly onBreakdown: (listener: (breakdown: Breakdown) => void) => () => void
    /** Something that its code left behind broke, and nobody waited for it: a fault like that of a call. */
    readonly blame: (origin: PluginOrigin, detail: string) => Effect.Effect<void>
    /** It waits for a person from now on, however rarely it failed before. Resolves when that is stored. */
    readonly setAside: (origin: PluginOrigin, detail: string) => Promise<void>
  }
>()("heard/PluginGuard") {}

/** A plugin with what its guard keeps of it. */
interface Guarded {
  readonly plugin: LoadedPlugin
  readonly timeoutMs: number
  readonly concurrency: number
  readonly calls: RunningCalls
  readonly circuits: Circuits
  readonly serves: (dataVersion: string | undefined) => boolean
}

/**
 * The one way into a plugin: enabled 404, permitted 403, in service and of the right data 503, a free place 429, in this
 * order. Then the work runs in the restaurant's instance, for as long as it may.
 *
 * @param databaseBeats asked when the time of a call is over: a plugin that waits for a database that stands still is not
 * at fault
 */
export const makeGuard = (
  plugins: ReadonlyMap<string, LoadedPlugin>,
  instances: Pick<PluginInstances["Service"], "get">,
  states: PluginStates["Service"],
  stretches: LongStretches,
  databaseBeats: Effect.Effect<boolean> = Effect.succeed(true),
): { readonly work: PluginWork["Service"]; readonly guard: PluginGuard["Service"] } => {
  const guarded = new Map([...plugins].map(([key, plugin]) => [key, guardedPlugin(plugin)]))
  const breakdowns = new Set<(breakdown: Breakdown) => void>()
  const breakDown = (breakdown: Breakdown): void => {
    for (const listener of breakdowns) listener(breakdown)
  }
  /** What an ending means for the calls to come. */
  const judge = (
    { plugin, circuits }: Guarded,
    { tenantId, epoch, isProbe }: { tenantId: TenantId; epoch: number; isProbe: boolean },
    ending: Ending,
    now: number,
  ): void => {
    const broke = circuits.ended(tenantId, epoch, ending, isProbe, now)
    if (broke === "quarantined" && typeof ending === "object")
      breakDown({ tenantId, plugin: plugin.key, detail: ending.detail })
  }

  const run: PluginWork["Service"]["run"] = (scope, asked, work) =>
    Effect.withFiber((fiber) => {
      const clock = fiber.getRef(Clock.Clock)
      const { tenantId } = scope
      const entry = guarded.get(asked.plugin)
      const state = states.of(tenantId).get(asked.plugin)
      if (entry === undefined || !isServed(state)) return Effect.fail(notEnabled(asked.plugin))
      const now = clock.currentTimeMillisUnsafe()
      const admitted = admit(entry, state, scope, asked, now)
      if ("refusal" in admitted) return Effect.fail(admitted.refusal)
      const call = entry.calls.enter(tenantId, state.epoch)
      const timeoutMs = asked.timeoutMs ?? entry.timeoutMs
      const began = stretches.began()
      enter({ tenantId, pluginKey: asked.plugin })
      return inTime(
        asked.plugin,
        call,
        timeoutMs,
        databaseBeats,
        Effect.scoped(
          Effect.flatMap(
            instances.get(asked.plugin, tenantId),
            (context) =>
              Effect.provideContext(work, context) as Effect.Effect<
                Effect.Success<typeof work>,
                CommandFailure
              >,
          ),
        ),
      ).pipe(
        Effect.onExit((exit) =>
          Effect.suspend(() => {
            leave(fiber)
            entry.calls.leave(tenantId, call)
            const lostMs = stretches.lostSince(began)
            const keptMs = stretches.ended()
            const at = clock.currentTimeMillisUnsafe()
            const ending =
              Exit.isSuccess(exit) && keptMs <= longStretchMs
                ? "answered"
                : endingOf(exit, {
                    at,
                    requestId: fiber.getRef(References.CurrentLogAnnotations)["requestId"],
                    lateMs: at - now - lostMs - timeoutMs,
                    keptMs,
                  })
            const of = { tenantId, epoch: state.epoch, isProbe: admitted.isProbe }
            judge(entry, of, ending, at)
            return keptMs > longStretchMs ? kept(asked, tenantId, keptMs) : Effect.void
          }),
        ),
      )
    })

  return {
    work: { plugins, run },
    guard: {
      drain: (plugin, tenantId, timeoutMs) =>
        guarded.get(plugin)?.calls.drain(tenantId, epochOf(states, plugin, tenantId), timeoutMs) ??
        Effect.succeed(0),
      isCutOff: (plugin, tenantId) =>
        guarded.get(plugin)?.circuits.isCutOff(tenantId, epochOf(states, plugin, tenantId)) ??
        false,
      lastFault: (plugin, tenantId) =>
        guarded.get(plugin)?.circuits.lastFault(tenantId, epochOf(states, plugin, tenantId)),
      isMismatched: (plugin, tenantId) =>
        guarded.get(plugin)?.serves(states.of(tenantId).get(plugin)?.installedVersion) === false,
      onBreakdown: (listener) => {
        breakdowns.add(listener)
        return () => breakdowns.delete(listener)
      },
      blame: ({ tenantId, pluginKey: plugin }, detail) =>
        Effect.map(Clock.currentTimeMillis, (at) => {
          const entry = guarded.get(plugin)
          const epoch = epochOf(states, plugin, tenantId)
          const fault = { code: "PLUGIN_ERROR", detail, at }
          if (entry !== undefined) judge(entry, { tenantId, epoch, isProbe: false }, fault, at)
        }),
      setAside: ({ tenantId, pluginKey: plugin }, detail) =>
        new Promise((stored) => breakDown({ tenantId, plugin, detail, stored })),
    },
  }
}

const guardedPlugin = (plugin: LoadedPlugin): Guarded => ({
  plugin,
  timeoutMs: plugin.manifest.limits?.request_timeout_ms ?? defaultTimeoutMs,
  concurrency: plugin.manifest.limits?.concurrency ?? defaultConcurrency,
  calls: new RunningCalls(),
  circuits: new Circuits(),
  serves: servesData(plugin.manifest),
})

const isServed = (state: TenantPlugin | undefined): state is TenantPlugin =>
  state?.actual === "enabled" || state?.actual === "quarantined"

const kept = (
  { plugin, permission, what = permission }: AskedWork,
  tenant: TenantId,
  keptMs: number,
) =>
  Effect.annotateLogs(
    Effect.logWarning(`Plugin "${plugin}" kept everybody waiting for ${Math.round(keptMs)} ms`),
    { plugin, what, tenant },
  )

const epochOf = (states: PluginStates["Service"], plugin: string, tenantId: TenantId): number =>
  states.of(tenantId).get(plugin)?.epoch ?? 0

/** All that can be judged before anything of the plugin runs. */
const admit = (
  { plugin, circuits, calls, concurrency, serves }: Guarded,
  state: TenantPlugin,
  scope: Scope,
  { permission }: AskedWork,
  now: number,
): { readonly isProbe: boolean } | { readonly refusal: Refused } => {
  const { tenantId } = scope
  if (!may(scope, permission)) return { refusal: forbidden(permission) }
  if (state.actual === "quarantined") return { refusal: quarantined(plugin.key) }
  if (!serves(state.installedVersion))
    return { refusal: upgradeRequired(plugin, state.installedVersion) }
  const passage = circuits.passage(tenantId, state.epoch, now)
  if (passage.is === "closed") return { refusal: unavailable(plugin.key, passage.retryAfterMs) }
  if (calls.count(tenantId) >= concurrency) return { refusal: busy(concurrency) }
  if (passage.is === "probe") circuits.probe(tenantId, state.epoch)
  return { isProbe: passage.is === "probe" }
}

/** Ended by its time limit, or because its instance was shut down and could wait no longer. */
const inTime = <A>(
  plugin: string,
  call: RunningCall,
  timeoutMs: number,
  databaseBeats: Effect.Effect<boolean>,
  work: Effect.Effect<A, CommandFailure>,
): Effect.Effect<A, CommandFailure> =>
  Effect.withFiber((fiber) => {
    call.fiber = fiber
    return work
  }).pipe(
    // Asked at the very moment: what waits for the database cannot be ended before that goes on.
    Effect.raceFirst(
      Effect.flatMap(Effect.andThen(Effect.sleep(timeoutMs), databaseBeats), (beats) =>
        Effect.fail(
          beats
            ? timedOut(plugin, timeoutMs)
            : new Outage({ reason: "The database does not answer" }),
        ),
      ),
    ),
    Effect.catchCause((cause) =>
      call.cut && Cause.hasInterruptsOnly(cause)
        ? Effect.fail(unavailable(plugin, 1_000))
        : Effect.failCause(cause),
    ),
  )
