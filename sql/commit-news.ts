import { Context } from "effect"
import type { TenantId } from "#core/kitchen/ids.ts"
import type { Committed } from "#core/log/event-log.ts"

/** How the followers of the log hear of what was appended by a transaction instead of the group commit. */
export class CommitNews extends Context.Service<
  CommitNews,
  {
    readonly committed: (committed: Committed) => void
    /** Something may have been appended: look. */
    readonly moved: (tenantId: TenantId) => void
  }
>()("heard/sql/CommitNews") {}
