import { Effect, Schema } from "effect"
import { otherRequest } from "#core/hub/other-request.ts"
import type { Scope } from "#core/hub/scope.ts"
import { Uuid } from "#core/kitchen/ids.ts"
import { derivedId } from "#core/plugins/derived-id.ts"
import { pageAnswer, pageOf, pageQuery } from "#core/plugins/documents/collection-schema.ts"
import { route } from "#core/plugins/route.ts"
import { replayed } from "#core/plugins/running/stored-answer.ts"
import { Account, Accounts } from "#core/security/accounts.ts"

/** What the hub accepts as a name, password or PIN stands with the hub; here is only how long it may be at all. */
const Username = Schema.String.check(Schema.isMaxLength(64))
const FullName = Schema.String.check(Schema.isMaxLength(400))
const Password = Schema.String.check(Schema.isMaxLength(1_000))
const Pin = Schema.String.check(Schema.isMaxLength(20))
const RoleKey = Schema.String.check(Schema.isMaxLength(40))

const NewUser = Schema.Struct({
  id: Schema.optionalKey(Uuid),
  username: Username,
  password: Password,
  fullName: FullName,
  role: RoleKey,
  pin: Schema.optionalKey(Pin),
  instanceAdmin: Schema.optionalKey(Schema.Boolean),
}).annotate({ identifier: "NewUser" })

const UserChange = Schema.Struct({
  username: Schema.optionalKey(Username),
  fullName: Schema.optionalKey(FullName),
  role: Schema.optionalKey(RoleKey),
  disabled: Schema.optionalKey(Schema.Boolean),
  password: Schema.optionalKey(Password),
  pin: Schema.optionalKey(Schema.NullOr(Pin)),
}).annotate({ identifier: "UserChange" })

const NewMembership = Schema.Struct({
  accountId: Uuid,
  /** A restaurant that they belong to already; the caller manages people there too. */
  from: Uuid.pipe(Schema.brand("TenantId")),
  username: Schema.optionalKey(Username),
  role: RoleKey,
  pin: Schema.optionalKey(Pin),
}).annotate({ identifier: "NewMembership" })

const IfRev = Schema.Struct({
  ifRev: Schema.optionalKey(Schema.NumberFromString.check(Schema.isInt())),
})

/**
 * A repeat of the request makes the same person: hashing a password is no work for inside a transaction, where answers to
 * a key are stored otherwise.
 */
const createUnderKey = Effect.fnUntraced(function* (
  scope: Scope,
  person: typeof NewUser.Type,
  key: string,
) {
  const accounts = yield* Accounts
  const id = derivedId(scope.tenantId, "user", key)
  const isRepeat = yield* Effect.isSuccess(accounts.get(scope, id))
  const json = yield* accounts
    .create(scope, { ...person, id })
    .pipe(
      Effect.catchTag("Refused", (refusal) =>
        Effect.fail(refusal.code === "USER_ID_TAKEN" ? otherRequest : refusal),
      ),
    )
  const answer = { status: 201, json }
  return isRepeat ? replayed(answer) : answer
})

export const peopleRoutes = [
  route({
    method: "GET",
    path: "/users",
    permission: "users.read",
    summary: "List the people who may sign in, a page at a time",
    query: pageQuery({ role: Schema.optionalKey(RoleKey) }),
    answer: pageAnswer(Account),
    handle: ({ scope, query }) =>
      Effect.map(
        Accounts.use((accounts) => accounts.list(scope)),
        (all) => {
          const { page, size } = pageOf(query)
          const found = all.filter(({ role }) => query.role === undefined || role === query.role)
          const items = found.slice((page - 1) * size, page * size)
          return { items, total: found.length, page, size }
        },
      ),
  }),
  route({
    method: "POST",
    path: "/users",
    permission: "users.manage",
    summary: "Add a person; the same id and body again is the same request",
    body: NewUser,
    answer: Account,
    status: 201,
    repeats: "handler",
    respond: ({ scope, body, idempotencyKey }) =>
      body.id === undefined && idempotencyKey !== undefined
        ? createUnderKey(scope, body, idempotencyKey)
        : Effect.map(
            Accounts.use((accounts) => accounts.create(scope, body)),
            (json) => ({ status: 201, json }),
          ),
  }),
  route({
    method: "GET",
    path: "/users/:id",
    permission: "users.read",
    summary: "Show one person",
    answer: Account,
    handle: ({ scope, params }) => Accounts.use((accounts) => accounts.get(scope, params.id)),
  }),
  route({
    method: "PATCH",
    path: "/users/:id",
    permission: "users.manage",
    summary: "Change a person; a new password ends their sessions, a null PIN takes it away",
    query: IfRev,
    body: UserChange,
    answer: Account,
    handle: ({ scope, params, query, body, ifMatch }) =>
      Accounts.use((accounts) => accounts.change(scope, params.id, body, ifMatch ?? query.ifRev)),
  }),
  route({
    method: "DELETE",
    path: "/users/:id",
    permission: "users.manage",
    summary: "Take a person out of this restaurant",
    status: 204,
    handle: ({ scope, params }) => Accounts.use((accounts) => accounts.remove(scope, params.id)),
  }),
  route({
    method: "POST",
    path: "/memberships",
    permission: "users.manage",
    summary: "Let somebody of another restaurant work in this one too",
    body: NewMembership,
    answer: Account,
    status: 201,
    handle: ({ scope, body }) => Accounts.use((accounts) => accounts.join(scope, body)),
  }),
]
