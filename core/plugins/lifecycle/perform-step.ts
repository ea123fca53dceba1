import { Clock, Effect } from "effect"
import type { CommandFailure, Outage } from "#core/hub/gate.ts"
import { type Scope, systemScope } from "#core/hub/scope.ts"
import { refused } from "#core/kitchen/refusal.ts"
import type { LoadedPlugin } from "#core/plugins/loading/loaded-plugin.ts"
import { exportData } from "./export-data.ts"
import { recordFlip } from "./flip-record.ts"
import type { LifecycleParts } from "./lifecycle-parts.ts"
import { grantDefaults, migrateData, migrationFailed, seedTenant } from "./plugin-data.ts"
import { holdMs, recordMark, recordUnmark } from "./purge-hold.ts"
import type { StateChange } from "./state-store.ts"
import type { Step } from "./step.ts"
import type { StoredOperation } from "./stored-operation.ts"

/** What a step that worked leaves to be stored, in the one transaction that also moves the operation on. */
export interface Performed {
  readonly changes: ReadonlyArray<StateChange>
  readonly also?: Effect.Effect<void, CommandFailure>
  /** Once it is stored: this process learns of it. */
  readonly afterwards?: Effect.Effect<void, Outage>
  readonly note?: string
}

/** How far a step is, from 0 to 1, and what it says of it. */
export type OnProgress = (progress: number, text: string) => Effect.Effect<void>

/** Longest that an instance may take to start, and a seed to be sown. */
const startWithin = "5 seconds"
const seedWithin = "60 seconds"

const nothing: Performed = { changes: [] }

/** Does one step. Done twice it is as done once: whatever is stored twice is found there the second time. */
export const performStep = (
  parts: LifecycleParts,
  operation: StoredOperation,
  step: Step,
  onProgress: OnProgress,
): Effect.Effect<Performed, CommandFailure> => {
  const { tenantId } = operation
  const { around, database, guard, instances } = parts
  const withPlugin = (work: (plugin: LoadedPlugin) => Effect.Effect<unknown, CommandFailure>) => {
    const plugin = parts.plugins.get(step.plugin)
    return plugin === undefined
      ? Effect.fail(refused("PLUGIN_NOT_LOADED", `This hub does not load "${step.plugin}"`))
      : Effect.as(work(plugin), nothing)
  }
  const withTables = (work: (plugin: LoadedPlugin) => Effect.Effect<unknown, CommandFailure>) =>
    withPlugin((plugin) => Effect.andThen(parts.tables.ensure(plugin), work(plugin)))
  switch (step.do) {
    case "expand":
      return withPlugin(parts.tables.prepare)
    case "migrate":
      return withTables((plugin) =>
        migrateData(parts, plugin, tenantId, ({ name, rows, done }) =>
          onProgress(done ? 1 : 0.5, `${name}: ${rows} rows${done ? ", done" : ""}`),
        ),
      )
    case "seed":
      return withTables((plugin) =>
        seedTenant(parts, plugin, tenantId, step.seed).pipe(
          Effect.timeoutOrElse({
            duration: seedWithin,
            orElse: () => Effect.fail(tooLong(step.plugin, "seed")),
          }),
        ),
      )
    case "grant":
      return withPlugin((plugin) => grantDefaults(parts, plugin, tenantId))
    case "start":
      return withTables(({ key }) =>
        instances.startNext(key, tenantId).pipe(
          Effect.timeoutOrElse({
            duration: startWithin,
            orElse: () => Effect.fail(tooLong(key, "start")),
          }),
          Effect.onError(() => instances.dropNext(key, tenantId)),
        ),
      )
    case "flip":
      return Effect.map(Clock.currentTimeMillis, (now) => flipped(parts, operation, step, now))
    case "show":
      return Effect.as(parts.registry.changed(tenantId), nothing)
    case "deliver":
      return Effect.as(around.delivery.start(tenantId, step.plugin, step.missed), nothing)
    case "hold":
      return Effect.as(around.delivery.stop(tenantId, step.plugin), nothing)
    case "drain":
      return Effect.map(guard.drain(step.plugin, tenantId, step.timeoutMs), (cut) =>
        cut === 0 ? nothing : { changes: [], note: `${cut} requests took too long and were ended` },
      )
    case "keep":
      return Effect.succeed(unmarked(parts, operation, step.plugin))
    case "export":
      return Effect.map(exportData(parts, operation, step.plugin), (note) => ({
        changes: [],
        note,
      }))
    case "purge":
      return Effect.gen(function* () {
        yield* around.delivery.forget(tenantId, step.plugin)
        const { rows } = yield* Effect.catchTag(
          database.purge(step.plugin, tenantId),
          "MigrationFailed",
          ({ detail }) => migrationFailed(step.plugin, detail),
        )
        return { changes: [], note: `${rows} rows were deleted` }
      })
  }
}

const flipped = (
  parts: LifecycleParts,
  operation: StoredOperation,
  step: Extract<Step, { readonly do: "flip" }>,
  now: number,
): Performed => {
  const scope = onBehalf(operation)
  const { plugin } = step
  const purgeAfter = step.purges ? now + holdMs : null
  return {
    changes: [
      step.what === "purged"
        ? { plugin, forget: true }
        : {
            plugin,
            actual: step.actual,
            purgeAfter,
            // What put it out of service is known until somebody releases it.
            ...(step.actual === "quarantined" ? {} : { lastError: null }),
            ...(step.version === undefined ? {} : { installedVersion: step.version }),
          },
    ],
    also: Effect.andThen(
      purgeAfter === null ? Effect.void : recordMark(parts, scope, plugin, purgeAfter),
      recordFlip(parts, scope, plugin, step),
    ),
    afterwards: parts.states.reload(operation.tenantId),
  }
}

const unmarked = (parts: LifecycleParts, operation: StoredOperation, plugin: string): Performed => {
  const { tenantId } = operation
  const state = parts.states.of(tenantId).get(plugin)
  return {
    changes: [{ plugin, purgeAfter: null }],
    also: recordUnmark(parts, onBehalf(operation), plugin, state),
    afterwards: parts.states.reload(tenantId),
  }
}

/** The person who asked, with the rights that the request was checked for. */
const onBehalf = ({ tenantId, requestedBy }: StoredOperation): Scope => ({
  ...systemScope(tenantId),
  principal: requestedBy,
})

const tooLong = (plugin: string, what: "start" | "seed") =>
  refused(
    what === "start" ? "PLUGIN_START_FAILED" : "PLUGIN_TIMEOUT",
    `"${plugin}" did not finish its ${what} in time`,
    { plugin },
  )
