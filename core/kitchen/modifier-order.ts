import type { ModifierKind } from "./order.ts"

/**
 * What can hurt a guest comes first, then what is left out, then how it is cooked, then what comes along. Within a kind
 * the menu's order stays.
 */
export const inReadingOrder = <A extends { readonly kind: ModifierKind }>(
  modifiers: ReadonlyArray<A>,
): ReadonlyArray<A> =>
  modifiers.length < 2
    ? modifiers
    : modifiers.toSorted((one, other) => rank[one.kind] - rank[other.kind])

const rank: Readonly<Record<ModifierKind, number>> = { allergen: 0, remove: 1, note: 2, add: 3 }
