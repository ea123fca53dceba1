import { Cause, Clock, Effect, Exit, Schedule, Scope } from "effect"

const pause = "1 second"
/** Counted from the beginning: a database that cannot be reached is waited for as long before a start fails at all. */
const patienceMs = 10_000

/** What a database says that goes away in the middle of a start, whoever happens to be asking it. */
const ofTheDatabase: ReadonlySet<string> = new Set([
  "Outage",
  "LogUnavailable",
  "DatabaseUnusable",
  "MigrationFailed",
])

/**
 * Begins a start anew, from nothing, when the database failed it: power comes back to both at once, or PostgreSQL dies
 * while the hub reads what it needs. What does not pass is said in the log each time, and at last in the failure.
 */
export const patientStart = <A, E extends Error, R>(
  start: Effect.Effect<A, E, R | Scope.Scope>,
): Effect.Effect<A, E, Exclude<R, Scope.Scope> | Scope.Scope> =>
  Effect.gen(function* () {
    const around = yield* Effect.scope
    const clock = yield* Clock.Clock
    const until = clock.currentTimeMillisUnsafe() + patienceMs
    return yield* Effect.flatMap(Scope.fork(around), (own) =>
      start.pipe(
        Scope.provide(own),
        Effect.onError((cause) => Scope.close(own, Exit.failCause(cause))),
      ),
    ).pipe(
      Effect.catchCause((cause) => {
        const failure = cause.reasons.map(whatFailed).find(isOfTheDatabase)
        return failure === undefined
          ? Effect.failCause(cause)
          : Effect.andThen(
              Effect.logWarning(`The database failed the start: ${failure.message}`),
              Effect.fail(failure as E),
            )
      }),
      Effect.retry({
        while: (failure) => isOfTheDatabase(failure) && clock.currentTimeMillisUnsafe() < until,
        schedule: Schedule.spaced(pause),
      }),
    )
  })

/** Also what somebody took for a bug, because they could do nothing about it. */
const whatFailed = (reason: Cause.Reason<unknown>): unknown =>
  Cause.isFailReason(reason) ? reason.error : Cause.isDieReason(reason) ? reason.defect : undefined

const isOfTheDatabase = (failure: unknown): failure is Error =>
  failure instanceof Error && "_tag" in failure && ofTheDatabase.has(String(failure._tag))
