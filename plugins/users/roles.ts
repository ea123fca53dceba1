import { Effect, Schema } from "effect"
import type { Scope } from "#core/hub/scope.ts"
import { refused } from "#core/kitchen/refusal.ts"
import { fingerprintOf } from "#core/plugins/derived-id.ts"
import { pageAnswer, pageOf, pageQuery } from "#core/plugins/documents/collection-schema.ts"
import { route } from "#core/plugins/route.ts"
import { Roles } from "#core/security/roles.ts"

const Key = Schema.String.check(
  Schema.isPattern(/^[a-z][a-z0-9_]{1,39}$/, { message: "Expected a short lower-case name" }),
)
const Name = Schema.String.check(
  Schema.isPattern(/^\P{Cc}{1,100}$/u, { message: "Expected 1 to 100 characters" }),
)
const Permission = Schema.String.check(
  Schema.isPattern(/^(?:\*|[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)*(?:\.\*)?)$/, {
    message: "Expected a permission code, a plugin's key and .*, or *",
  }),
  Schema.isMaxLength(120),
)
const Permissions = Schema.Array(Permission).check(Schema.isMaxLength(500))

const Role = Schema.Struct({
  key: Key,
  name: Name,
  permissions: Permissions,
  builtIn: Schema.Boolean,
}).annotate({ identifier: "Role" })

const NewRole = Schema.Struct({ key: Key, name: Name, permissions: Permissions }).annotate({
  identifier: "NewRole",
})

const RoleChange = Schema.Struct({
  name: Schema.optionalKey(Name),
  permissions: Schema.optionalKey(Permissions),
}).annotate({ identifier: "RoleChange" })

const roleOf = (scope: Scope, key: string) =>
  Effect.map(
    Roles.use((roles) => roles.list(scope)),
    (all) => all.find((role) => role.key === key),
  )

export const roleRoutes = [
  route({
    method: "GET",
    path: "/roles",
    permission: "users.read",
    summary: "List the roles and what they grant",
    query: pageQuery({}),
    answer: pageAnswer(Role),
    handle: ({ scope, query }) =>
      Effect.map(
        Roles.use((roles) => roles.list(scope)),
        (all) => {
          const { page, size } = pageOf(query)
          const items = all.slice((page - 1) * size, page * size)
          return { items, total: all.length, page, size }
        },
      ),
  }),
  route({
    method: "POST",
    path: "/roles",
    permission: "users.manage",
    summary: "Add a role",
    body: NewRole,
    answer: Role,
    status: 201,
    handle: ({ scope, body }) =>
      Effect.gen(function* () {
        const there = yield* roleOf(scope, body.key)
        if (there === undefined) return yield* (yield* Roles).save(scope, body)
        // The same again is the same request.
        const { builtIn: _, ...said } = there
        if (fingerprintOf(said) === fingerprintOf(body)) return there
        return yield* refused("ROLE_TAKEN", "There is a role with this key already", {
          key: body.key,
        })
      }),
  }),
  route({
    method: "PATCH",
    path: "/roles/:key",
    permission: "users.manage",
    summary:
      "Change what a role is called or grants; it counts from the next request of who has it",
    body: RoleChange,
    answer: Role,
    handle: ({ scope, params, body }) =>
      Effect.gen(function* () {
        const there = yield* roleOf(scope, params.key)
        if (there === undefined)
          return yield* refused("ROLE_NOT_FOUND", "There is no such role", { role: params.key })
        const { key, name, permissions } = there
        return yield* (yield* Roles).save(scope, { key, name, permissions, ...body })
      }),
  }),
  route({
    method: "DELETE",
    path: "/roles/:key",
    permission: "users.manage",
    summary: "Remove a role that nobody has",
    status: 204,
    handle: ({ scope, params }) => Roles.use((roles) => roles.remove(scope, params.key)),
  }),
]
