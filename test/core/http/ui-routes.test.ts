import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { uiRoutes } from "#core/http/ui-routes.ts"
import type { Scope } from "#core/hub/scope.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import { noMigrations } from "#core/plugins/migration.ts"
import { definePlugin } from "#core/plugins/sdk.ts"

const kds = {
  key: "kds",
  manifest: {
    key: "kds",
    name: "Kitchen display",
    version: "1.0.0",
    description: "Screens",
    compat: { host: "^1.0.0" },
    ui: {
      pages: [{ path: "/kds", component: "KdsPage", permission: "kds.read" }],
      slots: [{ slot: "order.details.aside", component: "Timeline", permission: "kds.read" }],
    },
  },
  definition: definePlugin({ key: "kds" }),
  migrations: noMigrations,
  translations: { fr: { name: "Écrans de cuisine" } },
}

const cook: Scope = {
  tenantId: "01997d3a-5b00-7000-8000-000000000001" as TenantId,
  principal: { kind: "user", id: "ana" },
  permissions: ["kds.read"],
}

/** The two routes of a restaurant that runs these plugins at the moment. */
const shell = (enabled: ReadonlySet<string>) => {
  const routes = uiRoutes({
    apiPrefix: "/api",
    plugins: new Map([["kds", kds]]),
    states: {
      enabled: (_, plugin) => enabled.has(plugin),
      of: () => new Map(),
      onChange: () => () => {},
      reload: () => Effect.void,
      upToDate: () => Effect.void,
    },
  })
  return (path: string, acceptLanguage = "en", lang?: string) =>
    Effect.gen(function* () {
      const slot = /^\/api\/ui\/slots\/(.+)$/.exec(path)?.[1]
      const route = routes.find((one) =>
        slot === undefined ? one.path === path : one.path.endsWith("/:slot"),
      )
      if (route === undefined) return yield* Effect.die(new Error(`no route ${path}`))
      const answer = yield* route.handle(cook, {
        requestId: "r1",
        address: "10.0.0.2",
        origin: "http://hub",
        params: slot === undefined ? {} : { slot },
        query: lang === undefined ? {} : { lang },
        body: undefined,
        rawBody: undefined,
        acceptLanguage,
      })
      return "json" in answer ? answer.json : undefined
    })
}

describe("the pages of a restaurant", () => {
  it.effect("[MANIFEST-5] are gone with the next request after their plugin was disabled", () =>
    Effect.gen(function* () {
      const enabled = new Set(["kds"])
      const ask = shell(enabled)
      const page = {
        path: "/kds",
        plugin: "kds",
        component: "KdsPage",
        title: "Kitchen display",
        permission: "kds.read",
      }
      assert.deepStrictEqual(yield* ask("/api/ui/manifest"), {
        pages: [page],
        nav: [],
        slots: ["order.details.aside"],
      })
      assert.deepStrictEqual(yield* ask("/api/ui/slots/order.details.aside"), [
        { plugin: "kds", component: "Timeline", permission: "kds.read" },
      ])
      enabled.delete("kds")
      assert.deepStrictEqual(yield* ask("/api/ui/manifest"), { pages: [], nav: [], slots: [] })
      assert.deepStrictEqual(yield* ask("/api/ui/slots/order.details.aside"), [])
    }),
  )

  it.effect("[MANIFEST-3] are called in the reader's language", () =>
    Effect.gen(function* () {
      const ask = shell(new Set(["kds"]))
      const title = (answer: unknown) =>
        (answer as { pages: ReadonlyArray<{ title: string }> }).pages[0]?.title
      assert.strictEqual(title(yield* ask("/api/ui/manifest", "fr-CA")), "Écrans de cuisine")
      assert.strictEqual(title(yield* ask("/api/ui/manifest", "fr", "en")), "Kitchen display")
    }),
  )

  it.effect("[MANIFEST-4] have slots by name; an id is none", () =>
    Effect.gen(function* () {
      const ask = shell(new Set(["kds"]))
      assert.deepStrictEqual(yield* ask("/api/ui/slots/admin.dashboard"), [])
      const refusal = yield* Effect.flip(ask(`/api/ui/slots/${cook.tenantId}`))
      assert.propertyVal(refusal, "code", "SLOT_NOT_FOUND")
    }),
  )
})
