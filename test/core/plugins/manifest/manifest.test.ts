import { globSync, readFileSync } from "node:fs"
import { Result } from "effect"
import { describe, expect, it } from "vitest"
import { parseManifest } from "#core/plugins/manifest/manifest-file.ts"
import { manifestJsonSchema } from "#core/plugins/manifest/manifest-json-schema.ts"

const whole = `#:schema ../../core/plugins/manifest/module.schema.json
key          = "kds"
renamed_from = ["kitchen_desplay"]
name         = "Kitchen display"
version      = "2.1.0"
description  = "Tickets"
migrations   = { dir = "migrations" }
seed         = { file = "seed.ts" }
events       = { emits = ["kds.ticket_bumped@1"], consumes = ["orders.order_fired@1"] }
[compat]
host = "^1.0.0"
data = ">=2.0.0 <3.0.0"
[requires]
devices = "^1.2.0"
[optional]
printer = "^1.0.0"
[permissions]
"kds.ticket.read" = "See the tickets"
"kds.ticket.bump" = "Bump and recall tickets"
[roles]
chef = ["kds.*"]
cook = ["kds.ticket.read", "kds.ticket.bump"]
[ui]
pages  = [{ path = "/kds", component = "KdsBoard", permission = "kds.ticket.read", nav = { label = "Kitchen", icon = "flame", order = 20 } }]
routes = [{ path = "/kds/tickets/:id", component = "TicketPage", permission = "kds.ticket.read" }]
slots  = [{ slot = "order.details.aside", component = "TicketTimeline", permission = "kds.ticket.read" }]
[limits]
request_timeout_ms = 300
concurrency = 16
isolation = "worker"
`

const details = (text: string): ReadonlyArray<string> =>
  Result.match(parseManifest(text), {
    onSuccess: () => [],
    onFailure: (problems) => problems.map(({ detail }) => detail).sort(),
  })

describe("a manifest", () => {
  it("[PLUGIN-4] is read as it is documented", () => {
    expect(parseManifest(whole)).toMatchObject({
      success: { manifest: { key: "kds", roles: { chef: ["kds.*"] } }, warnings: [] },
    })
  })

  it("[PLUGIN-4] names every field that is wrong, and what was meant by one nobody knows", () => {
    expect(
      details(
        whole
          .replace('"2.1.0"', '"two"')
          .replace('"^1.2.0"', '"newest"')
          .replace("concurrency", "concurency")
          .replace('component = "KdsBoard"', 'componet = "KdsBoard"')
          .replace("[optional]", "[strange]"),
      ),
    ).toEqual([
      'limits.concurency: Unknown field; did you mean "concurrency"?',
      "requires.devices: Expected a range such as ^1.2.0",
      expect.stringMatching(/^strange: Unknown field; there are key, renamed_from, name, /),
      "ui.pages.0.component: Missing key",
      'ui.pages.0.componet: Unknown field; did you mean "component"?',
      "version: Expected a version such as 1.2.0",
    ])
    expect(parseManifest("key = ")).toMatchObject({ failure: [{ code: "MANIFEST_UNREADABLE" }] })
  })

  it("[PLUGIN-4] speaks of its own permissions, events and versions only", () => {
    expect(
      details(
        whole
          .replace('"kds.ticket.bump" = ', '"orders.bump" = ')
          .replace("kds.ticket_bumped@1", "orders.bumped@1")
          .replace('renamed_from = ["kitchen_desplay"]', 'renamed_from = ["kds"]')
          .replace(">=2.0.0 <3.0.0", "<2.0.0"),
      ),
    ).toEqual([
      "compat.data: It leaves out 2.1.0, the version it makes",
      'events.emits: "orders.bumped@1" does not start with "kds."',
      'permissions.orders.bump: A permission starts with "kds."',
      'renamed_from: "kds" is its key today',
      'roles.cook: "kds.ticket.bump" is neither in [permissions] nor "kds.*"',
    ])
  })

  it("[PLUGIN-8] of the first form is read as if it were written in the long one", () => {
    expect(
      parseManifest(`
        key = "loyalty"
        name = "Loyalty"
        version = "0.1.0"
        description = "Points"
        python = ">=3.11"
        [compat]
        host = "^1.0.0"
        [dependencies]
        modules = ["orders", "kds"]
        [permissions]
        section = "card"
        level = ["read", "write"]
        [ui]
        routes = ["/loyalty"]
        slots = ["order.details.aside"]
      `),
    ).toMatchObject({
      success: {
        manifest: {
          requires: { orders: "*", kds: "*" },
          permissions: { "loyalty.card.read": "card: read", "loyalty.card.write": "card: write" },
          ui: {
            routes: [
              { path: "/loyalty", component: "LoyaltyPage", permission: "loyalty.card.read" },
            ],
            slots: [
              {
                slot: "order.details.aside",
                component: "OrderDetailsAside",
                permission: "loyalty.card.read",
              },
            ],
          },
        },
        warnings: [
          "python is passed over: plugins are written in TypeScript",
          '[dependencies] modules is read as [requires] with any version ("*")',
          "[permissions] section and level are read as codes",
          "[ui] routes and slots without a component are read with one called like them",
        ],
      },
    })
  })
})

describe("the JSON Schema of the manifest", () => {
  it("[PLUGIN-9] is the committed file, which every module.toml names for its editor", () => {
    expect(JSON.parse(readFileSync("core/plugins/manifest/module.schema.json", "utf8"))).toEqual(
      manifestJsonSchema(),
    )
    const manifests = globSync("plugins/*/module.toml")
    expect(manifests.length).toBeGreaterThan(5)
    for (const file of manifests)
      expect(readFileSync(file, "utf8"), file).toMatch(
        /^#:schema \.\.\/\.\.\/core\/plugins\/manifest\/module\.schema\.json\n/,
      )
  })
})
