import { Effect } from "effect"
import type { StationKey } from "#core/kitchen/ids.ts"
import type { Seed } from "#core/plugins/seed.ts"
import { categories } from "./categories.ts"
import { demoCategories, demoProducts } from "./demo-menu.ts"
import { demoGroups } from "./demo-modifiers.ts"
import { modifierGroups } from "./modifier-groups.ts"
import { products } from "./products.ts"

/** The menu of the demo. A real restaurant's menu cannot be guessed, so the `default` seed brings none. */
export const seed: Seed = ({ id }, kind) =>
  kind === "demo"
    ? Effect.gen(function* () {
        for (const { key, fr, en, min, max, options } of demoGroups)
          yield* modifierGroups.seed(id(`modifierGroup/${key}`), {
            name: fr,
            names: { fr, en },
            min,
            max,
            options: options.map(([name, english, optionKind, price], n) => ({
              id: `${key}-${n + 1}`,
              name,
              names: { fr: name, en: english },
              kind: optionKind,
              price,
            })),
          })
        for (const [sort, { key, fr, en, station, course, color }] of demoCategories.entries())
          yield* categories.seed(id(`category/${key}`), {
            name: fr,
            names: { fr, en },
            sort,
            station: station as StationKey,
            ...(course === undefined ? {} : { course }),
            color,
          })
        for (const [
          key,
          category,
          fr,
          en,
          kitchenName,
          price,
          targetSeconds,
          groups,
          allergens,
          station,
        ] of demoProducts)
          yield* products.seed(id(`product/${key}`), {
            name: fr,
            names: { fr, en },
            kitchenName,
            categoryId: id(`category/${category}`),
            price,
            modifierGroupIds: words(groups).map((group) => id(`modifierGroup/${group}`)),
            allergens: words(allergens),
            targetSeconds,
            ...(station === undefined ? {} : { station: station as StationKey }),
          })
      })
    : Effect.void

const words = (text: string): ReadonlyArray<string> => text.split(" ").filter((word) => word !== "")
