import { Cause, Clock, Duration, Effect, Exit, Latch, type Scope } from "effect"
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
  /**
   * Whether this very state is in memory anyway, where `load` finds it: then the actor itself leaves as soon as nobody
   * waits for it, and an idle one costs nothing.
   */
  readonly elsewhere?: (address: Address, command: C, state: S) => boolean
  /** How long any other actor stays in memory after its last command. */
  readonly idle: Duration.Duration
  /** Commands that may wait for one actor; one more is refused. */
  readonly mailbox: number
}

export interface ActorHost<S, C, A, E, R> {
  readonly ask: (address: Address, command: C) => Effect.Effect<A, E | Overloaded, R>
  /**
   * Takes an actor's turn for an append that names several streams; nothing when somebody has it, or nobody knows its
   * state. Whoever took it must leave.
   *
   * @param known its state, where it is in memory anyway
   */
  readonly claim: (address: Address, known: S | undefined) => Claim<S> | undefined
  /** Actors in memory. */
  readonly size: () => number
}

export interface Claim<S> {
  readonly state: S
  /**
   * Done with a second time, it does nothing.
   *
   * @param next the state that is now durable; undefined when nobody can say
   */
  readonly leave: (next: S | undefined) => void
}

interface Cell<S> {
  state: S | undefined
  /** A command acts on it. */
  busy: boolean
  /** Who comes next, in order. */
  readonly line: Array<Turn>
  lastUsed: number
}

/** One command's place in the line. */
interface Turn {
  /** The actor is its own until it leaves, whether or not it was woken already. */
  mine: boolean
  wake: (() => void) | undefined
}

const retryAfterMs = 250
const sweepAtLeastMs = 1_000

/**
 * Keeps the actors of one kind: one object each, no fiber while idle, one command at a time, in order.
 *
 * When the surrounding scope closes it refuses new commands and waits for those under way.
 * Measured and compared with effect/cluster entities in `core/decisions/0002-actors-are-objects.md`.
 */
export const makeActorHost = <S, C, A, E, R>(
  definition: ActorDefinition<S, C, A, E, R>,
): Effect.Effect<ActorHost<S, C, A, E, R>, never, Scope.Scope> =>
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
      const cell = { state: undefined, busy: false, line: [], lastUsed: 0 }
      cells.set(key, cell)
      return cell
    }

    const attempt = (address: Address, cell: Cell<S>, command: C): Effect.Effect<A, E, R> => {
      const act = (state: S) =>
        Effect.map(definition.handle(address, state, command), ([answer, next]) => {
          cell.state = next
          return answer
        })
      if (cell.state !== undefined) return act(cell.state)
      return Effect.flatMap(definition.load(address, command), (state) => {
        cell.state = state
        return act(state)
      })
    }

    const run = (address: Address, cell: Cell<S>, command: C): Effect.Effect<A, E, R> =>
      Effect.catch(
        Effect.suspend(() => attempt(address, cell, command)),
        (error) => {
          if (!definition.retries(error)) return Effect.fail(error)
          cell.state = undefined
          return attempt(address, cell, command)
        },
      )

    const begin = (cell: Cell<S>): Turn => {
      const turn: Turn = { mine: !cell.busy, wake: undefined }
      if (cell.busy) cell.line.push(turn)
      cell.busy = true
      underWay++
      drained.closeUnsafe()
      return turn
    }

    const leave = (key: string, cell: Cell<S>, turn: Turn, gone: () => boolean): void => {
      if (turn.mine) {
        const next = cell.line.shift()
        if (next === undefined) cell.busy = false
        else {
          next.mine = true
          // Not at once: each that leaves would wake the next inside itself.
          if (next.wake !== undefined) queueMicrotask(next.wake)
        }
      } else cell.line.splice(cell.line.indexOf(turn), 1)
      if (!cell.busy && (cell.state === undefined || gone())) cells.delete(key)
      else cell.lastUsed = clock.currentTimeMillisUnsafe()
      underWay--
      if (underWay === 0) drained.openUnsafe()
    }

    const ask = (address: Address, command: C): Effect.Effect<A, E | Overloaded, R> =>
      // Who waits in line may give up; a command that has begun is finished, whoever left.
      Effect.uninterruptibleMask((restore): Effect.Effect<A, E | Overloaded, R> => {
        if (!open)
          return Effect.fail(new Overloaded({ reason: "The hub is shutting down", retryAfterMs }))
        const key = keyOf(address)
        const cell = cellOf(key)
        if (cell.busy && cell.line.length + 1 >= definition.mailbox)
          return Effect.fail(
            new Overloaded({
              reason: `Too many commands wait for this ${definition.name}`,
              retryAfterMs,
            }),
          )
        const turn = begin(cell)
        return Effect.onExit(
          turn.mine
            ? run(address, cell, command)
            : Effect.flatMap(restore(myTurn(turn)), () => run(address, cell, command)),
          (exit) =>
            Effect.sync(() => {
              if (turn.mine && Exit.isFailure(exit) && !keepsState(exit.cause))
                cell.state = undefined
              leave(
                key,
                cell,
                turn,
                () =>
                  cell.state !== undefined &&
                  definition.elsewhere?.(address, command, cell.state) === true,
              )
            }),
        )
      })

    const claim = (address: Address, known: S | undefined): Claim<S> | undefined => {
      const key = keyOf(address)
      const present = cells.get(key)
      const state = present?.state ?? known
      if (!open || present?.busy === true || state === undefined) return undefined
      const cell = cellOf(key)
      const turn = begin(cell)
      let left = false
      return {
        state,
        leave: (next) => {
          if (left) return
          left = true
          cell.state = next
          leave(key, cell, turn, () => false)
        },
      }
    }

    const keepsState = ({ reasons }: Cause.Cause<E>): boolean => {
      const [reason] = reasons
      return (
        reasons.length === 1 &&
        reason !== undefined &&
        Cause.isFailReason(reason) &&
        definition.keepsState(reason.error)
      )
    }

    // One sweeper for all of them: an idle actor costs no fiber and no timer.
    yield* Effect.sleep(Math.max(sweepAtLeastMs, idleMs / 4)).pipe(
      Effect.andThen(
        Effect.sync(() => {
          const before = clock.currentTimeMillisUnsafe() - idleMs
          for (const [key, cell] of cells)
            if (!cell.busy && cell.lastUsed <= before) cells.delete(key)
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
    return { ask, claim, size: () => cells.size }
  })

const keyOf = ({ scope, id }: Address): string => `${scope.tenantId}/${id}`

const myTurn = (turn: Turn): Effect.Effect<void> =>
  Effect.callback((resume) => {
    if (turn.mine) resume(Effect.void)
    else turn.wake = () => resume(Effect.void)
  })
