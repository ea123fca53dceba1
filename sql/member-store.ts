import { Effect } from "effect"
import { SqlClient } from "effect/sql"
import type { Outage } from "#core/hub/gate.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import type { ConstraintBroken, Row, SqlValue } from "#core/plugins/plugin-sql.ts"
import {
  foldedName,
  type MemberChange,
  type MemberStore,
  type Membership,
  type StoredMember,
  type Taken,
} from "#core/security/member-store.ts"
import { hubTables } from "./hub-tables.ts"

export const memberStore: Effect.Effect<MemberStore["Service"], never, SqlClient.SqlClient> =
  Effect.gen(function* () {
    const { together, rows, attempt } = hubTables(yield* SqlClient.SqlClient)

    const membersWhere = (tenantId: TenantId, where: string, value?: string) =>
      Effect.map(
        rows(
          [tenantId],
          `select ${columns} from core.membership as m join core.account as a on a.id = m.account_id
           where m.tenant_id = $1 ${where} order by m.username_key`,
          value === undefined ? [tenantId] : [tenantId, value],
        ),
        (found) => found as unknown as ReadonlyArray<StoredMember>,
      )
    const memberWhere = (tenantId: TenantId, where: string, value: string) =>
      Effect.map(membersWhere(tenantId, where, value), ([member]) => member)

    return {
      exclusively: (tenantIds, work) =>
        together(
          tenantIds,
          Effect.andThen(
            rows(
              tenantIds,
              `select pg_advisory_xact_lock(hashtextextended('access ' || t, 0))
               from (select t from unnest($1::text[]) as t order by t) as ordered`,
              [tenantIds],
            ),
            work,
          ),
        ),
      list: (tenantId) => membersWhere(tenantId, ""),
      byId: (tenantId, accountId) => memberWhere(tenantId, "and m.account_id = $2", accountId),
      byName: (tenantId, username) =>
        memberWhere(tenantId, "and m.username_key = $2", foldedName(username)),
      byPin: (tenantId, pinHash) => memberWhere(tenantId, "and m.pin_hash = $2", pinHash),
      membershipsOf: (accountId) =>
        Effect.map(
          rows(
            [],
            `select tenant_id as "tenantId", slug, name, username, full_name as "fullName", role, disabled,
               instance_admin as "instanceAdmin"
             from core.memberships_of($1)`,
            [accountId],
          ),
          (found) => found as unknown as ReadonlyArray<Membership>,
        ),
      add: (member) =>
        takenBy(
          together(
            [member.tenantId],
            Effect.andThen(
              attempt([member.tenantId], insertMembership, membershipValues(member)),
              attempt(
                [member.tenantId],
                `insert into core.account (id, password_hash, full_name, instance_admin) values ($1, $2, $3, $4)`,
                [member.accountId, member.passwordHash, member.fullName, member.instanceAdmin],
              ),
            ),
          ),
        ),
      join: (membership) =>
        takenBy(attempt([membership.tenantId], insertMembership, membershipValues(membership))),
      change: (tenantId, accountId, change) =>
        takenBy(
          together(
            [tenantId],
            Effect.gen(function* () {
              const account = assignments(change, accountColumns, [accountId])
              if (account.sets.length > 0)
                yield* rows(
                  [tenantId],
                  `update core.account set ${account.sets.join(", ")} where id = $1`,
                  account.values,
                )
              if (Object.keys(change).every((field) => field === "lastLoginAt")) return []
              const named =
                change.username === undefined
                  ? change
                  : { ...change, usernameKey: foldedName(change.username) }
              const here = assignments(named, membershipColumns, [tenantId, accountId])
              return yield* attempt(
                [tenantId],
                `update core.membership set ${["rev = rev + 1", ...here.sets].join(", ")}
                 where tenant_id = $1 and account_id = $2`,
                here.values,
              )
            }),
          ),
        ),
      remove: (tenantId, accountId) =>
        Effect.asVoid(
          rows([tenantId], "delete from core.membership where tenant_id = $1 and account_id = $2", [
            tenantId,
            accountId,
          ]),
        ),
    }
  })

const instant = (column: string): string =>
  `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

const columns = `
  m.tenant_id as "tenantId", m.account_id as "accountId", m.username, a.full_name as "fullName", m.role,
  a.password_hash as "passwordHash", m.pin_hash as "pinHash", m.disabled, a.disabled as barred,
  a.instance_admin as "instanceAdmin", ${instant("a.last_login_at")} as "lastLoginAt",
  ${instant("a.created_at")} as "createdAt", m.rev`

const insertMembership = `
  insert into core.membership (tenant_id, account_id, username, username_key, role, pin_hash, disabled)
  values ($1, $2, $3, $4, $5, $6, $7)`

const membershipValues = (
  member: Pick<
    StoredMember,
    "tenantId" | "accountId" | "username" | "role" | "pinHash" | "disabled"
  >,
): ReadonlyArray<SqlValue> => [
  member.tenantId,
  member.accountId,
  member.username,
  foldedName(member.username),
  member.role,
  member.pinHash,
  member.disabled,
]

const accountColumns = {
  passwordHash: "password_hash",
  fullName: "full_name",
  lastLoginAt: "last_login_at",
}
const membershipColumns = {
  username: "username",
  usernameKey: "username_key",
  role: "role",
  pinHash: "pin_hash",
  disabled: "disabled",
}

/** `set` clauses for what of the change stands in these columns; their values follow the `keys`. */
const assignments = (
  change: MemberChange & { readonly usernameKey?: string },
  names: Readonly<Record<string, string>>,
  keys: ReadonlyArray<SqlValue>,
): { readonly sets: ReadonlyArray<string>; readonly values: ReadonlyArray<SqlValue> } => {
  const given = Object.entries(change).filter(
    ([field, value]) => Object.hasOwn(names, field) && value !== undefined,
  )
  return {
    sets: given.map(([field], n) => `${names[field]} = $${keys.length + n + 1}`),
    values: [...keys, ...given.map(([, value]) => value)],
  }
}

const takenBy = (
  statements: Effect.Effect<ReadonlyArray<Row>, Outage | ConstraintBroken>,
): Effect.Effect<Taken | undefined, Outage> =>
  statements.pipe(
    Effect.as(undefined),
    Effect.catchTag("ConstraintBroken", (broken) => {
      const taken = takenOf.get(broken.constraint)
      return taken === undefined ? Effect.die(broken) : Effect.succeed(taken)
    }),
  )

const takenOf: ReadonlyMap<string, Taken> = new Map([
  ["membership_username", "username"],
  ["membership_pin", "pin"],
  ["membership_pkey", "id"],
  ["account_pkey", "id"],
])
