import { assert, layer } from "@effect/vitest"
import { Effect, type Layer } from "effect"
import { PermissionCatalogue } from "#core/security/permission-catalogue.ts"
import { defaultRoles, Roles } from "#core/security/roles.ts"
import { codeOf, newHouse } from "#test/support/two-houses.ts"
import type { AccessServices } from "./people.contract.ts"

/** What roles must do, whatever keeps them. */
export const rolesContract = <E>(name: string, access: Layer.Layer<AccessServices, E>) =>
  layer(access)(`roles, kept in ${name}`, (it) => {
    it.effect(
      "[ROLE-1] a restaurant begins with owner, manager, chef, cook, waiter and viewer",
      () =>
        Effect.gen(function* () {
          const { owner } = yield* newHouse()
          const roles = yield* (yield* Roles).list(owner)
          assert.sameMembers(
            roles.map(({ key }) => key),
            [...defaultRoles],
          )
          assert.isTrue(roles.every(({ builtIn }) => builtIn))
          assert.deepStrictEqual(roles.find(({ key }) => key === "owner")?.permissions, ["*"])
        }),
    )

    it.effect("[ROLE-2] it adds roles of its own, and removes what nobody has", () =>
      Effect.gen(function* () {
        const { owner, hire } = yield* newHouse()
        const roles = yield* Roles
        const till = { key: "till", name: "Till", permissions: ["core.audit.read"] }
        assert.deepStrictEqual(yield* roles.save(owner, till), { ...till, builtIn: false })
        const bo = yield* hire("till")
        assert.deepStrictEqual((yield* bo.scope).permissions, ["core.audit.read"])
        assert.deepStrictEqual(
          yield* Effect.all([
            codeOf(roles.remove(owner, "till")),
            codeOf(roles.remove(owner, "chef")),
            codeOf(roles.remove(owner, "nobody")),
            codeOf(roles.save(owner, { ...till, key: "owner" })),
            codeOf(roles.save(owner, { ...till, key: "No key" })),
            codeOf(roles.save(owner, { ...till, permissions: ["kitchen.sink"] })),
            codeOf(hire("nobody")),
          ]),
          [
            "ROLE_IN_USE",
            "ROLE_BUILT_IN",
            "ROLE_NOT_FOUND",
            "ROLE_BUILT_IN",
            "ROLE_KEY_INVALID",
            "PERMISSION_UNKNOWN",
            "ROLE_UNKNOWN",
          ],
        )
        yield* roles.save(owner, { ...till, key: "spare" })
        yield* roles.remove(owner, "spare")
      }),
    )

    it.effect(
      "[ROLE-3] nobody gives a role more than they have, nor takes from one that has more",
      () =>
        Effect.gen(function* () {
          const { owner, tenantId } = yield* newHouse()
          const roles = yield* Roles
          ;(yield* PermissionCatalogue).declare("users", ["users.read", "users.manage"])
          const manager = {
            tenantId,
            principal: { kind: "user" as const, id: "m" },
            permissions: ["users.read", "users.manage", "core.audit.read"],
          }
          const wish = { key: "till", name: "Till", permissions: ["core.audit.read"] }
          yield* roles.save(manager, { ...wish, permissions: ["core.audit.read", "users.*"] })
          yield* roles.save(owner, { ...wish, key: "high", permissions: ["core.plugins.manage"] })
          assert.deepStrictEqual(
            yield* Effect.all([
              codeOf(roles.save(manager, { ...wish, permissions: ["*"] })),
              codeOf(roles.save(manager, { ...wish, permissions: ["core.plugins.manage"] })),
              codeOf(roles.save(manager, { ...wish, permissions: ["core.*"] })),
              codeOf(roles.save(manager, { ...wish, key: "high", permissions: [] })),
              codeOf(roles.remove(manager, "high")),
              codeOf(roles.save({ ...manager, permissions: ["users.read"] }, wish)),
            ]),
            Array.from({ length: 6 }, () => "AUTH_FORBIDDEN"),
          )
        }),
    )

    it.effect("[ROLE-4] a plugin's defaults are granted once: what was taken away stays away", () =>
      Effect.gen(function* () {
        const { owner, tenantId } = yield* newHouse()
        const roles = yield* Roles
        ;(yield* PermissionCatalogue).declare("kds", ["kds.read", "kds.write", "kds.count"])
        const grant = (permissions: ReadonlyArray<string>) =>
          roles.grantDefaults(tenantId, "kds", { chef: permissions, nobody: ["kds.read"] })
        const chef = Effect.map(
          roles.list(owner),
          (all) => all.find(({ key }) => key === "chef")?.permissions,
        )
        yield* grant(["kds.read", "kds.write"])
        assert.deepStrictEqual(yield* chef, ["kds.read", "kds.write"])
        yield* roles.save(owner, { key: "chef", name: "Chef", permissions: ["kds.read"] })
        yield* grant(["kds.read", "kds.write"])
        assert.deepStrictEqual(yield* chef, ["kds.read"])
        yield* grant(["kds.read", "kds.write", "kds.count"])
        assert.deepStrictEqual(yield* chef, ["kds.read", "kds.count"])
      }),
    )
  })
