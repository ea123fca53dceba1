import { Effect } from "effect"
import type { Scope } from "#core/hub/scope.ts"
import { EventLog, type LogUnavailable, type StreamId } from "#core/log/event-log.ts"
import { currentPayload } from "#core/log/upcast.ts"

/**
 * State of one stream: its newest snapshot and what came after.
 *
 * @param upTo version wanted; without it the newest
 */
export const foldStream = <S, E>(
  scope: Scope,
  stream: StreamId,
  initial: S,
  evolve: (state: S, event: E) => S,
  upTo?: number,
): Effect.Effect<S, LogUnavailable, EventLog> =>
  EventLog.use((log) =>
    Effect.map(log.read(scope, stream, upTo), ({ snapshot, events }) =>
      events.reduce(
        // The log holds what this hub's own deciders wrote: an event is trusted to have its declared shape.
        (state, event) => evolve(state, currentPayload(event) as E),
        snapshot === undefined ? initial : (snapshot.state as S),
      ),
    ),
  )

/** Events of one stream between two snapshots. */
const snapshotEvery = 100

/** Stores a snapshot when a stream has gone on far enough; a lost one costs only time at the next activation. */
export const snapshotWhenDue = (
  scope: Scope,
  stream: StreamId,
  before: number,
  after: number,
  state: unknown,
): Effect.Effect<void, never, EventLog> =>
  Math.floor(before / snapshotEvery) === Math.floor(after / snapshotEvery)
    ? Effect.void
    : EventLog.use((log) => Effect.ignore(log.saveSnapshot(scope, stream, after, state)))
