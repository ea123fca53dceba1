import type { Chosen } from "./option-choice.ts"
import type { ShownLine } from "./shown-order.ts"

/** What somebody touched of a dish. The rest follows the order, which others change meanwhile. */
export interface LineDraft {
  readonly quantity?: number
  readonly chosen?: Chosen
  readonly note?: string
}

/** What a change asks for: only what differs, so that two waiters who change different things do not fight. */
export interface Change {
  readonly quantity?: number
  readonly modifiers?: ReadonlyArray<{ readonly optionId: string }>
  readonly note?: string
}

/** The dish as it would be. */
export const drafted = (line: ShownLine, draft: LineDraft) => ({
  quantity: draft.quantity ?? line.quantity,
  chosen: draft.chosen ?? chosenOf(line),
  note: draft.note ?? line.note ?? "",
})

/** Undefined: the dish is already as it was wanted. */
export const changeOf = (line: ShownLine, draft: LineDraft): Change | undefined => {
  const { quantity, chosen, note } = drafted(line, draft)
  const change: Change = {
    ...(quantity === line.quantity ? {} : { quantity }),
    ...(sameChoice(chosenOf(line), chosen)
      ? {}
      : { modifiers: chosen.map((optionId) => ({ optionId })) }),
    ...(note === (line.note ?? "") ? {} : { note }),
  }
  return Object.keys(change).length === 0 ? undefined : change
}

const chosenOf = ({ modifiers }: ShownLine): Chosen =>
  modifiers.flatMap(({ optionId }) => optionId ?? [])

const sameChoice = (one: Chosen, other: Chosen): boolean =>
  one.length === other.length && one.every((id) => other.includes(id))
