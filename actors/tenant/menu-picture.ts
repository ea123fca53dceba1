import type { PictureMaker } from "#actors/view/live-view.ts"
import type { ViewChange } from "#actors/view/numbered-view.ts"
import type { KitchenSetup } from "#core/kitchen/menu.ts"

const itemsOf = (setup: KitchenSetup): Map<string, unknown> => {
  const items = new Map<string, unknown>()
  items.set("restaurant", { type: "restaurant", ...setup.tenant })
  for (const category of setup.menu.categories)
    items.set(`category/${category.id}`, { type: "category", ...category })
  for (const product of setup.menu.products.values())
    items.set(`product/${product.id}`, { type: "product", ...product })
  for (const group of setup.menu.modifierGroups.values())
    items.set(`modifierGroup/${group.id}`, { type: "modifierGroup", ...group })
  for (const station of setup.stations)
    items.set(`station/${station.key}`, { type: "station", ...station })
  for (const screen of setup.screens)
    items.set(`screen/${screen.id}`, { type: "screen", ...screen })
  for (const printer of setup.printers)
    items.set(`printer/${printer.id}`, {
      type: "printer",
      id: printer.id,
      name: printer.name,
      stations: printer.stations,
    })
  return items
}

/** The view `menu`: what can be ordered and where it is cooked, so that a handheld can take orders without the hub. */
export const menuPicture: PictureMaker = (restaurant, id) => {
  if (id !== "") return undefined
  let shown = new Map<string, unknown>()
  const show = function* (): Iterable<ViewChange> {
    const next = itemsOf(restaurant.setup)
    for (const known of shown.keys()) if (!next.has(known)) yield { id: known, rev: 0, v: null }
    shown = next
    for (const [key, v] of next) yield { id: key, rev: 0, v }
  }
  return { all: show, onSetup: show }
}
