import type { LineId, ProductId } from "#core/kitchen/ids.ts"
import type { LineInput } from "#core/kitchen/order-command.ts"
import { groupsOf, type MenuCard } from "#core/ui/menu-card.ts"
import { type Chosen, missingGroup, priceOf } from "./option-choice.ts"

/** What was tapped and not sent yet. */
export interface Basket {
  readonly lines: ReadonlyArray<BasketLine>
  readonly covers?: number
  readonly note?: string
}

export interface Dish {
  readonly productId: ProductId
  readonly optionIds: Chosen
  readonly seat?: number
  readonly course?: number
  readonly note?: string
  readonly hold?: boolean
}

/** Its id becomes the line's id at the hub, so that sending it again is the same line. */
export interface BasketLine extends Dish {
  readonly id: LineId
  readonly quantity: number
}

/**
 * send: to the kitchen now, lines marked `hold` wait there · hold: everything waits there · fire: this course and what
 * has none now, the other courses wait
 */
export type Sending =
  | { readonly kind: "send" | "hold" }
  | { readonly kind: "fire"; readonly course: number }

export const emptyBasket: Basket = { lines: [] }

/** The hub takes 999 at most; more than two digits is a slip of the thumb. */
export const maxQuantity = 99

/** One more of the same dish makes the last such line larger, as a waiter would write it. */
export const addDish = (basket: Basket, dish: Dish, id: LineId, quantity = 1): Basket => {
  const same = basket.lines.findLast((line) => isSameDish(line, dish))
  return same === undefined
    ? { ...basket, lines: [...basket.lines, { ...dish, id, quantity }] }
    : setQuantity(basket, same.id, same.quantity + quantity)
}

/** @param quantity 0 takes the line out */
export const setQuantity = (basket: Basket, id: LineId, quantity: number): Basket => ({
  ...basket,
  lines: basket.lines.flatMap((line) => {
    if (line.id !== id) return [line]
    return quantity <= 0 ? [] : [{ ...line, quantity: Math.min(quantity, maxQuantity) }]
  }),
})

export const replaceLine = (basket: Basket, line: BasketLine): Basket => ({
  ...basket,
  lines: basket.lines.map((known) => (known.id === line.id ? line : known)),
})

/** How many pieces. */
export const countOf = ({ lines }: Basket): number =>
  lines.reduce((sum, { quantity }) => sum + quantity, 0)

export const countOfProduct = ({ lines }: Basket, productId: string): number =>
  lines.reduce((sum, line) => sum + (line.productId === productId ? line.quantity : 0), 0)

/** Minor units. A product that left the menu counts nothing. */
export const totalOf = ({ lines }: Basket, card: MenuCard): number =>
  lines.reduce((sum, line) => sum + line.quantity * unitPriceOf(line, card), 0)

export const unitPriceOf = (dish: Dish, card: MenuCard): number => {
  const product = card.products.get(dish.productId)
  return product === undefined ? 0 : priceOf(product, groupsOf(card, product), dish.optionIds)
}

/** Courses in the basket, first to last. */
export const coursesOf = ({ lines }: Basket): ReadonlyArray<number> =>
  [...new Set(lines.flatMap(({ course }) => (course === undefined ? [] : [course])))].sort(
    (one, other) => one - other,
  )

export type Problem = "gone" | "outOfStock" | "choiceMissing"

/** Why the hub would refuse this line. Known here at once: a refusal takes the whole order with it. */
export const problemOf = (dish: Dish, card: MenuCard): Problem | undefined => {
  const product = card.products.get(dish.productId)
  if (product === undefined) return "gone"
  if (!product.available) return "outOfStock"
  return missingGroup(groupsOf(card, product), dish.optionIds) === undefined
    ? undefined
    : "choiceMissing"
}

/** The lines as the hub takes them. */
export const linesToSend = ({ lines }: Basket, how: Sending): ReadonlyArray<LineInput> =>
  lines.map(({ optionIds, hold, ...line }) => ({
    ...line,
    modifiers: optionIds.map((optionId) => ({ optionId })),
    ...(isHeld(how, line.course, hold) ? { hold: true } : {}),
  }))

const isHeld = (how: Sending, course: number | undefined, hold = false): boolean => {
  if (how.kind === "hold") return true
  if (how.kind === "fire" && course !== undefined && course !== how.course) return true
  return hold
}

const isSameDish = (one: Dish, other: Dish): boolean =>
  one.productId === other.productId &&
  one.seat === other.seat &&
  one.course === other.course &&
  (one.note ?? "") === (other.note ?? "") &&
  (one.hold ?? false) === (other.hold ?? false) &&
  one.optionIds.length === other.optionIds.length &&
  one.optionIds.every((id) => other.optionIds.includes(id))
