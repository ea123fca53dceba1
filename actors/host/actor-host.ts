import { Cause, Clock, Duration, Effect, Latch, type Scope, Semaphore } from "effect"
import { Overloaded } from "#core/hub/gate.ts"
import type { Scope as Tenancy } from "#core/hub/scope.ts"

/** Which actor of a kind: the tenant's, by id. */
export interface Address {
  readonly scope: Tenancy
  readonly id: string
}

/** One kind of actor: how its state comes into memory, and what a command does to it. */
export interface ActorDefinition<S, C, A, E, R> {
  readonly name: string
  /** Brings the state into memory; called once an activation, and again after a failure that made it doubtful. */
  readonly load: (address: Address, command: C) => Effect.Effect<S, E, R>
  /**
   * Decides and appends; answers with the reply and the state that is now durable. Once begun it is not interrupted,
   * so the memory never lags behind the log.
   */
  readonly handle: (
    address: Address,
    state: S,
    command: C,
  ) => Effect.Effect<readonly [answer: A, next: S], E, R>
  /** Failures after which the state in memory is still the durable one (refusals). Any other drops it. */
  readonly keepsState: (error: E) => boolean
  /** Failures after which the command is tried once more on a freshly loaded state (another writer was first). */
  readonly retries: (error: E) => boolean
  /** How long an actor stays in memory after its last command. */
  readonly idle: Duration.Duration
  /** Commands that may wait for one actor; one more is refused. */
  readonly mailbox: number
}

export interface ActorHost<C, A, E, R> {
  readonly ask: (address: Address, command: C) => Effect.Effect<A, E | Overloaded, R>
  /** Actors in memory. */
  readonly size: () => number
}

interface Cell<S> {
  readonly semaphore: Semaphore.Semaphore
  state: S | undefined
  waiting: number
  lastUsed: number
}

const retryAfterMs = 250
const sweepAtLeastMs = 1_000

/**
 * Keeps the actors of one kind: one object and one semaphore each, no fiber while idle, one command at a time, in order.
 *
 * When the surrounding scope closes it refuses new commands and waits for those under way.
 * Measured and compared with effect/cluster entities in `core/decisions/0002-actors-are-objects.md`.
 */
export const makeActorHost = <S, C, A, E, R>(
  definition: ActorDefinition<S, C, A, E, R>,
): Effect.Effect<ActorHost<C, A, E, R>, never, Scope.Scope> =>
  Effect.gen(function* () {
    const cells = new Map<string, Cell<S>>()
    const clock = yield* Clock.Clock
    const idleMs = Duration.toMillis(definition.idle)
    const drained = Latch.makeUnsafe(true)
    let open = true
    let underWay = 0

    const cellOf = (key: string): Cell<S> => {
      const known = cells.get(key)
      if (known !== undefined) return known
      const cell = { semaphore: Semaphore.makeUnsafe(1), state: undefined, waiting: 0, lastUsed: 0 }
      cells.set(key, cell)
      return cell
    }

    const once = (address: Address, cell: Cell<S>, command: C): Effect.Effect<A, E, R> =>
      Effect.suspend(() =>
        cell.state === undefined
          ? Effect.tap(definition.load(address, command), (state) =>
              Effect.sync(() => {
                cell.state = state
              }),
            )
          : Effect.succeed(cell.state),
      ).pipe(
        Effect.flatMap((state) => definition.handle(address, state, command)),
        Effect.map(([answer, next]) => {
          cell.state = next
          return answer
        }),
        Effect.onError((cause) =>
          Effect.sync(() => {
            const [reason] = cause.reasons
            const refusal =
              cause.reasons.length === 1 && reason !== undefined && Cause.isFailReason(reason)
                ? reason.error
                : undefined
            if (refusal === undefined || !definition.keepsState(refusal)) cell.state = undefined
          }),
        ),
      )

    const ask = (address: Address, command: C): Effect.Effect<A, E | Overloaded, R> =>
      Effect.suspend((): Effect.Effect<A, E | Overloaded, R> => {
        if (!open)
          return Effect.fail(new Overloaded({ reason: "The hub is shutting down", retryAfterMs }))
        const cell = cellOf(`${address.scope.tenantId}/${address.id}`)
        if (cell.waiting >= definition.mailbox)
          return Effect.fail(
            new Overloaded({
              reason: `Too many commands wait for this ${definition.name}`,
              retryAfterMs,
            }),
          )
        cell.waiting++
        underWay++
        drained.closeUnsafe()
        return cell.semaphore
          .withPermits(1)(
            // Who waits in line may give up; a command that has begun is finished, whoever left.
            Effect.uninterruptible(
              Effect.retry(once(address, cell, command), { times: 1, while: definition.retries }),
            ),
          )
          .pipe(
            Effect.ensuring(
              Effect.sync(() => {
                cell.waiting--
                cell.lastUsed = clock.currentTimeMillisUnsafe()
                underWay--
                if (underWay === 0) drained.openUnsafe()
              }),
            ),
          )
      })

    // One sweeper for all of them: an idle actor costs no fiber and no timer.
    yield* Effect.sleep(Math.max(sweepAtLeastMs, idleMs / 4)).pipe(
      Effect.andThen(
        Effect.sync(() => {
          const before = clock.currentTimeMillisUnsafe() - idleMs
          for (const [key, cell] of cells)
            if (cell.waiting === 0 && cell.lastUsed <= before) cells.delete(key)
        }),
      ),
      Effect.forever,
      Effect.forkScoped,
    )
    yield* Effect.addFinalizer(() =>
      Effect.suspend(() => {
        open = false
        return drained.await
      }),
    )
    return { ask, size: () => cells.size }
  })
