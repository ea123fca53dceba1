import type { AccountChange } from "./accounts.ts"
import type { AuditDeed } from "./audit.ts"
import type { StoredMember } from "./member-store.ts"

/** What the audit log says of a change: one line for each thing of weight, never a secret. */
export const changeDeeds = (
  before: StoredMember,
  change: AccountChange,
): ReadonlyArray<AuditDeed> => {
  const target = `user/${before.accountId}`
  const deeds: Array<AuditDeed> = []
  const { role, disabled, password, pin, username, fullName } = change
  if (role !== undefined && role !== before.role)
    deeds.push({
      action: "user.role_changed",
      target,
      before: { role: before.role },
      after: { role },
    })
  if (disabled !== undefined && disabled !== before.disabled)
    deeds.push({ action: disabled ? "user.disabled" : "user.enabled", target })
  if (password !== undefined) deeds.push({ action: "user.password_changed", target })
  if (pin !== undefined)
    deeds.push({ action: pin === null ? "user.pin_removed" : "user.pin_changed", target })
  if (username !== undefined || fullName !== undefined)
    deeds.push({
      action: "user.changed",
      target,
      before: { username: before.username, fullName: before.fullName },
      after: { username: username ?? before.username, fullName: fullName ?? before.fullName },
    })
  return deeds
}
