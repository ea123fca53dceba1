import { Context, type Effect, Schema } from "effect"
import type { Cid, OrderId } from "#core/kitchen/ids.ts"
import type { Refused } from "#core/kitchen/refusal.ts"
import type { Scope } from "./scope.ts"

/** Too much at once for this actor or this process, or it is shutting down. Ask again after `retryAfterMs`. */
export class Overloaded extends Schema.TaggedError<Overloaded>()("Overloaded", {
  reason: Schema.String,
  retryAfterMs: Schema.Int,
}) {}

/** Something the hub needs (database, broker) does not answer. The outcome is unknown: repeat with the same cid. */
export class Outage extends Schema.TaggedError<Outage>()("Outage", {
  reason: Schema.String,
}) {
  override get message(): string {
    return this.reason
  }
}

/** What a command may end in besides its answer. Edges turn each into a status or a `nack` in one place. */
export type CommandFailure = Refused | Overloaded | Outage

/**
 * One thing that somebody asked for. `op` and `args` are as they came in: the gate decodes them with the one Schema of
 * the op (`core/hub/command.ts`), so that every edge speaks the same and none decides.
 */
export interface Command {
  readonly cid: Cid
  readonly op: string
  readonly args: unknown
  /** Refuse with `REVISION_CONFLICT` unless the order stands at this revision. */
  readonly ifRev?: number
}

export interface Answer {
  /** Revision of the order after the command. */
  readonly rev?: number
  /** The order (contract §2), the job, or nothing. Plain JSON. */
  readonly result?: unknown
  /** Of `splitTo`: the order that has the lines now. */
  readonly toOrderId?: OrderId
  /** This cid had been answered before. */
  readonly repeated: boolean
}

/** The one way in: every edge (REST, sockets, MQTT, plugins, the hub's own reactions) asks here. The answer means durable. */
export class Gate extends Context.Service<
  Gate,
  { readonly run: (scope: Scope, command: Command) => Effect.Effect<Answer, CommandFailure> }
>()("heard/Gate") {}
