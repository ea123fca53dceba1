import type { ChitLine } from "./chit.ts"
import type { LineDifference } from "./difference-shape.ts"
import { differencesOf } from "./line-difference.ts"
import type { LineContent, Modifier, Names } from "./order.ts"
import { removedThing } from "./removal.ts"

/** What a paper says of an amendment, beside the dish as it stands; how many there are it says elsewhere. */
export const changeOnPaper = (
  was: LineContent,
  now: LineContent,
  language: string,
): Pick<ChitLine, "was" | "now" | "allergiesGone"> => {
  const differences = differencesOf(was, now)
  const gone = differences.flatMap((difference) => textOf(difference, "was", language))
  const come = differences.flatMap((difference) => textOf(difference, "now", language))
  const allergies = differences.flatMap((difference) => goneAllergy(difference, language))
  return {
    ...(gone.length === 0 ? {} : { was: gone.join(", ") }),
    ...(come.length === 0 ? {} : { now: come.join(", ") }),
    ...(allergies.length === 0 ? {} : { allergiesGone: allergies }),
  }
}

/** What cooks call it, else the printer's language, else the menu's. */
export const nameOnPaper = (
  { name, names }: { readonly name: string; readonly names?: Names },
  language: string,
): string => names?.["kitchen"] ?? names?.[language] ?? name

const textOf = (
  difference: LineDifference,
  side: "was" | "now",
  language: string,
): ReadonlyArray<string> => {
  switch (difference.kind) {
    case "quantity":
      return []
    case "seat":
      return difference[side] === undefined ? [] : [`S${difference[side]}`]
    case "note":
      return difference[side] === undefined ? [] : [`"${difference[side]}"`]
    case "modifier": {
      const modifier = difference[side]
      if (modifier === undefined || (side === "was" && modifier.kind === "allergen")) return []
      return [modifierText(modifier, language)]
    }
  }
}

const goneAllergy = (difference: LineDifference, language: string): ReadonlyArray<string> =>
  difference.kind === "modifier" &&
  difference.was?.kind === "allergen" &&
  difference.now === undefined
    ? [nameOnPaper(difference.was, language)]
    : []

// Only what every printer has letters for.
const signs = { add: "+ ", remove: "- ", note: "", allergen: "!! " } as const

const modifierText = (modifier: Modifier, language: string): string => {
  const { kind, quantity } = modifier
  const name = nameOnPaper(modifier, language)
  const times = quantity > 1 ? `${quantity} x ` : ""
  return `${signs[kind]}${times}${kind === "remove" ? removedThing(name) : name}`
}
