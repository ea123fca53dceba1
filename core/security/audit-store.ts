import { Context, type Effect } from "effect"
import type { Outage } from "#core/hub/gate.ts"
import type { TenantId } from "#core/kitchen/ids.ts"

/** A line of the audit log as it was hashed. */
export interface StoredLine {
  readonly seq: number
  readonly action: string
  /** JSON text: `{seq, at, tenantId, action, deed}`. */
  readonly line: string
  /** SHA-256 of the hash before, a line feed and `line`, in hex. */
  readonly hash: string
}

/** The audit log as stored: lines are added, never changed. */
export class AuditStore extends Context.Service<
  AuditStore,
  {
    /** @param deed JSON text of an object. @returns the line's number */
    readonly append: (
      tenantId: TenantId,
      action: string,
      deed: string,
    ) => Effect.Effect<number, Outage>
    /** Newest first. */
    readonly page: (
      tenantId: TenantId,
      filter: { readonly action?: string; readonly page: number; readonly size: number },
    ) => Effect.Effect<
      { readonly items: ReadonlyArray<StoredLine>; readonly total: number },
      Outage
    >
    /** Oldest first, from the one after `seq`. */
    readonly after: (
      tenantId: TenantId,
      seq: number,
      limit: number,
    ) => Effect.Effect<ReadonlyArray<StoredLine>, Outage>
    /** Number and hash of the newest line; 0 and empty before the first. */
    readonly head: (
      tenantId: TenantId,
    ) => Effect.Effect<{ readonly seq: number; readonly hash: string }, Outage>
  }
>()("heard/security/AuditStore") {}
