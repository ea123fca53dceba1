import { defaultRoles, type Role } from "./roles.ts"

/**
 * What a new restaurant's roles may do with the hub itself. What they may do with plugins arrives with each plugin
 * (`Roles.grantDefaults`).
 */
export const rolesOfNewRestaurant = (): ReadonlyArray<Role> =>
  defaultRoles.map((key) => ({
    key,
    name: `${key.slice(0, 1).toUpperCase()}${key.slice(1)}`,
    permissions: hubPermissions[key],
    builtIn: true,
  }))

const hubPermissions: Readonly<Record<(typeof defaultRoles)[number], ReadonlyArray<string>>> = {
  owner: ["*"],
  manager: [
    "core.plugins.read",
    "core.plugins.manage",
    "core.events.read",
    "core.events.replay",
    "core.audit.read",
    "core.settings.read",
    "core.settings.manage",
  ],
  chef: [],
  cook: [],
  waiter: [],
  viewer: [],
}
