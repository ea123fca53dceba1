import type { Category, Product } from "#core/kitchen/menu.ts"
import { type Body, changed, namesIn, textIn } from "#core/ui/admin/form-body.ts"
import { amountOf } from "#core/ui/money.ts"

/** A category as the hub keeps it, with the revision that a change must name. */
export type StoredCategory = Category & { readonly rev: number }

export type StoredProduct = Product & { readonly rev: number }

/** The form of a category as the hub takes it: what was emptied is null in a change and left out of what is new. */
export const categoryBody = (
  fields: FormData,
  languages: ReadonlyArray<string>,
  before: StoredCategory | undefined,
): Body => {
  const text = textIn(fields)
  const course = text("course")
  return changed(before, {
    name: text("name"),
    names: namesIn(fields, languages, before),
    station: text("station") || undefined,
    course: course === "" ? undefined : Number(course),
  })
}

/** What the form of a dish means beside its fields. */
export interface DishMeans {
  readonly languages: ReadonlyArray<string>
  /** ISO 4217. */
  readonly currency: string
  /** In the order in which they are asked. */
  readonly questions: ReadonlyArray<string>
}

/** The form of a dish. */
export const dishBody = (
  fields: FormData,
  { languages, currency, questions }: DishMeans,
  before: StoredProduct | undefined,
): Body => {
  const text = textIn(fields)
  const minutes = text("minutes")
  return changed(before, {
    name: text("name"),
    names: namesIn(fields, languages, before),
    kitchenName: text("kitchenName") || undefined,
    categoryId: text("categoryId"),
    price: amountOf(text("price"), currency),
    targetSeconds: minutes === "" ? undefined : Math.round(Number(minutes) * 60),
    station: text("station") || undefined,
    allergens: wordsIn(text("allergens")),
    modifierGroupIds: questions,
  })
}

/** `gluten, milk` */
const wordsIn = (text: string): ReadonlyArray<string> => [
  ...new Set(
    text
      .split(/[,;،、]/)
      .map((word) => word.trim())
      .filter((word) => word !== ""),
  ),
]
