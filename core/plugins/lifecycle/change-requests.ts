import { Clock, Effect, Result } from "effect"
import { v7 as uuid } from "uuid"
import type { CommandFailure } from "#core/hub/gate.ts"
import { Outage } from "#core/hub/gate.ts"
import { otherRequest } from "#core/hub/other-request.ts"
import { may, type Scope } from "#core/hub/scope.ts"
import { type Refused, refused } from "#core/kitchen/refusal.ts"
import { fingerprintOf } from "#core/plugins/derived-id.ts"
import type { DiscoveredPlugin } from "#core/plugins/running/plugin-host.ts"
import type { LifecycleParts } from "./lifecycle-parts.ts"
import { wantedAsItIs } from "./operation-run.ts"
import type { OperationRunner } from "./operation-runner.ts"
import { type Planned, plan } from "./plan.ts"
import type { PlanProblem } from "./plan-problem.ts"
import { migrationFailed } from "./plugin-data.ts"
import type { ChangeRequest, Plan, PluginLifecycle } from "./plugin-lifecycle.ts"
import { inProgress } from "./refusals.ts"
import { isUndoable, labelOf } from "./step.ts"
import { problemsOfSteps } from "./still-possible.ts"
import { isOver, operationAfter, type StoredOperation, shownOperation } from "./stored-operation.ts"
import type { World } from "./world.ts"

interface Desk extends LifecycleParts {
  readonly discovered: ReadonlyArray<DiscoveredPlugin>
  readonly runner: OperationRunner
}

/** What a person may ask to change, and to know of a change that is under way. */
export const changeRequests = (
  desk: Desk,
): Pick<
  PluginLifecycle["Service"],
  "plan" | "request" | "retry" | "operation" | "operations" | "cancel"
> => {
  const { operations, states, runner } = desk

  const planOf = (scope: Scope, request: ChangeRequest) =>
    Effect.gen(function* () {
      const world = yield* worldOf(desk, scope)
      const planned = plan(world, request)
      if (Result.isFailure(planned)) return yield* refusedPlan(planned.failure)
      return { ...planned.success, seen: seenIn(world) }
    })

  const request: PluginLifecycle["Service"]["request"] = (scope, asked) =>
    Effect.gen(function* () {
      yield* allowed(scope, "core.plugins.manage")
      const { idempotencyKey, ...content } = asked
      const fingerprint = fingerprintOf(content)
      for (let attempt = 1; ; attempt += 1) {
        const known = yield* operations.known(scope.tenantId, idempotencyKey)
        if (known.repeated !== undefined) {
          if (known.repeated.fingerprint !== fingerprint) return yield* otherRequest
          return { operation: shownOperation(known.repeated.operation), replayed: true }
        }
        if (known.underWay !== undefined) return yield* inProgress(known.underWay.id)
        const planned = yield* planOf(scope, asked)
        const queued = yield* operations.enqueue(
          yield* newOperation(scope, content as ChangeRequest, planned),
          {
            fingerprint,
            seen: planned.seen,
            ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
          },
          planned.wanted,
        )
        yield* states.reload(scope.tenantId)
        if (queued !== undefined) {
          runner.stored(queued)
          yield* runner.wake
          return { operation: shownOperation(queued), replayed: false }
        }
        if (attempt === maxPlans) return yield* inProgress(undefined)
      }
    })

  const found = (scope: Scope, id: string) =>
    Effect.gen(function* () {
      const operation = yield* operations.get(scope.tenantId, id)
      if (operation === undefined)
        return yield* refused("OPERATION_NOT_FOUND", "There is no such operation", { id })
      return operation
    })

  const retry: PluginLifecycle["Service"]["retry"] = (scope, plugin) =>
    Effect.gen(function* () {
      yield* allowed(scope, "core.plugins.manage")
      const [last] = yield* operations.list(scope.tenantId, { plugin, limit: 1 })
      if (last === undefined) return yield* nothingToRetry(plugin)
      if (!isOver(last)) return yield* inProgress(last.id)
      if (last.status !== "failed") return yield* nothingToRetry(plugin)
      const world = yield* worldOf(desk, scope)
      const problems = problemsOfSteps(world, last.steps.slice(last.step))
      if (problems.length > 0) return yield* refusedPlan(problems)
      const now = yield* Clock.currentTimeMillis
      const queued = operationAfter(last, { is: "retried" }, now)
      const settled = yield* operations.settle(last, queued, [], seenIn(world))
      if (!settled) return yield* inProgress(undefined)
      runner.stored(queued)
      yield* runner.wake
      return shownOperation(queued)
    })

  const cancel: PluginLifecycle["Service"]["cancel"] = (scope, id) =>
    Effect.gen(function* () {
      yield* allowed(scope, "core.plugins.manage")
      const operation = yield* found(scope, id)
      if (operation.status === "queued") {
        const now = yield* Clock.currentTimeMillis
        const next = operationAfter(operation, { is: "cancelled" }, now)
        if (yield* operations.settle(operation, next, wantedAsItIs(desk, operation))) {
          yield* states.reload(scope.tenantId)
          runner.stored(next)
          return shownOperation(next)
        }
      }
      // It may have been taken up meanwhile, and have moved on while this was asked.
      const current = yield* found(scope, id)
      if (
        current.status !== "running" ||
        !isUndoable(current.steps, current.step) ||
        !(yield* operations.askCancel(current))
      )
        return yield* tooLate(id)
      yield* runner.callOff(id)
      const ended = yield* overSoon(desk, current)
      return ended.status === "cancelled" ? shownOperation(ended) : yield* tooLate(id)
    })

  return {
    request,
    retry,
    cancel,
    plan: (scope, asked) =>
      Effect.gen(function* () {
        yield* allowed(scope, "core.plugins.manage")
        return yield* shownPlan(desk, asked, yield* planOf(scope, asked))
      }),
    operation: (scope, id) =>
      Effect.andThen(
        allowed(scope, "core.plugins.read"),
        Effect.map(found(scope, id), shownOperation),
      ),
    operations: (scope) =>
      Effect.andThen(
        allowed(scope, "core.plugins.read"),
        Effect.map(operations.list(scope.tenantId, { limit: 200 }), (all) =>
          all.map(shownOperation),
        ),
      ),
  }
}

