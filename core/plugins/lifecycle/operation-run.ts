import { Cause, Clock, Data, Deferred, Effect, Exit } from "effect"
import type { CommandFailure, Outage } from "#core/hub/gate.ts"
import type { LifecycleParts } from "./lifecycle-parts.ts"
import { type Performed, performStep } from "./perform-step.ts"
import type { StateChange } from "./state-store.ts"
import { isUndoable, type Step } from "./step.ts"
import {
  isOver,
  type OperationError,
  type Outcome,
  operationAfter,
  type StoredOperation,
} from "./stored-operation.ts"

/** How long whoever carries out an operation may be silent before another process takes over, in milliseconds. */
export const leaseMs = 30_000
const renewEvery = "10 seconds"

/** Tries of a step that ends in an outage; the sweep of the runner leaves 5 s between them. */
const maxAttempts = 60

/** Where a run is, for whoever wants to know exactly (a test that ends it there). */
export interface Moment {
  readonly operation: StoredOperation
  readonly step: Step
  readonly is: "before" | "performed" | "stored"
}

export interface RunOptions {
  readonly owner: string
  readonly onMoment: (moment: Moment) => Effect.Effect<void>
  readonly onStored: (operation: StoredOperation) => void
}

/** This run is not to go on: somebody else has the operation, or a person called it off. */
class Stopped extends Data.TaggedError("Stopped")<{ readonly why: "lost" | "cancelAsked" }> {}

/**
 * Carries an operation on from where it stands until it is over, or until what it needs is out of reach: then it is left
 * as it is, for the next sweep.
 *
 * @param calledOff done when a person asks this process to stop it
 */
export const runOperation = (
  parts: LifecycleParts,
  options: RunOptions,
  operation: StoredOperation,
  calledOff: Deferred.Deferred<void>,
): Effect.Effect<"over" | "left"> =>
  carriedOn(parts, options, operation, calledOff).pipe(
    Effect.catch(({ reason }) =>
      Effect.as(
        Effect.logWarning(`A change of "${operation.plugin}" waits: ${reason}`),
        "left" as const,
      ),
    ),
    Effect.tap((how) => (how === "left" ? whatIsStored(parts, options, operation) : Effect.void)),
  )

const carriedOn = (
  parts: LifecycleParts,
  options: RunOptions,
  operation: StoredOperation,
  calledOff: Deferred.Deferred<void>,
): Effect.Effect<"over" | "left", Outage> =>
  Effect.gen(function* () {
    // Another process may have brought it to where it stands.
    yield* parts.states.reload(operation.tenantId)
    let current = operation
    while (!isOver(current)) {
      const step = current.steps[current.step]
      if (step === undefined) return "left"
      yield* options.onMoment({ operation: current, step, is: "before" })
      const exit = yield* Effect.exit(attended(parts, options, current, step, calledOff))
      const next = yield* Exit.match(exit, {
        onSuccess: ([performed, noted]) => stored(parts, options, noted, step, performed),
        onFailure: (cause) => notDone(parts, options, current, step, cause),
      })
      if (next === undefined) return "left"
      current = next
      yield* options.onMoment({ operation: current, step, is: "stored" })
    }
    return "over"
  })

/**
 * An answer may have been lost after the change was stored, and nobody takes up again what is over by it. Renewing the
 * lease waits for a commit that is still under way.
 */
const whatIsStored = (
  { operations, states }: LifecycleParts,
  { owner }: RunOptions,
  operation: StoredOperation,
): Effect.Effect<void> =>
  asSoonAsPossible(
    Effect.andThen(operations.renew(operation, owner, leaseMs), states.reload(operation.tenantId)),
  )

const asSoonAsPossible = (work: Effect.Effect<void, Outage>): Effect.Effect<void> =>
  Effect.eventually(Effect.tapError(work, () => Effect.sleep("1 second")))

/** The step, while the lease is renewed and nobody calls it off. */
const attended = (
  { operations, ...parts }: LifecycleParts,
  { owner, onStored, onMoment }: RunOptions,
  operation: StoredOperation,
  step: Step,
  calledOff: Deferred.Deferred<void>,
): Effect.Effect<readonly [Performed, noted: StoredOperation], CommandFailure | Stopped> => {
  let latest = operation
  const heard = (lease: "held" | "cancelAsked" | "lost") =>
    lease === "held" ? Effect.void : Effect.fail(new Stopped({ why: lease }))
  const renewing = Effect.forever(
    Effect.andThen(
      Effect.sleep(renewEvery),
      Effect.flatMap(operations.renew(operation, owner, leaseMs), heard),
    ),
  )
  const stopping = Effect.andThen(
    Deferred.await(calledOff),
    Effect.fail(new Stopped({ why: "cancelAsked" })),
  )
  const work = performStep({ operations, ...parts }, operation, step, (progress, text) =>
    Effect.gen(function* () {
      const now = yield* Clock.currentTimeMillis
      latest = operationAfter(latest, { is: "noted", text, progress }, now)
      yield* operations.advance(operation, latest, owner, [])
      onStored(latest)
    }).pipe(Effect.ignore),
  )
  const ended = isUndoable(operation.steps, operation.step)
    ? Effect.raceFirst(stopping, renewing)
    : renewing
  return Effect.raceFirst(work, ended).pipe(
    Effect.tap(() => onMoment({ operation, step, is: "performed" })),
    Effect.map((performed) => [performed, latest] as const),
  )
}

