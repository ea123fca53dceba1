import { Result } from "effect"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { StationKey } from "#core/kitchen/ids.ts"
import type { Product } from "#core/kitchen/menu.ts"
import { resolveLine, resolveModifiers } from "#core/kitchen/menu-lines.ts"
import type { LineInput } from "#core/kitchen/order-command.ts"
import { explain, routeOf } from "#core/kitchen/station-routing.ts"
import { bistro, burgerProduct, station } from "./bistro.ts"
import { lineId, productId } from "./kitchen-story.ts"

const rare = { optionId: "rare" }
const asking = (more: Partial<LineInput> = {}): LineInput => ({
  productId: productId(1),
  quantity: 2,
  modifiers: [rare],
  ...more,
})
const resolved = (input: LineInput, product: Partial<Product> = {}) =>
  resolveLine(bistro([{ ...burgerProduct, ...product }]), input, lineId(1))
const codeOf = (result: ReturnType<typeof resolved>) =>
  Result.isFailure(result) ? result.failure.code : "ordered"

describe("a line that is ordered", () => {
  it("[ROUTE-2] takes name, price, station and time from the menu", () => {
    const asked = asking({
      modifiers: [{ optionId: "bacon", quantity: 2 }, rare],
      seat: 3,
      course: 1,
      note: "",
    })
    expect(Result.getOrThrow(resolved(asked, { kitchenName: "BRG" }))).toEqual({
      id: lineId(1),
      productId: productId(1),
      name: "Burger",
      names: { fr: "Hamburger", kitchen: "BRG" },
      quantity: 2,
      modifiers: [
        { optionId: "rare", name: "Rare", names: { fr: "Saignant" }, kind: "note", quantity: 1 },
        { optionId: "bacon", name: "Bacon", kind: "add", quantity: 2 },
      ],
      seat: 3,
      course: 1,
      station: "grill",
      targetSeconds: 480,
      unitPrice: 1750,
    })
  })
  it("[ROUTE-2] is refused when the menu does not have it, or no more of it", () => {
    expect(codeOf(resolved(asking({ productId: productId(9) })))).toBe("PRODUCT_UNKNOWN")
    expect(codeOf(resolved(asking(), { available: false }))).toBe("PRODUCT_UNAVAILABLE")
  })
  it("[ROUTE-2] is refused when its options do not fit", () => {
    expect(codeOf(resolved(asking({ modifiers: [] })))).toBe("OPTION_REQUIRED")
    const strange = [rare, { optionId: "sauce" }]
    expect(codeOf(resolved(asking({ modifiers: strange })))).toBe("OPTION_UNKNOWN")
    const both = [rare, { optionId: "well" }]
    expect(codeOf(resolved(asking({ modifiers: both })))).toBe("TOO_MANY_OPTIONS")
    const much = [rare, { optionId: "bacon", quantity: 4 }]
    expect(codeOf(resolved(asking({ modifiers: much })))).toBe("TOO_MANY_OPTIONS")
  })
  it("[ROUTE-2] may be changed while its product is out of stock", () => {
    const setup = bistro([{ ...burgerProduct, available: false }])
    const line = Result.getOrThrow(resolved(asking()))
    const changed = resolveModifiers(setup, line, [rare, { optionId: "bacon" }])
    expect(Result.getOrThrow(changed).unitPrice).toBe(1600)
  })
  it("[ROUTE-3] keeps its price when the menu's changed since, and pays for what options were changed", () => {
    const line = Result.getOrThrow(resolved(asking({ modifiers: [rare, { optionId: "bacon" }] })))
    const dearer = bistro([{ ...burgerProduct, price: burgerProduct.price + 500 }])
    const priceWith = (...options: ReadonlyArray<string>) =>
      Result.getOrThrow(
        resolveModifiers(
          dearer,
          line,
          options.map((optionId) => ({ optionId })),
        ),
      ).unitPrice
    expect(priceWith("well", "bacon")).toBe(line.unitPrice)
    expect(priceWith("rare")).toBe(burgerProduct.price)
    // What is not on the menu any more has no price of today to compare with.
    const gone = { ...line, modifiers: line.modifiers.map((one) => ({ ...one, optionId: "gone" })) }
    const now = resolveModifiers(dearer, gone, [rare])
    expect(Result.getOrThrow(now).unitPrice).toBe(burgerProduct.price + 500)
  })
})

describe("the way of a product to its station", () => {
  const plain = { ...burgerProduct, categoryId: "other" }
  it("[ROUTE-1] is what the product says, else its category, else the catch-all", () => {
    const fry = "fry" as StationKey
    expect(routeOf(bistro(), { ...burgerProduct, station: fry })).toEqual({
      station: "fry",
      why: "product",
    })
    expect(routeOf(bistro(), burgerProduct)).toEqual({ station: "grill", why: "category" })
    expect(routeOf(bistro(), plain)).toEqual({ station: "fry", why: "catchAll" })
  })
  it("[ROUTE-1] is the first prep station when nobody takes the rest", () => {
    const stations = [
      station("pass", { kind: "expo" }),
      station("cold", { sort: 2 }),
      station("bar", { sort: 1 }),
    ]
    expect(routeOf(bistro([], stations), plain)).toEqual({ station: "bar", why: "firstStation" })
    expect(explain(bistro([], stations), plain)).toContain("bar")
  })
  it("[ROUTE-1] ends at a station that cooks, whatever the rules say", () => {
    const key = fc.constantFrom("grill", "fry", "pass", "gone")
    const rounds = fc.property(
      fc.option(key, { nil: undefined }),
      fc.uniqueArray(fc.constantFrom("grill", "fry", "pass"), { minLength: 1 }),
      fc.boolean(),
      fc.constantFrom("grill", "other"),
      (named, keys, catchAll, categoryId) => {
        const stations = keys.map((one) =>
          station(one, { kind: one === "pass" ? "expo" : "prep", catchAll }),
        )
        const setup = bistro([], stations)
        const product = {
          categoryId,
          ...(named === undefined ? {} : { station: named as StationKey }),
        }
        const route = routeOf(setup, product)
        const prep = stations.filter(({ kind }) => kind === "prep").map((one) => one.key)
        if (prep.length > 0) expect(prep).toContain(route.station)
        else expect(route.why).toBe("noStation")
      },
    )
    fc.assert(rounds)
  })
})
