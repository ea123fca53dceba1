import { Effect } from "effect"
import { may, type Scope } from "#core/hub/scope.ts"
import { type Refused, refused } from "#core/kitchen/refusal.ts"
import type { StoredMember, Taken } from "./member-store.ts"
import { passwordIssues, pinIssues } from "./password-rules.ts"
import { covers } from "./permission-catalogue.ts"
import type { Role } from "./roles.ts"
import { isUsername, usernameRule } from "./username.ts"

/** The refusal of whoever lacks the permission. */
export const asking = (scope: Scope, permission: string): Effect.Effect<void, Refused> =>
  may(scope, permission)
    ? Effect.void
    : Effect.fail(refused("AUTH_FORBIDDEN", "You may not do this", { permission }))

/** What is wrong with what somebody chose to be called and to sign in with. */
export const secretsRefusal = (
  username: string,
  chosen: { readonly password?: string; readonly pin?: string },
): Refused | undefined => {
  if (!isUsername(username))
    return refused("USERNAME_INVALID", "This user name cannot be used", {
      issues: [{ path: "username", message: usernameRule }],
    })
  const password = chosen.password === undefined ? [] : passwordIssues(chosen.password, [username])
  const pin = chosen.pin === undefined ? [] : pinIssues(chosen.pin)
  if (password.length > 0)
    return refused("PASSWORD_WEAK", "This password is too easy to guess", {
      issues: [...password, ...pin],
    })
  return pin.length === 0
    ? undefined
    : refused("PIN_INVALID", "This PIN cannot be used", { issues: pin })
}

/** The role, when there is one and the caller has all that it grants. */
export const roleToGive = (
  scope: Scope,
  roles: ReadonlyArray<Role>,
  key: string,
  codes: ReadonlySet<string>,
): Effect.Effect<Role, Refused> => {
  const role = roles.find((one) => one.key === key)
  if (role === undefined)
    return Effect.fail(refused("ROLE_UNKNOWN", `There is no role "${key}"`, { role: key }))
  return covers(scope.permissions, role.permissions, codes)
    ? Effect.succeed(role)
    : Effect.fail(
        refused("AUTH_FORBIDDEN", "Nobody gives a role more rights than they have", { role: key }),
      )
}

/** Whether the caller may change somebody: not who has more rights, for that would be a way to get them. */
export const overRefusal = (
  scope: Scope,
  member: StoredMember,
  roles: ReadonlyArray<Role>,
  codes: ReadonlySet<string>,
): Refused | undefined => {
  const theirs = roles.find(({ key }) => key === member.role)?.permissions ?? []
  const above = member.instanceAdmin && scope.instanceAdmin !== true && !isSystem(scope)
  return scope.principal.id === member.accountId ||
    (!above && covers(scope.permissions, theirs, codes))
    ? undefined
    : refused("AUTH_FORBIDDEN", "This person has more rights than you", { role: member.role })
}

export const isSystem = ({ principal }: Scope): boolean => principal.kind === "system"

/** Somebody must be able to do everything, or a mistake could not be undone. */
export const lastOwnerRefusal = (
  member: StoredMember,
  everybody: ReadonlyArray<StoredMember>,
): Refused | undefined => {
  const owns = (one: StoredMember) => one.role === "owner" && !one.disabled && !one.barred
  return owns(member) && everybody.filter(owns).length === 1
    ? refused("LAST_OWNER", "The restaurant needs an owner: give somebody else the role first")
    : undefined
}

export const takenRefusal = (taken: Taken): Refused => {
  switch (taken) {
    case "username":
      return refused("USERNAME_TAKEN", "Somebody has this user name already")
    case "pin":
      return refused("PIN_TAKEN", "Choose another PIN")
    case "id":
      return refused("USER_ID_TAKEN", "This person, or another one with this id, is here already")
  }
}

export const userNotFound = (id: string): Refused =>
  refused("USER_NOT_FOUND", "There is no such person", { id })
