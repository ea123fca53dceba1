import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { missingWords } from "#core/authoring/missing-words.ts"
import { type LoadedPlugin, LoadedPlugins } from "#core/plugins/loading/loaded-plugin.ts"
import { PluginHost } from "#core/plugins/running/plugin-host.ts"
import { isDescribed, isTested } from "#test/support/conformance/author-duties.ts"
import { badStarts } from "#test/support/conformance/bad-starts.ts"
import { makeBusy } from "#test/support/conformance/busy-house.ts"
import { canary } from "#test/support/conformance/canary.ts"
import { deliveredTwice } from "#test/support/conformance/double-delivery.ts"
import { seededTwice } from "#test/support/conformance/double-seed.ts"
import { type Check, gradeOf } from "#test/support/conformance/grade.ts"
import { unguardedParts } from "#test/support/conformance/guarded-parts.ts"
import type { PluginHouse } from "#test/support/conformance/plugin-house.ts"
import { routesNotSwitched } from "#test/support/conformance/switched-off.ts"
import { leftovers } from "#test/support/conformance/switched-often.ts"
import { leaks } from "#test/support/conformance/two-restaurants.ts"
import { upgradeFaults } from "#test/support/conformance/upgraded.ts"
import type { PluginTestkit } from "#test/support/plugin-testkit.ts"

/** Longest that all plugins may take to be switched fifty times, on a machine that has other things to do too. */
const switchedWithin = 180_000

type Look = () => Promise<ReadonlyArray<string>>

/**
 * What every plugin keeps to. Registers the tests of these plugins, which the kit's hub has loaded, and says at the end
 * which grade each has reached.
 */
export const conformance = (kit: PluginTestkit, ...keys: ReadonlyArray<string>): void => {
  const passed = new Map(keys.map((key) => [key, new Set<Check>()]))
  const loaded = new Map<string, LoadedPlugin>()
  const houses = new Map<string, PluginHouse>()
  let two: readonly [PluginHouse, PluginHouse]
  let left: ReturnType<typeof leftovers> | undefined

  beforeAll(async () => {
    for (const [key, plugin] of await kit.run(LoadedPlugins)) loaded.set(key, plugin)
    two = await kit.twoHouses()
    await makeBusy(two[1], canary)
    for (const key of keys) if (loaded.has(key)) houses.set(key, await kit.house([key]))
  })
  afterAll(() => {
    for (const [key, checks] of passed) {
      const { name, missing } = gradeOf(checks)
      const why = missing.length === 0 ? "" : ` (still missing: ${missing.join(", ")})`
      process.stdout.write(`${key.padEnd(20)} ${name}${why}\n`)
    }
  })

  for (const key of keys)
    describe(key, () => {
      const plugin = () => found(loaded, key)
      const house = () => found(houses, key)
      /** Nothing wrong: the check counts for the grade. */
      const holds = async (check: Check, look: Look) => {
        expect(await look()).toEqual([])
        passed.get(key)?.add(check)
      }

      it("[CONFORM-1] is loaded without a problem", () =>
        holds("sound", async () => {
          const { discovered } = await kit.run(PluginHost)
          const own = discovered.find((one) => one.key === key)
          return own?.loaded === true
            ? own.problems.map(({ code, detail }) => `${code}: ${detail}`)
            : [`${key} is not loaded`, ...(own?.problems ?? []).map(({ detail }) => detail)]
        }))

      it("[CONFORM-2] runs no route, command or view for whoever was not granted its permission", () =>
        holds("guarded", () => unguardedParts(kit, plugin(), house())))

      it("[CONFORM-3] shows and changes nothing of another restaurant, whatever it is asked", () =>
        holds("apart", () => leaks(kit, plugin(), two)))

      it("[CONFORM-4] is gone with the next request when it is disabled, and back when it is enabled", () =>
        holds("switched off", () => routesNotSwitched(kit, plugin(), house())))

      it("[CONFORM-5] is answered for when it does not start or hangs, and the others work on", () =>
        holds("bad starts", () => badStarts(kit, plugin(), two[0])))

      it("[CONFORM-6] makes the same of an event that comes twice as of one that comes once", () =>
        holds("delivered twice", () => deliveredTwice(kit, plugin(), house())))

      it("[CONFORM-7] changes nothing when it is seeded again", () =>
        holds("seeded twice", () => seededTwice(kit, plugin(), house())))

      it("[CONFORM-8] serves a restaurant whose data was of an older version", () =>
        holds("upgraded", () => upgradeFaults(kit, plugin(), house())))

      it(
        "[CONFORM-9] leaves no fiber, timer or connection behind when it is disabled and enabled fifty times",
        () =>
          holds("switched often", async () => {
            left ??= leftovers(
              kit,
              [...houses].map(([of, own]) => ({ plugin: found(loaded, of), house: own })),
            )
            return (await left).get(key) ?? []
          }),
        switchedWithin,
      )

      it("[CONFORM-10] says all it says in every language, and is described and tested", async () => {
        if (await isTested(key)) passed.get(key)?.add("tested")
        if (await isDescribed(key)) passed.get(key)?.add("described")
        await holds("words", async () => missingWords(plugin().manifest, plugin().translations))
      })
    })
}

const found = <A>(all: ReadonlyMap<string, A>, key: string): A => {
  const one = all.get(key)
  if (one === undefined) throw new Error(`The hub has not loaded the plugin "${key}"`)
  return one
}
