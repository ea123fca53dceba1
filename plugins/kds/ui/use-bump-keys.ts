import { type RefObject, useEffect, useRef } from "react"
import { type BumpKey, bumpKeyOf } from "./bump-key.ts"

export interface BumpKeyActions {
  readonly bumpPlace: (place: number) => void
  readonly bumpTicket: (ticketId: string) => void
  readonly startTicket: (ticketId: string) => void
  readonly undo: () => void
  readonly recall: () => void
  readonly allDay: () => void
  readonly help: () => void
  readonly page: (by: 1 | -1) => void
}

/** The whole screen by keyboard or bump bar. Which ticket is meant is the browser's own focus: visible and read aloud. */
export const useBumpKeys = (
  board: RefObject<HTMLElement | null>,
  actions: BumpKeyActions,
): void => {
  const latest = useRef(actions)
  latest.current = actions
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      // A dialog has the keys for itself.
      if (document.querySelector("dialog[open]") !== null || board.current === null) return
      const key = bumpKeyOf(event)
      if (key === undefined) return
      event.preventDefault()
      run(key, board.current, latest.current)
    }
    addEventListener("keydown", press)
    return () => removeEventListener("keydown", press)
  }, [board])
}

const run = (key: BumpKey, board: HTMLElement, actions: BumpKeyActions): void => {
  switch (key.act) {
    case "bumpPlace":
      actions.bumpPlace(key.place)
      break
    case "move":
      focus(targetOf(board, key.to))
      break
    case "page":
      actions.page(key.by)
      break
    case "bump":
    case "start": {
      const id = focusedTicket(board)?.dataset["ticket"]
      if (id === undefined) break
      // The bumped ticket takes the focus with it; the next one keeps the cook's place on the board.
      if (key.act === "bump") focus(targetOf(board, "next"))
      actions[key.act === "bump" ? "bumpTicket" : "startTicket"](id)
      break
    }
    default:
      actions[key.act]()
  }
}

const ticketsOf = (board: HTMLElement): ReadonlyArray<HTMLElement> => [
  ...board.querySelectorAll<HTMLElement>(".ticket"),
]

const focusedTicket = (board: HTMLElement): HTMLElement | undefined =>
  ticketsOf(board).find((ticket) => ticket.contains(document.activeElement))

type Direction = Extract<BumpKey, { act: "move" }>["to"]

const targetOf = (board: HTMLElement, to: Direction): HTMLElement | undefined => {
  const tickets = ticketsOf(board)
  const current = focusedTicket(board)
  const at = current === undefined ? -1 : tickets.indexOf(current)
  switch (to) {
    case "first":
      return tickets[0]
    case "last":
      return tickets.at(-1)
    case "next":
      return tickets[Math.min(at + 1, tickets.length - 1)]
    case "previous":
      return tickets[Math.max(at - 1, 0)]
    case "up":
    case "down": {
      if (current === undefined) return tickets[0]
      const buttons = [...current.querySelectorAll<HTMLElement>("button:not(:disabled)")]
      const line = buttons.indexOf(document.activeElement as HTMLElement)
      return buttons[Math.max(0, Math.min(buttons.length - 1, line + (to === "down" ? 1 : -1)))]
    }
  }
}

const focus = (element: HTMLElement | undefined): void => {
  element?.focus({ preventScroll: true })
  element?.scrollIntoView({ block: "nearest" })
}
