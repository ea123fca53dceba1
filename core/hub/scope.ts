import type { TenantId } from "#core/kitchen/ids.ts"
import type { Actor } from "#core/kitchen/order-event.ts"

/**
 * Whose data a call may touch, and for whom. The first argument of everything that reads or writes: a call that does not
 * say it does not type-check. Edges make it from a verified credential; nothing else does, except {@link systemScope}.
 */
export interface Scope {
  readonly tenantId: TenantId
  readonly principal: Actor
  /** Permission codes (`orders.order.place`); `*` grants all. */
  readonly permissions: ReadonlyArray<string>
  /** Administers all restaurants of this instance; no permission code grants that. */
  readonly instanceAdmin?: true
  /** As what a device signed in: `kds`, `handheld`, `board`, `printerAgent` … */
  readonly deviceKind?: string
  /** The session that the credential belongs to: it ends, and so does everything that was opened with it. */
  readonly session?: string
  /** Address that the request came from, for the audit log. */
  readonly address?: string
}

/** The hub acting on its own behalf: projections, printing, restart. */
export const systemScope = (tenantId: TenantId): Scope => ({
  tenantId,
  principal: { kind: "system", id: "hub" },
  permissions: ["*"],
})

export const may = (scope: Scope, permission: string): boolean =>
  scope.permissions.includes("*") || scope.permissions.includes(permission)
