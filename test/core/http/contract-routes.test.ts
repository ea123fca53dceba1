import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { contractRoutes } from "#core/http/contract-routes.ts"
import type { ScopedRoute } from "#core/http/route.ts"
import type { Scope } from "#core/hub/scope.ts"
import type { LoadedPlugin } from "#core/plugins/loading/loaded-plugin.ts"
import { noMigrations } from "#core/plugins/migration.ts"
import { definePlugin } from "#core/plugins/sdk.ts"
import type { AuditDeed } from "#core/security/audit.ts"
import { margaux } from "#test/core/security/one-restaurant.ts"

const owner: Scope = {
  tenantId: margaux.id,
  principal: { kind: "user", id: "owner" },
  permissions: ["*"],
}
const admin: Scope = { ...owner, instanceAdmin: true }

const cellar: LoadedPlugin = {
  key: "cellar",
  manifest: {
    key: "cellar",
    name: "Cellar",
    version: "2.0.0",
    description: "For a test",
    compat: { host: "^1.0.0" },
  },
  definition: definePlugin({ key: "cellar" }),
  migrations: noMigrations,
  translations: {},
}

const rig = () => {
  const deeds: Array<AuditDeed> = []
  const due = [{ name: "0001-drop-short", afterVersion: "2.0.0", behind: 0 }]
  const routes = contractRoutes({
    apiPrefix: "/api",
    plugins: new Map([["cellar", cellar]]),
    database: {
      contractDue: () => Effect.succeed([...due]),
      contract: () => Effect.sync(() => due.splice(0).map(({ name }) => name)),
    },
    audit: { record: (_scope, deed) => Effect.sync(() => void deeds.push(deed)) },
  })
  const ask = (method: ScopedRoute["method"], scope: Scope, key = "cellar") =>
    Effect.suspend(() => {
      const route = routes.find((one) => one.method === method)
      if (route === undefined) throw new Error(`No route ${method}`)
      return route.handle(scope, {
        requestId: "r1",
        address: "10.0.0.1",
        origin: "http://hub",
        params: { key },
        query: {},
        body: undefined,
        rawBody: undefined,
      })
    })
  return { ask, deeds }
}

describe("what an upgrade left behind", () => {
  it.effect("[MIG-11] is named, taken away when an administrator says so, and written down", () =>
    Effect.gen(function* () {
      const { ask, deeds } = rig()
      expect(yield* ask("GET", admin)).toMatchObject({
        json: { items: [{ name: "0001-drop-short", behind: 0 }] },
      })
      expect(yield* ask("POST", admin)).toMatchObject({ json: { ran: ["0001-drop-short"] } })
      expect(yield* ask("POST", admin)).toMatchObject({ json: { ran: [] } })
      expect(deeds).toEqual([
        {
          action: "plugin.contracted",
          target: "plugin/cellar",
          after: { ran: ["0001-drop-short"] },
        },
      ])
    }),
  )

  it.effect("[MIG-11] is no restaurant's business, and no unknown plugin's", () =>
    Effect.gen(function* () {
      const { ask, deeds } = rig()
      for (const method of ["GET", "POST"] as const) {
        expect(yield* Effect.flip(ask(method, owner))).toMatchObject({ code: "AUTH_FORBIDDEN" })
        expect(yield* Effect.flip(ask(method, admin, "attic"))).toMatchObject({
          code: "PLUGIN_UNKNOWN",
        })
      }
      expect(deeds).toEqual([])
    }),
  )
})
