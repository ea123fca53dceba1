import { Result } from "effect"
import type { LineId, ProductId } from "./ids.ts"
import type { KitchenSetup, ModifierGroup, ModifierOption, Product } from "./menu.ts"
import type { LineSpec, Modifier } from "./order.ts"
import type { LineInput, ModifierInput } from "./order-command.ts"
import { type Refused, refused } from "./refusal.ts"
import { routeOf } from "./station-routing.ts"

/** What the menu makes of the chosen options. */
export interface Resolved {
  readonly modifiers: ReadonlyArray<Modifier>
  /** Minor units for one piece with its modifiers. */
  readonly unitPrice: number
}

/**
 * A line as it was asked for, completed from the menu so that the kitchen needs no look-up to cook it.
 *
 * Refuses with `PRODUCT_UNKNOWN`, `PRODUCT_UNAVAILABLE` (86) or what {@link resolveModifiers} refuses.
 *
 * @param id of the line: the sender's own, or one made by the hub
 */
export const resolveLine = (
  setup: KitchenSetup,
  input: LineInput,
  id: LineId,
): Result.Result<LineSpec, Refused> => {
  const product = setup.menu.products.get(input.productId)
  if (product === undefined) return Result.fail(productUnknown(input.productId))
  if (!product.available) return Result.fail(outOfStock(product))
  return Result.map(chosen(setup, product, input.modifiers ?? []), ({ modifiers, unitPrice }) => {
    const { station } = routeOf(setup, product)
    return {
      id,
      productId: product.id,
      name: product.name,
      ...namesOf(product),
      quantity: input.quantity,
      modifiers,
      ...(input.seat === undefined ? {} : { seat: input.seat }),
      ...(input.course === undefined ? {} : { course: input.course }),
      ...(input.note ? { note: input.note } : {}),
      ...(input.hold === undefined ? {} : { hold: input.hold }),
      station,
      targetSeconds: product.targetSeconds ?? targetOf(setup, station),
      unitPrice,
    }
  })
}

export const outOfStock = ({ id, name }: Product): Refused =>
  refused("PRODUCT_UNAVAILABLE", `${name} is out of stock.`, { productId: id, name })

/**
 * The options of a line that is changed. Whether the product is out of stock does not matter: it was ordered already, at
 * a price that stays; what options come and go is charged as the menu has them now.
 *
 * Refuses with `PRODUCT_UNKNOWN`, `OPTION_UNKNOWN`, `OPTION_REQUIRED` or `TOO_MANY_OPTIONS`.
 */
export const resolveModifiers = (
  setup: KitchenSetup,
  line: Pick<LineSpec, "productId" | "modifiers" | "unitPrice">,
  inputs: ReadonlyArray<Chosen>,
): Result.Result<Resolved, Refused> => {
  const product = setup.menu.products.get(line.productId)
  if (product === undefined) return Result.fail(productUnknown(line.productId))
  return Result.map(chosen(setup, product, inputs), ({ modifiers, unitPrice }) => {
    const before = chosen(setup, product, line.modifiers.filter(isOption))
    // What was chosen is not on the menu any more: then today's price is the only one there is.
    if (Result.isFailure(before)) return { modifiers, unitPrice }
    return { modifiers, unitPrice: line.unitPrice + unitPrice - before.success.unitPrice }
  })
}

type Chosen = typeof ModifierInput.Type

const isOption = (modifier: Modifier): modifier is Modifier & { readonly optionId: string } =>
  modifier.optionId !== undefined

const chosen = (
  setup: KitchenSetup,
  product: Product,
  inputs: ReadonlyArray<Chosen>,
): Result.Result<Resolved, Refused> => {
  const groups = product.modifierGroupIds
    .map((id) => setup.menu.modifierGroups.get(id))
    .filter((group) => group !== undefined)
  if (inputs.length === 0 && groups.every(({ min }) => min === 0))
    return Result.succeed({ modifiers: noModifiers, unitPrice: product.price })
  const quantities = new Map<string, number>()
  for (const { optionId, quantity } of inputs)
    quantities.set(optionId, (quantities.get(optionId) ?? 0) + (quantity ?? 1))
  for (const optionId of quantities.keys())
    if (!groups.some((group) => group.options.some((option) => option.id === optionId)))
      return Result.fail(
        refused("OPTION_UNKNOWN", `${product.name} has no such option.`, {
          productId: product.id,
          optionId,
        }),
      )
  for (const group of groups) {
    const problem = groupProblem(product, group, quantities)
    if (problem !== undefined) return Result.fail(problem)
  }
  // In the menu's order, whatever order they were tapped in: the same dish reads the same on every ticket.
  const options = [...new Map(groups.flatMap((group) => group.options).map(byId)).values()].filter(
    (option) => quantities.has(option.id),
  )
  return Result.succeed({
    modifiers: options.map((option) => modifierOf(option, quantities.get(option.id) ?? 1)),
    unitPrice: options.reduce(
      (sum, option) => sum + option.price * (quantities.get(option.id) ?? 1),
      product.price,
    ),
  })
}

const byId = (option: ModifierOption) => [option.id, option] as const

const groupProblem = (
  product: Product,
  group: ModifierGroup,
  quantities: ReadonlyMap<string, number>,
): Refused | undefined => {
  const count = group.options.reduce((sum, { id }) => sum + (quantities.get(id) ?? 0), 0)
  const meta = { productId: product.id, groupId: group.id, group: group.name, count }
  if (count < group.min)
    return refused("OPTION_REQUIRED", `${product.name} needs a choice of ${group.name}.`, {
      ...meta,
      min: group.min,
    })
  if (count > group.max)
    return refused("TOO_MANY_OPTIONS", `${product.name} takes fewer of ${group.name}.`, {
      ...meta,
      max: group.max,
    })
  return undefined
}

// Thousands of open orders name the same few dishes and options: what they share is in memory once. Keyed by the menu's
// own objects, so that a changed menu starts anew and nothing is kept for a menu that is gone.
const singles = new WeakMap<ModifierOption, Modifier>()
const spelled = new WeakMap<Product, Pick<LineSpec, "names">>()
const noModifiers: ReadonlyArray<Modifier> = []

const modifierOf = (option: ModifierOption, quantity: number): Modifier => {
  const known = quantity === 1 ? singles.get(option) : undefined
  if (known !== undefined) return known
  const modifier: Modifier = {
    optionId: option.id,
    name: option.name,
    ...(option.names === undefined ? {} : { names: option.names }),
    kind: option.kind,
    quantity,
  }
  if (quantity === 1) singles.set(option, modifier)
  return modifier
}

/** What cooks call the dish stands beside the languages, under `kitchen`. */
const namesOf = (product: Product): Pick<LineSpec, "names"> => {
  const { names, kitchenName } = product
  if (names === undefined && kitchenName === undefined) return {}
  const known = spelled.get(product)
  if (known !== undefined) return known
  const made = {
    names: { ...names, ...(kitchenName === undefined ? {} : { kitchen: kitchenName }) },
  }
  spelled.set(product, made)
  return made
}

const targetOf = (setup: KitchenSetup, station: string): number =>
  setup.stations.find((known) => known.key === station)?.targetSeconds ?? 600

const productUnknown = (productId: ProductId): Refused =>
  refused("PRODUCT_UNKNOWN", "The menu has no such product.", { productId })
