import type { NewPlugin } from "./plugin-template.ts"

/** The first test of a new plugin: what every plugin keeps to, and one thing of its own. */
export const testText = ({ key, name, parts }: NewPlugin): string => `
import { expect, it } from "vitest"
import { conformance } from "#test/contract/plugin-conformance.contract.ts"
import { pluginTestkit } from "#test/support/plugin-testkit.ts"

const kit = pluginTestkit()

conformance(kit, "${key}")

it("${name} ${own(parts)}", async () => {
  const bistro = await kit.house(["${key}"])
  ${parts.has("migrations") ? withNotes(key) : parts.has("routes") ? withSummary(key) : withNothing(key)}
})
`

const own = (parts: NewPlugin["parts"]): string =>
  parts.has("migrations")
    ? "keeps what is noted"
    : parts.has("routes")
      ? "answers"
      : "may be enabled in a restaurant"

const withNotes = (key: string): string => `
  const made = await bistro.ask("POST", "/plugins/${key}/notes", { name: "Allergic to nuts" })
  expect(made).toMatchObject({ status: 201, json: { name: "Allergic to nuts" } })
  const list = await bistro.ask("GET", "/plugins/${key}/notes")
  expect(list.json?.["items"]).toContainEqual(made.json)
`

const withSummary = (key: string): string => `
  expect(await bistro.ask("GET", "/plugins/${key}/summary")).toMatchObject({ status: 200 })
`

const withNothing = (key: string): string => `
  const plugins = await bistro.ask("GET", \`/tenants/\${bistro.tenantId}/plugins/${key}\`)
  expect(plugins).toMatchObject({ json: { actual: "enabled" } })
`
