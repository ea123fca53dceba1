import type { KeyDeed } from "./key-deed.ts"

type Walk = "previous" | "next" | "up" | "down" | "first" | "last"

const walks: ReadonlyArray<KeyDeed> = ["previous", "next", "up", "down", "first", "last"]

export const isWalk = (deed: KeyDeed): deed is Walk => walks.includes(deed)

/** Where a step leads on the board: from ticket to ticket, or up and down the buttons of one. */
export const targetOf = (board: HTMLElement, to: Walk): HTMLElement | undefined => {
  const tickets = ticketsOf(board)
  const current = focusedTicket(board)
  if (to !== "up" && to !== "down") return stepIn(tickets, current, to)
  if (current === undefined) return tickets[0]
  const buttons = [...current.querySelectorAll<HTMLElement>("button:not(:disabled)")]
  return stepIn(buttons, document.activeElement, to)
}

export const focusedTicket = (board: HTMLElement): HTMLElement | undefined =>
  ticketsOf(board).find((ticket) => ticket.contains(document.activeElement))

/** The neighbour in a row without going over its ends; from outside the row a step forward leads to its first. */
export const stepIn = <A extends Element>(
  row: ReadonlyArray<A>,
  from: Element | null | undefined,
  to: Walk,
): A | undefined => {
  const at = row.indexOf(from as A)
  switch (to) {
    case "first":
      return row[0]
    case "last":
      return row.at(-1)
    case "next":
    case "down":
      return row[Math.min(at + 1, row.length - 1)]
    case "previous":
    case "up":
      return row[Math.max(at - 1, 0)]
  }
}

export const focusOn = (element: HTMLElement | undefined): void => {
  element?.focus({ preventScroll: true })
  element?.scrollIntoView({ block: "nearest" })
}

export const pressFocused = (): void => {
  if (document.activeElement instanceof HTMLElement) document.activeElement.click()
}

const ticketsOf = (board: HTMLElement): ReadonlyArray<HTMLElement> => [
  ...board.querySelectorAll<HTMLElement>(".ticket"),
]
