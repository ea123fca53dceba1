import { describe, expect, it } from "vitest"
import type { Scope } from "#core/hub/scope.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import type { LoadedPlugin } from "#core/plugins/loading/loaded-plugin.ts"
import type { Manifest } from "#core/plugins/manifest/manifest.ts"
import { noMigrations } from "#core/plugins/migration.ts"
import { pageManifest, slotFillings } from "#core/plugins/pages/page-manifest.ts"
import { definePlugin } from "#core/plugins/sdk.ts"

const plugin = (
  key: string,
  ui: Manifest["ui"],
  translations: LoadedPlugin["translations"] = {},
): LoadedPlugin => ({
  key,
  manifest: {
    key,
    name: key,
    version: "1.0.0",
    description: key,
    compat: { host: "^1.0.0" },
    ...(ui === undefined ? {} : { ui }),
  },
  definition: definePlugin({ key }),
  migrations: noMigrations,
  translations,
})

const kds = plugin(
  "kds",
  {
    pages: [
      {
        path: "/kds",
        component: "KdsPage",
        permission: "kds.ticket.read",
        nav: { label: "Kitchen", icon: "flame", order: 20 },
      },
    ],
    slots: [
      { slot: "order.details.aside", component: "Timeline", permission: "kds.ticket.read" },
      { slot: "admin.dashboard", component: "Load", permission: "kds.read" },
    ],
  },
  { fr: { "nav./kds": "Cuisine" } },
)
const people = plugin("people", {
  pages: [{ path: "/admin/people", component: "PeoplePage", permission: "people.read" }],
  slots: [{ slot: "order.details.aside", component: "Who", permission: "people.read" }],
})

const person = (...permissions: ReadonlyArray<string>): Scope => ({
  tenantId: "01997d3a-5b00-7000-8000-000000000001" as TenantId,
  principal: { kind: "user", id: "ana" },
  permissions,
})
const paths = (scope: Scope, ...plugins: ReadonlyArray<LoadedPlugin>) =>
  pageManifest(scope, plugins, "en").pages.map(({ path }) => path)

describe("the pages of a person", () => {
  it("[MANIFEST-1] are those of enabled plugins that their role opens", () => {
    expect(paths(person("kds.ticket.read"), kds, people)).toEqual(["/kds"])
    expect(paths(person("kds.ticket.read"))).toEqual([])
    expect(paths(person(), kds, people)).toEqual([])
  })

  it("[MANIFEST-1] hold the hub's own for whoever may see them", () => {
    const all = paths(person("*"), kds, people)
    expect(all).toContain("/admin/plugins")
    expect(all).toContain("/admin/audit")
    expect(paths(person("core.audit.read"))).toEqual(["/admin/audit", "/admin"])
  })

  it("[MANIFEST-2] hold the back office as soon as there is something in it", () => {
    expect(paths(person("people.read"), people)).toEqual(["/admin/people", "/admin"])
    expect(paths(person("kds.ticket.read"), kds)).not.toContain("/admin")
  })

  it("[MANIFEST-1] are in the navigation in their order, in the reader's language", () => {
    const { nav } = pageManifest(person("*"), [people, kds], "fr")
    expect(nav.map(({ label }) => label)).toEqual([
      "Cuisine",
      "Administration",
      "Modules",
      "Événements",
      "Réglages",
      "Journal d’audit",
    ])
  })

  it("[MANIFEST-4] are filled in slots by enabled plugins, in the order in which they were loaded", () => {
    const aside = (scope: Scope) => slotFillings(scope, [kds, people], "order.details.aside")
    expect(aside(person("*"))).toEqual([
      { plugin: "kds", component: "Timeline", permission: "kds.ticket.read" },
      { plugin: "people", component: "Who", permission: "people.read" },
    ])
    expect(aside(person("people.read")).map(({ component }) => component)).toEqual(["Who"])
    expect(slotFillings(person("*"), [kds], "nowhere")).toEqual([])
    expect(pageManifest(person("kds.read"), [kds, people], "en").slots).toEqual(["admin.dashboard"])
  })
})
