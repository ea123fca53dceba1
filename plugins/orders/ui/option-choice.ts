import type { ModifierGroup, ModifierOption, Product } from "#core/kitchen/menu.ts"

/** Ids of the chosen options, each once. */
export type Chosen = ReadonlyArray<string>

/**
 * A tap on an option. In a group of one it replaces the other; in a full group of several it changes nothing, because
 * taking away somebody's first wish unseen is worse than a tap that does not take.
 */
export const toggleOption = (group: ModifierGroup, chosen: Chosen, optionId: string): Chosen => {
  if (chosen.includes(optionId)) return chosen.filter((id) => id !== optionId)
  if (group.max === 1) return [...without(group, chosen), optionId]
  return isFull(group, chosen) ? chosen : [...chosen, optionId]
}

export const isFull = (group: ModifierGroup, chosen: Chosen): boolean =>
  countIn(group, chosen) >= group.max

/** The first group that needs more choices before the dish can be ordered. */
export const missingGroup = (
  groups: ReadonlyArray<ModifierGroup>,
  chosen: Chosen,
): ModifierGroup | undefined => groups.find((group) => countIn(group, chosen) < group.min)

export const needsChoice = (groups: ReadonlyArray<ModifierGroup>): boolean =>
  groups.some(({ min }) => min > 0)

/** The chosen options in the menu's order. What the menu no longer has is left out. */
export const optionsOf = (
  groups: ReadonlyArray<ModifierGroup>,
  chosen: Chosen,
): ReadonlyArray<ModifierOption> =>
  groups.flatMap(({ options }) => options.filter(({ id }) => chosen.includes(id)))

/** Minor units for one piece. */
export const priceOf = (
  product: Product,
  groups: ReadonlyArray<ModifierGroup>,
  chosen: Chosen,
): number => optionsOf(groups, chosen).reduce((sum, { price }) => sum + price, product.price)

export const countIn = (group: ModifierGroup, chosen: Chosen): number =>
  group.options.filter(({ id }) => chosen.includes(id)).length

const without = (group: ModifierGroup, chosen: Chosen): Chosen =>
  chosen.filter((id) => !group.options.some((option) => option.id === id))
