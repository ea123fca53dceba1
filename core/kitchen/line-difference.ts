import type { LineDifference } from "./difference-shape.ts"
import { inReadingOrder } from "./modifier-order.ts"
import type { LineContent, Modifier } from "./order.ts"

/**
 * What a cook must know of an amendment, allergies first. What holds as before is not among it: an allergy that stands
 * in a text of what was would read as if it were taken away. None when everything is as it was.
 */
export const differencesOf = (
  was: LineContent,
  now: LineContent,
): ReadonlyArray<LineDifference> => {
  const modifiers = modifierDifferences(was.modifiers, now.modifiers)
  return [
    ...modifiers.filter(isAllergy),
    ...(was.quantity === now.quantity
      ? []
      : [{ kind: "quantity" as const, was: was.quantity, now: now.quantity }]),
    ...modifiers.filter((difference) => !isAllergy(difference)),
    ...(was.seat === now.seat ? [] : [{ kind: "seat" as const, ...both(was.seat, now.seat) }]),
    ...(was.note === now.note ? [] : [{ kind: "note" as const, ...both(was.note, now.note) }]),
  ]
}

export type ModifierDifference = Extract<LineDifference, { readonly kind: "modifier" }>

const isAllergy = ({ was, now }: ModifierDifference): boolean => (was ?? now)?.kind === "allergen"

const modifierDifferences = (
  was: ReadonlyArray<Modifier>,
  now: ReadonlyArray<Modifier>,
): ReadonlyArray<ModifierDifference> => {
  const gone = was.filter((one) => !now.some((other) => isSame(one, other)))
  const come = now.filter((one) => !was.some((other) => isSame(one, other)))
  const kept = now.flatMap((one): ReadonlyArray<ModifierDifference> => {
    const before = was.find((other) => isSame(one, other))
    if (before === undefined || before.quantity === one.quantity) return []
    return [{ kind: "modifier", was: before, now: one }]
  })
  const [rare, medium] = [gone.filter(isNote), come.filter(isNote)]
  // As many answers went as came: each took the place of one, in the menu's order. Otherwise nobody can tell which.
  const replaced = rare.length === medium.length ? rare : []
  const all: ReadonlyArray<ModifierDifference> = [
    ...replaced.map((one, at) => ({ kind: "modifier" as const, ...both(one, medium[at]) })),
    ...kept,
    ...gone
      .filter((one) => !replaced.includes(one))
      .map((one) => ({ kind: "modifier" as const, was: one })),
    ...come
      .filter((one) => replaced.length === 0 || !isNote(one))
      .map((one) => ({ kind: "modifier" as const, now: one })),
  ]
  return inReadingOrder(
    all.flatMap((difference) => {
      const kind = (difference.was ?? difference.now)?.kind
      return kind === undefined ? [] : [{ kind, difference }]
    }),
  ).map(({ difference }) => difference)
}

const isSame = (one: Modifier, other: Modifier): boolean =>
  one.kind === other.kind && one.name === other.name && one.optionId === other.optionId

const isNote = ({ kind }: Modifier): boolean => kind === "note"

const both = <A>(
  was: A | undefined,
  now: A | undefined,
): { readonly was?: A; readonly now?: A } => ({
  ...(was === undefined ? {} : { was }),
  ...(now === undefined ? {} : { now }),
})
