import { join } from "node:path"
import { expect, it } from "vitest"
import { missingWords } from "#core/authoring/missing-words.ts"
import { LoadedPlugins } from "#core/plugins/loading/loaded-plugin.ts"
import { canary, plantCanary } from "#test/support/conformance/canary.ts"
import { deliveredTwice } from "#test/support/conformance/double-delivery.ts"
import { seededTwice } from "#test/support/conformance/double-seed.ts"
import { gradeOf } from "#test/support/conformance/grade.ts"
import { unguardedParts } from "#test/support/conformance/guarded-parts.ts"
import { leftovers } from "#test/support/conformance/switched-often.ts"
import { leaks } from "#test/support/conformance/two-restaurants.ts"
import { pluginTestkit } from "#test/support/plugin-testkit.ts"

// A check that never fails proves nothing: this plugin does everything that none may do.
const kit = pluginTestkit({ sieve: join(import.meta.dirname, "../fixtures/plugins/sieve") })

const sieve = async () => {
  const plugin = (await kit.run(LoadedPlugins)).get("sieve")
  if (plugin === undefined) throw new Error("The sieve is not loaded")
  return plugin
}

it("[CONFORM-3] a plugin that keeps one restaurant's rows for another is found out", async () => {
  const two = await kit.twoHouses()
  await plantCanary(kit, "sieve", two[1].tenantId)
  await two[1].ask("GET", "/plugins/sieve/drops")
  const found = await leaks(kit, await sieve(), two)
  expect(found).toContain("GET /plugins/sieve/drops?size=200 shows a text of the other restaurant")
  expect(found.join()).toContain("of the other restaurant's plg_sieve.drop")
  expect(found.join()).not.toContain(canary)
})

it("[CONFORM-6] [CONFORM-7] a handler and a seed that add a row each time are found out", async () => {
  const house = await kit.house(["sieve"])
  const twice = (await deliveredTwice(kit, await sieve(), house)).join("\n")
  expect(twice).toMatch(/sieve\.keep, replayed: came: plg_sieve\.drop/)
  // The bus itself holds back what comes twice by accident.
  expect(twice).not.toContain("delivered twice")
  expect(await seededTwice(kit, await sieve(), house)).toEqual([
    expect.stringMatching(/^demo: came: plg_sieve\.drop/),
    expect.stringMatching(/^default: came: plg_sieve\.drop/),
  ])
})

it("[CONFORM-9] a fiber and a timer that nobody ends are found out", async () => {
  const placed = { plugin: await sieve(), house: await kit.house(["sieve"]) }
  expect((await leftovers(kit, [placed])).get("sieve")).toEqual([
    "50 fibers more than before 50 changes",
    expect.stringMatching(/^\d+ timers more than before 50 changes$/),
  ])
}, 120_000)

it("[CONFORM-2] [CONFORM-10] a permission and words that are missing are found out", async () => {
  const plugin = await sieve()
  const undeclared = { ...plugin, manifest: { ...plugin.manifest, permissions: {} } }
  const [first] = await unguardedParts(kit, undeclared, await kit.house(["sieve"]))
  expect(first).toBe('GET /drops asks for "sieve.read", not in [permissions]')
  expect(missingWords(plugin.manifest, plugin.translations)).toContain(
    'i18n/fr.json: "permission.sieve.read" is missing',
  )
})

it("[CONFORM-11] a grade is the highest of which nothing is missing, with all below it", () => {
  expect(gradeOf(new Set(["words", "upgraded", "described"])).name).toBe("no grade")
  const bronze = new Set(["sound", "tested", "guarded", "apart", "switched off"] as const)
  expect(gradeOf(bronze)).toMatchObject({ name: "Bronze" })
  expect(gradeOf(new Set([...bronze, "upgraded"]))).toEqual({
    name: "Bronze",
    missing: ["bad starts", "switched often", "delivered twice", "seeded twice"],
  })
})
