import type { Role } from "#core/security/roles.ts"

export const roleName = (key: string, roles: ReadonlyArray<Role>): string =>
  roles.find((role) => role.key === key)?.name ?? key
