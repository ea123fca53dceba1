import type { Role } from "#core/security/roles.ts"
import type { Language } from "#core/ui/i18n.ts"
import { roleName } from "#core/ui/role-name.ts"

/** A person knows the key of their role only. */
export const roleNameAt = (key: string, roles: ReadonlyArray<Role>, language: Language): string =>
  roleName(roles.find((role) => role.key === key) ?? { key }, language)