/** How often a request is planned anew because something else changed meanwhile. */
const maxPlans = 3

export const allowed = (scope: Scope, permission: string): Effect.Effect<void, Refused> =>
  may(scope, permission)
    ? Effect.void
    : Effect.fail(refused("AUTH_FORBIDDEN", "You may not do this", { permission }))

const worldOf = (
  { plugins, discovered, states, directory }: Desk,
  { tenantId }: Scope,
): Effect.Effect<World, CommandFailure> =>
  directory.byId(tenantId).pipe(
    Effect.mapError(({ reason }) => new Outage({ reason })),
    Effect.flatMap((tenant) =>
      tenant === undefined
        ? Effect.fail(refused("TENANT_NOT_FOUND", "There is no such restaurant"))
        : Effect.succeed({ plugins, discovered, states: states.of(tenantId), slug: tenant.slug }),
    ),
  )

/** Grows with whatever changes what a restaurant runs. */
const seenIn = ({ states }: World): number =>
  [...states.values()].reduce((sum, { epoch }) => sum + epoch, 0)

const newOperation = (
  { tenantId, principal }: Scope,
  request: ChangeRequest,
  { steps }: Planned,
): Effect.Effect<StoredOperation> =>
  Effect.map(Clock.currentTimeMillis, (now) => ({
    id: uuid(),
    tenantId,
    plugin: request.plugin,
    kind: request.kind,
    request,
    steps,
    status: "queued",
    step: 0,
    progress: 0,
    notes: [],
    error: undefined,
    cancelAsked: false,
    attempt: 0,
    requestedBy: principal,
    createdAt: now,
    finishedAt: undefined,
  }))

/** A plan as a person reads it before saying yes; what its migrations would do is tried and rolled back. */
const shownPlan = (
  { plugins, database }: Desk,
  request: ChangeRequest,
  { steps, others }: Planned,
): Effect.Effect<Plan, CommandFailure> =>
  Effect.map(
    Effect.forEach(
      steps.filter((step) => step.do === "expand"),
      ({ plugin }) =>
        Effect.catchTag(
          database.dryRun(plugin, plugins.get(plugin)?.migrations.expand ?? []),
          "MigrationFailed",
          ({ detail }) => migrationFailed(plugin, detail),
        ),
    ),
    (tried) => ({
      plugin: request.plugin,
      kind: request.kind,
      steps: steps.map(labelOf),
      others,
      migrations: tried.flat(),
    }),
  )

/** Longest that a step is waited for which was told to stop. */
const stopWithin = "5 seconds"

const overSoon = (
  { operations }: Desk,
  { tenantId, id }: StoredOperation,
): Effect.Effect<StoredOperation, CommandFailure> =>
  Effect.gen(function* () {
    for (;;) {
      const operation = yield* operations.get(tenantId, id)
      if (operation === undefined || isOver(operation)) return operation
      yield* Effect.sleep("50 millis")
    }
  }).pipe(
    Effect.timeoutOrElse({ duration: stopWithin, orElse: () => Effect.succeed(undefined) }),
    Effect.flatMap((operation) =>
      operation === undefined ? Effect.fail(tooLate(id)) : Effect.succeed(operation),
    ),
  )

/** Everything that speaks against it; the first gives the code. */
const refusedPlan = (problems: ReadonlyArray<PlanProblem>): Refused => {
  const [first] = problems
  return refused(first?.code ?? "PLUGIN_UNKNOWN", problems.map(({ detail }) => detail).join("; "), {
    ...first?.meta,
    problems: problems.map(({ code, detail, meta }) => ({ ...meta, code, detail })),
  })
}

const tooLate = (id: string) => refused("TOO_LATE", "It has gone too far to be called off", { id })

const nothingToRetry = (plugin: string) =>
  refused("NOTHING_TO_RETRY", `No change of "${plugin}" has failed`, { plugin })
