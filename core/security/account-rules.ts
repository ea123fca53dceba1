import { Effect } from "effect"
import { may, type Scope } from "#core/hub/scope.ts"
import { type Refused, refused } from "#core/kitchen/refusal.ts"
import type { StoredMember, Taken } from "./member-store.ts"
import { passwordIssues, pinIssues, type SecretIssue } from "./password-rules.ts"
import { covers } from "./permission-catalogue.ts"
import type { Role } from "./roles.ts"
import { isUsername, usernameRule } from "./username.ts"

/** The refusal of whoever lacks the permission. */
export const asking = (scope: Scope, permission: string): Effect.Effect<void, Refused> =>
  may(scope, permission)
    ? Effect.void
    : Effect.fail(refused("AUTH_FORBIDDEN", "You may not do this", { permission }))

/** Everything of one kind that is wrong with what somebody typed about a person. */
interface AccountProblem {
  readonly code: string
  readonly detail: string
  readonly issues: ReadonlyArray<SecretIssue>
}

/** What is wrong with what somebody chose to be called and to sign in with: each kind, and all of it. */
const accountProblems = (
  username: string,
  chosen: { readonly fullName?: string; readonly password?: string; readonly pin?: string },
): ReadonlyArray<AccountProblem> => {
  const { fullName, password, pin } = chosen
  return [
    {
      ...{ code: "VALIDATION_FAILED", detail: "This name cannot be used" },
      issues:
        fullName === undefined || isFullName.test(fullName)
          ? []
          : [{ path: "fullName", message: "Expected 1 to 200 characters" }],
    },
    {
      ...{ code: "USERNAME_INVALID", detail: "This user name cannot be used" },
      issues: isUsername(username) ? [] : [{ path: "username", message: usernameRule }],
    },
    {
      ...{ code: "PASSWORD_WEAK", detail: "This password is too easy to guess" },
      issues: password === undefined ? [] : passwordIssues(password, [username]),
    },
    {
      ...{ code: "PIN_INVALID", detail: "This PIN cannot be used" },
      issues: pin === undefined ? [] : pinIssues(pin),
    },
  ].filter(({ issues }) => issues.length > 0)
}

const isFullName = /^\P{Cc}{1,200}$/u

/** One kind of problem has a code of its own; of several each is named. */
const problemsRefusal = (problems: ReadonlyArray<AccountProblem>): Refused | undefined => {
  const [first, ...more] = problems
  if (first === undefined) return undefined
  const { code, detail, issues } = first
  return more.length === 0
    ? refused(code, detail, { issues })
    : refused("VALIDATION_FAILED", "Several things cannot be used; meta.issues says why", {
        issues: problems.flatMap((problem) => problem.issues),
      })
}

export const secretsRefusal = (
  ...chosen: Parameters<typeof accountProblems>
): Refused | undefined => problemsRefusal(accountProblems(...chosen))

/** All of it at once. A role alone is looked at when it is given: a repeated request may name one that is gone. */
export const personRefusal = (
  person: Parameters<typeof accountProblems>[1] & {
    readonly username: string
    readonly role: string
  },
  roles: ReadonlyArray<Role>,
): Refused | undefined => {
  const problems = accountProblems(person.username, person)
  const lacksRole = problems.length > 0 && !roles.some(({ key }) => key === person.role)
  return problemsRefusal(lacksRole ? [...problems, roleUnknown(person.role)] : problems)
}

const roleUnknown = (role: string): AccountProblem => ({
  ...{ code: "ROLE_UNKNOWN", detail: `There is no role "${role}"` },
  issues: [{ path: "role", message: "There is no such role" }],
})

/** The role, when there is one and the caller has all that it grants. */
export const roleToGive = (
  scope: Scope,
  roles: ReadonlyArray<Role>,
  key: string,
  codes: ReadonlySet<string>,
): Effect.Effect<Role, Refused> => {
  const role = roles.find((one) => one.key === key)
  if (role === undefined) {
    const { code, detail, issues } = roleUnknown(key)
    return Effect.fail(refused(code, detail, { role: key, issues }))
  }
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
      return refused("USERNAME_TAKEN", "Somebody has this user name already", {
        issues: [{ path: "username", message: "Somebody has this user name already" }],
      })
    case "pin":
      return refused("PIN_TAKEN", "Choose another PIN", {
        issues: [{ path: "pin", message: "Choose another PIN" }],
      })
    case "id":
      return refused("USER_ID_TAKEN", "This person, or another one with this id, is here already")
  }
}

export const userNotFound = (id: string): Refused =>
  refused("USER_NOT_FOUND", "There is no such person", { id })