/** The operation as it stands now; undefined when this run is not to go on. */
type Next = Effect.Effect<StoredOperation | undefined>

const stored = (
  parts: LifecycleParts,
  options: RunOptions,
  operation: StoredOperation,
  step: Step,
  { changes, also, afterwards, note }: Performed,
): Next =>
  Effect.gen(function* () {
    const now = yield* Clock.currentTimeMillis
    const noted =
      note === undefined
        ? operation
        : operationAfter(operation, { is: "noted", text: note, progress: 1 }, now)
    const next = operationAfter(noted, { is: "done" }, now)
    const exit = yield* Effect.exit(
      parts.operations.advance(operation, next, options.owner, changes, also),
    )
    if (Exit.isFailure(exit)) return yield* notDone(parts, options, operation, step, exit.cause)
    if (exit.value === "lost") return undefined
    if (exit.value === "cancelAsked") return yield* cancelled(parts, options, operation)
    // What is stored is so; this process sees it as soon as it can.
    if (afterwards !== undefined) yield* asSoonAsPossible(afterwards)
    options.onStored(next)
    return next
  })

const notDone = (
  parts: LifecycleParts,
  options: RunOptions,
  operation: StoredOperation,
  step: Step,
  cause: Cause.Cause<CommandFailure | Stopped>,
): Next => {
  const failure = cause.reasons.find(Cause.isFailReason)?.error
  if (failure?._tag === "Stopped")
    return failure.why === "lost" ? Effect.succeed(undefined) : cancelled(parts, options, operation)
  // The process stops: whatever else went wrong by that says nothing of the step.
  if (Cause.hasInterrupts(cause)) return Effect.failCause(cause as Cause.Cause<never>)
  const isPassing = failure?._tag === "Outage" || failure?._tag === "Overloaded"
  if (isPassing && operation.attempt < maxAttempts)
    return Effect.as(
      Effect.logWarning(`A change of "${step.plugin}" waits: ${failure.reason}`),
      undefined,
    )
  const error = errorOf(cause)
  return Effect.andThen(
    failure === undefined
      ? Effect.logError(`A change of "${step.plugin}" broke`, cause)
      : Effect.void,
    ended(parts, options, operation, { is: "failed", error }, (at) => [
      { plugin: step.plugin, lastError: { ...error, at } },
    ]),
  )
}

/** What was begun and is not in use goes; what was stored for the time after stays, and harms nobody. */
const cancelled = (parts: LifecycleParts, options: RunOptions, operation: StoredOperation): Next =>
  Effect.andThen(
    Effect.forEach(
      new Set(operation.steps.filter((step) => step.do === "start").map(({ plugin }) => plugin)),
      (plugin) => parts.instances.dropNext(plugin, operation.tenantId),
      { discard: true },
    ),
    ended(parts, options, operation, { is: "cancelled" }, () => wantedAsItIs(parts, operation)),
  )

/** What the operation was to bring is no longer wanted. */
export const wantedAsItIs = (
  { states }: Pick<LifecycleParts, "states">,
  { tenantId, steps }: StoredOperation,
): ReadonlyArray<StateChange> => {
  const now = states.of(tenantId)
  return [...new Set(steps.map(({ plugin }) => plugin))].flatMap((plugin) => {
    const actual = now.get(plugin)?.actual
    return actual === undefined
      ? []
      : [{ plugin, desired: actual === "quarantined" ? ("enabled" as const) : actual }]
  })
}

const ended = (
  parts: LifecycleParts,
  options: RunOptions,
  operation: StoredOperation,
  outcome: Outcome,
  changes: (at: number) => ReadonlyArray<StateChange>,
): Next =>
  Effect.gen(function* () {
    const now = yield* Clock.currentTimeMillis
    const next = operationAfter(operation, outcome, now)
    const lease = yield* parts.operations.advance(operation, next, options.owner, changes(now))
    if (lease === "lost") return undefined
    if (lease === "cancelAsked" && outcome.is !== "cancelled")
      return yield* cancelled(parts, options, operation)
    yield* parts.states.reload(operation.tenantId)
    options.onStored(next)
    return next
  }).pipe(
    Effect.catch((outage: Outage) =>
      Effect.as(Effect.logWarning(`The end of a change waits: ${outage.reason}`), undefined),
    ),
  )

const errorOf = (cause: Cause.Cause<CommandFailure | Stopped>): OperationError => {
  const failure = cause.reasons.find(Cause.isFailReason)?.error
  switch (failure?._tag) {
    case "Refused":
      return { code: failure.code, detail: failure.detail }
    case "Outage":
    case "Overloaded":
      return { code: "OUTAGE", detail: "Something that it needs did not answer for minutes" }
    default:
      return { code: "PLUGIN_ERROR", detail: lineOf(cause) }
  }
}

const lineOf = (cause: Cause.Cause<unknown>): string => {
  const error = Cause.squash(cause)
  return (error instanceof Error ? error.message : String(error)).slice(0, 500)
}
