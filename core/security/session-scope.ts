import type { Scope } from "#core/hub/scope.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import type { StoredDevice } from "./device-store.ts"
import type { Membership } from "./member-store.ts"
import { devicePermissions, withPin } from "./permissions.ts"
import type { SessionDevice, StoredSession } from "./session-store.ts"

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
  const { device, parentId, accountId = "" } = session
  // Never more than whoever signed it in: a viewer's tablet bumps no ticket.
  if (device !== undefined && parentId === undefined)
    return deviceScope(session, device, tenantId, own)
  const byPin = parentId !== undefined
  return {
    tenantId,
    principal: { kind: "user", id: accountId, name: membership.fullName },
    permissions: byPin ? withPin(own, known) : own,
    ...(membership.instanceAdmin && !byPin ? { instanceAdmin: true as const } : {}),
    session: session.id,
  }
}

/**
 * What a device may do that was paired: what its kind may, as far as its role allows.
 *
 * @param own exact codes of the role; undefined: it has none, and may all that its kind may
 */
export const ownScope = (
  session: StoredSession,
  { kind }: StoredDevice,
  own: ReadonlyArray<string> | undefined,
): BareScope | undefined =>
  session.device === undefined
    ? undefined
    : deviceScope(session, { ...session.device, kind }, session.tenantId, own ?? ["*"])

const deviceScope = (
  session: StoredSession,
  { id, kind, name }: SessionDevice,
  tenantId: TenantId,
  own: ReadonlyArray<string>,
): BareScope => ({
  tenantId,
  principal: { kind: "device", id, ...(name === undefined ? {} : { name }) },
  permissions: devicePermissions(kind).filter((code) => own.includes("*") || own.includes(code)),
  deviceKind: kind,
  session: session.id,
})

/** Whether whoever holds the one need not hear of the other. */
export const sayTheSame = (a: Scope, b: Scope): boolean =>
  a.principal.name === b.principal.name &&
  a.instanceAdmin === b.instanceAdmin &&
  a.permissions.length === b.permissions.length &&
  a.permissions.every((code, n) => code === b.permissions[n])
