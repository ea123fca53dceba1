import { type RefObject, useEffect, useRef } from "react"
import { contacts } from "./bounce.ts"
import { isPlace, type KeyDeed, placeOf } from "./key-deed.ts"
import { deedOfPress, type KeyMap } from "./key-map.ts"
import { heardKey } from "./last-key.ts"
import { sheetDeed } from "./sheet-deed.ts"
import { focusedTicket, focusOn, isWalk, pressFocused, targetOf } from "./walk.ts"

export interface BumpKeyActions {
  readonly bumpPlace: (place: number) => void
  readonly bumpTicket: (ticketId: string) => void
  readonly startTicket: (ticketId: string) => void
  readonly undo: () => void
  readonly recall: () => void
  readonly allDay: () => void
  readonly legend: () => void
  readonly nextPage: () => void
  readonly previousPage: () => void
}

/** The whole screen by keyboard or bump bar. Which ticket is meant is the browser's own focus: visible and read aloud. */
export const useBumpKeys = (
  board: RefObject<HTMLElement | null>,
  map: KeyMap,
  actions: BumpKeyActions,
): void => {
  const latest = useRef({ map, actions })
  latest.current = { map, actions }
  useEffect(() => {
    const bar = contacts()
    const press = (event: KeyboardEvent): void => {
      if (board.current === null) return
      const { map, actions } = latest.current
      const trembling = !event.repeat && !bar.press(event.code, event.timeStamp)
      const deed = deedOfPress(event, map)
      if (deed === undefined) return
      const sheet = document.querySelector<HTMLDialogElement>("dialog[open]")
      // Whoever types or chooses in a field has the keys for that.
      if (sheet !== null && document.activeElement?.matches(fields)) return
      // The browser presses what has the focus by itself, unless another key was taught to.
      if (deed === "press" && pressesByItself(event) && !trembling) return
      event.preventDefault()
      if (trembling) return
      heardKey(deed)
      if (sheet === null) run(deed, board.current, actions)
      else sheetDeed(deed, sheet)
    }
    const release = (event: KeyboardEvent): void => {
      bar.release(event.code, event.timeStamp)
      // Space presses a button when it is let go.
      if (event.code === "Space" && deedOfPress(event, latest.current.map) !== "press")
        event.preventDefault()
    }
    addEventListener("keydown", press)
    addEventListener("keyup", release)
    return () => {
      removeEventListener("keydown", press)
      removeEventListener("keyup", release)
    }
  }, [board])
}

const fields = "select, textarea, input:not([type=checkbox])"

const pressesByItself = ({ code }: KeyboardEvent): boolean =>
  code === "Enter" || code === "NumpadEnter" || code === "Space"

const run = (deed: KeyDeed, board: HTMLElement, actions: BumpKeyActions): void => {
  if (isPlace(deed)) actions.bumpPlace(placeOf(deed))
  else if (isWalk(deed)) focusOn(targetOf(board, deed))
  else if (deed === "press") pressFocused()
  else if (deed === "bump" || deed === "start") {
    const id = focusedTicket(board)?.dataset["ticket"]
    if (id === undefined) return
    // The bumped ticket takes the focus with it; the next one keeps the cook's place on the board.
    if (deed === "bump") focusOn(targetOf(board, "next"))
    actions[deed === "bump" ? "bumpTicket" : "startTicket"](id)
  } else actions[deed]()
}
