import { isolated } from "#core/ui/isolated.ts"

/** So many names in a sentence, and how many more there are: `Burger, Fries and 12 more`. */
export const fewOf = (
  names: ReadonlyArray<string>,
  most: number,
  andMore: (names: string, more: number) => string,
): string => {
  const few = names.slice(0, most).map(isolated).join(", ")
  const more = names.length - most
  return more > 0 ? andMore(few, more) : few
}
