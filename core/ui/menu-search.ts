import type { Product } from "#core/kitchen/menu.ts"

/**
 * Products whose name in any language, or in the kitchen's own words, has every word of the query at the beginning of
 * one of its words, or anywhere in it where a script puts no spaces between words. Accents, case and punctuation do not
 * matter: `creme brul` finds « Crème brûlée ».
 *
 * What begins with the query comes first.
 */
export const searchMenu = (products: Iterable<Product>, query: string): ReadonlyArray<Product> => {
  const asked = wordsOf(query)
  if (asked.length === 0) return []
  const whole = asked.join(" ")
  const first: Array<Product> = []
  const others: Array<Product> = []
  for (const product of products) {
    const names = namesOf(product).map(wordsOf)
    const found = names.some((words) =>
      asked.every((part) => words.some((word) => begins(word, part))),
    )
    if (!found) continue
    const leading = names.some((words) => words.join(" ").startsWith(whole))
    if (leading) first.push(product)
    else others.push(product)
  }
  return [...first, ...others]
}

const begins = (word: string, part: string): boolean =>
  spaceless.test(part) ? word.includes(part) : word.startsWith(part)

/** Japanese, Chinese, Thai, Lao, Khmer and Burmese are written without spaces. */
const spaceless =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u

const namesOf = ({ name, names, kitchenName }: Product): ReadonlyArray<string> => [
  name,
  ...Object.values(names ?? {}),
  ...(kitchenName === undefined ? [] : [kitchenName]),
]

// œ and æ are letters of their own to Unicode, but nobody types them on a phone.
const wordsOf = (text: string): ReadonlyArray<string> =>
  text
    .normalize("NFD")
    .replace(/\p{Mn}/gu, "")
    .toLowerCase()
    .replaceAll("œ", "oe")
    .replaceAll("æ", "ae")
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "")
