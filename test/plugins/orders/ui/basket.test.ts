import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { LineId } from "#core/kitchen/ids.ts"
import { cardOf } from "#core/ui/menu-card.ts"
import {
  addDish,
  type Basket,
  countOf,
  coursesOf,
  type Dish,
  emptyBasket,
  linesToSend,
  problemOf,
  type Sending,
  setQuantity,
  totalOf,
} from "#plugins/orders/ui/basket.ts"
import { bistroItems, lineId, productId } from "#test/browser/support/bistro-setup.ts"

const card = cardOf(bistroItems(), "en")
const soup: Dish = { productId: productId("onion-soup"), optionIds: [], course: 1 }
const cola: Dish = { productId: productId("cola"), optionIds: [] }
const steak: Dish = {
  productId: productId("entrecote"),
  optionIds: ["cooking-rare", "side-potato-gratin"],
  course: 2,
}

const basketOf = (...dishes: ReadonlyArray<Dish>): Basket =>
  dishes.reduce((basket, dish, at) => addDish(basket, dish, lineId(at)), emptyBasket)

const held = (how: Sending, ...dishes: ReadonlyArray<Dish>) =>
  linesToSend(basketOf(...dishes), how).map(({ hold }) => hold ?? false)

describe("a basket", () => {
  it("[WAITER-1] makes one line larger for the same dish, and another line for a wish that differs", () => {
    const basket = basketOf(soup, soup, { ...soup, note: "no croutons" }, { ...soup, seat: 2 })
    expect(basket.lines.map(({ quantity }) => quantity)).toEqual([2, 1, 1])
  })

  it("takes a line out when none of it is left", () => {
    expect(setQuantity(basketOf(soup), lineId(0), 0).lines).toEqual([])
  })

  it("adds up what it costs, options included", () => {
    expect(totalOf(basketOf(soup, soup, steak), card)).toBe(2 * 890 + 2690 + 150)
  })

  it("[WAITER-3] sends everything, holds everything, or fires one course and holds the later ones", () => {
    expect(held({ kind: "send" }, cola, soup, { ...steak, hold: true })).toEqual([
      false,
      false,
      true,
    ])
    expect(held({ kind: "hold" }, cola, soup, steak)).toEqual([true, true, true])
    expect(held({ kind: "fire", course: 1 }, cola, soup, steak)).toEqual([false, false, true])
    expect(coursesOf(basketOf(steak, soup, cola))).toEqual([1, 2])
  })

  it("[WAITER-2] knows what the hub would refuse: out of stock, off the menu, a choice that is missing", () => {
    const items = new Map(bistroItems())
    const key = `product/${soup.productId}`
    items.set(key, { ...items.get(key), type: "product", available: false } as never)
    expect(problemOf(soup, cardOf(items, "en"))).toBe("outOfStock")
    expect(problemOf({ ...soup, productId: "x" as Dish["productId"] }, card)).toBe("gone")
    expect(problemOf({ ...steak, optionIds: ["cooking-rare"] }, card)).toBe("choiceMissing")
    expect(problemOf(steak, card)).toBeUndefined()
  })

  it("sends as many pieces as were tapped, each line under its own id", () => {
    const dishes = fc.array(fc.constantFrom(soup, cola, steak, { ...cola, seat: 1 }), {
      maxLength: 60,
    })
    fc.assert(
      fc.property(dishes, (tapped) => {
        const lines = linesToSend(basketOf(...tapped), { kind: "send" })
        expect(lines.reduce((sum, { quantity }) => sum + quantity, 0)).toBe(tapped.length)
        expect(countOf(basketOf(...tapped))).toBe(tapped.length)
        expect(new Set(lines.map(({ id }) => id as LineId)).size).toBe(lines.length)
      }),
    )
  })
})
