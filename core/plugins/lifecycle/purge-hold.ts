import { Effect } from "effect"
import type { CommandFailure } from "#core/hub/gate.ts"
import type { Scope } from "#core/hub/scope.ts"
import type { TenantPlugin } from "#core/plugins/plugin-states.ts"
import type { LifecycleParts } from "./lifecycle-parts.ts"

/** How long data that is to be deleted is held, for whoever thinks better of it, in milliseconds. */
export const holdMs = 7 * 24 * 60 * 60 * 1_000

type Recording = { readonly around: Pick<LifecycleParts["around"], "audit"> }

/** In the transaction that marks the data. */
export const recordMark = (
  { around }: Recording,
  scope: Scope,
  plugin: string,
  purgeAfter: number,
): Effect.Effect<void, CommandFailure> =>
  around.audit.record(scope, {
    action: "plugin.purge_planned",
    target: `plugin/${plugin}`,
    after: { purgeAt: new Date(purgeAfter).toISOString() },
  })

/** In the transaction that takes the mark away; where there is none, nothing is recorded. */
export const recordUnmark = (
  { around }: Recording,
  scope: Scope,
  plugin: string,
  state: TenantPlugin | undefined,
): Effect.Effect<void, CommandFailure> =>
  state?.purgeAfter === undefined
    ? Effect.void
    : around.audit.record(scope, {
        action: "plugin.purge_called_off",
        target: `plugin/${plugin}`,
        before: { purgeAt: new Date(state.purgeAfter).toISOString() },
      })
