import { Context, type Effect, Schema } from "effect"
import type { CommandFailure, Outage } from "#core/hub/gate.ts"
import type { Scope } from "#core/hub/scope.ts"

/** One line of the audit log. Each carries the hash of the one before, so that a changed or missing line is found. */
export const AuditEntry = Schema.Struct({
  /** Per restaurant, from 1, without a gap. */
  seq: Schema.Int,
  at: Schema.String,
  /** `user`, `device` or `system`, with its id and name at that time. */
  by: Schema.Struct({
    kind: Schema.String,
    id: Schema.String,
    name: Schema.NullOr(Schema.String),
  }),
  /** What was done: `plugin.enabled`, `user.password_changed`. */
  action: Schema.String,
  /** What it was done to: `plugin/kds`, `user/{id}`. */
  target: Schema.String,
  /** Address that the request came from, when it came from outside. */
  address: Schema.NullOr(Schema.String),
  before: Schema.Unknown,
  after: Schema.Unknown,
  hash: Schema.String,
}).annotate({ identifier: "AuditEntry" })
export type AuditEntry = typeof AuditEntry.Type

export interface AuditDeed {
  readonly action: string
  readonly target: string
  readonly address?: string
  /** Plain JSON without secrets. */
  readonly before?: unknown
  readonly after?: unknown
}

/** Who did what, and can be proven: append-only for everybody, the application included. */
export class Audit extends Context.Service<
  Audit,
  {
    readonly record: (scope: Scope, deed: AuditDeed) => Effect.Effect<void, Outage>
    /** Newest first. Asks `core.audit.read` of the scope. */
    readonly entries: (
      scope: Scope,
      filter: { readonly action?: string; readonly page: number; readonly size: number },
    ) => Effect.Effect<
      { readonly items: ReadonlyArray<AuditEntry>; readonly total: number },
      CommandFailure
    >
    /** Walks the whole chain; `broken` is the first line that does not fit. Asks `core.audit.read`. */
    readonly verify: (
      scope: Scope,
    ) => Effect.Effect<{ readonly lines: number; readonly broken: number | null }, CommandFailure>
  }
>()("heard/Audit") {}
