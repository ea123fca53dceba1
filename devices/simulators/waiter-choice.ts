import { v7 as uuidv7 } from "uuid"
import type { Product } from "#core/kitchen/menu.ts"
import { type ServiceMenu, stationNameOf } from "./service-menu.ts"
import type { Chance } from "./service-random.ts"

/** A line as it goes into `placeOrder` and `addLines`. */
export interface ChosenLine {
  readonly id: string
  readonly productId: string
  readonly quantity: number
  readonly modifiers: ReadonlyArray<{ readonly optionId: string }>
  readonly seat: number
  readonly course: number
  readonly note?: string
  readonly hold: boolean
}

const notes = ["no salt", "for the child", "quick please", "sauce apart", "well done"]

/** How often a dish is of the first course, the second, and so on: mains make the evening. */
const courseWeights = [0.35, 0.5, 0.15]

/** One to six dishes over the courses for a table; whatever comes after the first of them is held. */
export const chooseMeal = (
  menu: ServiceMenu,
  chance: Chance,
  covers: number,
): ReadonlyArray<ChosenLine> => {
  const courses = [...menu.courses.keys()].sort((a, b) => a - b)
  const dishes = Math.min(6, Math.max(1, covers + chance.between(-1, 2)))
  const wanted = Array.from({ length: dishes }, () => chooseCourse(courses, chance))
  const first = Math.min(...wanted)
  return wanted.flatMap(
    (course, n) => chooseDish(menu, chance, course, 1 + (n % covers), course > first) ?? [],
  )
}

const chooseCourse = (courses: ReadonlyArray<number>, chance: Chance): number => {
  let left = chance.draw()
  for (const [index, course] of courses.entries()) {
    left -= courseWeights[index] ?? 0
    if (left < 0) return course
  }
  return courses[0] ?? 1
}

export const chooseDish = (
  menu: ServiceMenu,
  chance: Chance,
  course: number,
  seat: number,
  hold: boolean,
): ChosenLine | undefined => {
  const product = chance.oneOf(menu.courses.get(course) ?? [])
  if (product === undefined) return undefined
  const note = chance.happens(0.08) ? chance.oneOf(notes) : undefined
  return {
    id: uuidv7(),
    productId: product.id,
    quantity: chance.happens(0.2) ? 2 : 1,
    modifiers: chooseModifiers(menu, chance, product),
    seat,
    course,
    ...(note === undefined ? {} : { note }),
    hold,
  }
}

const chooseModifiers = (menu: ServiceMenu, chance: Chance, product: Product) =>
  product.modifierGroupIds.flatMap((groupId) => {
    const group = menu.groups.get(groupId)
    if (group === undefined) return []
    const wanted = Math.max(group.min, chance.happens(0.3) ? Math.min(1, group.max) : 0)
    const from = Math.floor(chance.draw() * group.options.length)
    return [...group.options.slice(from), ...group.options.slice(0, from)]
      .slice(0, wanted)
      .map(({ id }) => ({ optionId: id }))
  })

/** `2 Burger, 1 Frites → Grill, Fry` */
export const mealText = (menu: ServiceMenu, lines: ReadonlyArray<ChosenLine>): string => {
  const dishes = new Map<string, number>()
  const stations = new Set<string>()
  for (const { productId, quantity } of lines) {
    const product = menu.products.get(productId)
    if (product === undefined) continue
    dishes.set(product.name, (dishes.get(product.name) ?? 0) + quantity)
    stations.add(stationNameOf(menu, product))
  }
  const text = [...dishes].map(([name, quantity]) => `${quantity} ${name}`).join(", ")
  return `${text} → ${[...stations].join(", ")}`
}
