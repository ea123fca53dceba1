import type { Line, LineContent, Modifier } from "./order.ts"

/** @param quantity units still wanted, which `line.quantity` is not */
export const contentOf = (line: Line, quantity: number): LineContent => ({
  quantity,
  modifiers: line.modifiers,
  ...(line.seat === undefined ? {} : { seat: line.seat }),
  ...(line.note === undefined ? {} : { note: line.note }),
})

/** Whether both are cooked and carried the same way, whatever their quantities. */
export const sameDish = (
  one: Omit<LineContent, "quantity">,
  other: Omit<LineContent, "quantity">,
): boolean =>
  one.seat === other.seat &&
  one.note === other.note &&
  one.modifiers.length === other.modifiers.length &&
  one.modifiers.every((modifier, index) => sameModifier(modifier, other.modifiers[index]))

/** One line of plain text: `3 × Burger, + Bacon, − Onions, well done`. */
export const contentText = (name: string, content: LineContent): string =>
  [
    `${content.quantity} × ${name}`,
    ...content.modifiers.map(modifierText),
    ...(content.seat === undefined ? [] : [`S${content.seat}`]),
    ...(content.note === undefined ? [] : [content.note]),
  ].join(", ")

const signs = { add: "+ ", remove: "− ", note: "", allergen: "⚠ " } as const

const modifierText = (modifier: Modifier): string =>
  `${signs[modifier.kind]}${modifier.quantity > 1 ? `${modifier.quantity} × ` : ""}${modifier.name}`

const sameModifier = (one: Modifier, other: Modifier | undefined): boolean =>
  other !== undefined &&
  one.optionId === other.optionId &&
  one.name === other.name &&
  one.kind === other.kind &&
  one.quantity === other.quantity
