import type { Scope } from "#core/hub/scope.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import type { Membership } from "./member-store.ts"
import { devicePermissions, withPin } from "./permissions.ts"
import type { StoredSession } from "./session-store.ts"

/** Without the address, which differs from request to request. */
export type BareScope = Omit<Scope, "address">

/**
 * What a session may do in a restaurant.
 *
 * @param own exact codes of the person there
 * @param known every code that there is
 */
export const bareScope = (
  session: StoredSession,
  tenantId: TenantId,
  membership: Membership,
  own: ReadonlyArray<string>,
  known: ReadonlySet<string>,
): BareScope => {
  const { device, parentId } = session
  if (device !== undefined && parentId === undefined)
    return {
      tenantId,
      principal: {
        kind: "device",
        id: device.id,
        ...(device.name === undefined ? {} : { name: device.name }),
      },
      // Never more than whoever signed it in: a viewer's tablet bumps no ticket.
      permissions: devicePermissions(device.kind).filter(
        (code) => own.includes("*") || own.includes(code),
      ),
      session: session.id,
    }
  const byPin = parentId !== undefined
  return {
    tenantId,
    principal: { kind: "user", id: session.accountId, name: membership.fullName },
    permissions: byPin ? withPin(own, known) : own,
    ...(membership.instanceAdmin && !byPin ? { instanceAdmin: true as const } : {}),
    session: session.id,
  }
}

/** Whether whoever holds the one need not hear of the other. */
export const sayTheSame = (a: Scope, b: Scope): boolean =>
  a.principal.name === b.principal.name &&
  a.instanceAdmin === b.instanceAdmin &&
  a.permissions.length === b.permissions.length &&
  a.permissions.every((code, n) => code === b.permissions[n])
