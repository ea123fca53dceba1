/** What a key of a keyboard or a bump bar asks for. */
export type BumpKey =
  /** `place` counts from 0: key 1 is the first place of the page, key 0 the tenth. */
  | { readonly act: "bumpPlace"; readonly place: number }
  | { readonly act: "bump" | "start" | "undo" | "recall" | "allDay" | "help" }
  | { readonly act: "move"; readonly to: "previous" | "next" | "up" | "down" | "first" | "last" }
  | { readonly act: "page"; readonly by: 1 | -1 }

type Pressed = Pick<KeyboardEvent, "code" | "key" | "ctrlKey" | "altKey" | "metaKey" | "repeat">

/**
 * Digits go by the place of the key: on a French keyboard the unshifted key 1 types "&", and a bump bar has no shift.
 * Letters go by what they type, because that is what the legend shows.
 */
export const bumpKeyOf = (pressed: Pressed): BumpKey | undefined => {
  if (pressed.ctrlKey || pressed.altKey || pressed.metaKey) return
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(pressed.code)?.[1]
  // A key held down must not bump one ticket after the other.
  if (digit !== undefined)
    return pressed.repeat ? undefined : { act: "bumpPlace", place: (Number(digit) + 9) % 10 }
  const moving = moves[pressed.code]
  if (moving !== undefined) return moving
  return pressed.repeat ? undefined : (acts[pressed.key.toLowerCase()] ?? acts[pressed.code])
}

/** What stands on the ticket in this place of the page. */
export const keyLabel = (place: number): string | undefined =>
  place < 9 ? String(place + 1) : place === 9 ? "0" : undefined

const moves: Readonly<Record<string, BumpKey>> = {
  ArrowLeft: { act: "move", to: "previous" },
  ArrowRight: { act: "move", to: "next" },
  ArrowUp: { act: "move", to: "up" },
  ArrowDown: { act: "move", to: "down" },
  Home: { act: "move", to: "first" },
  End: { act: "move", to: "last" },
  PageUp: { act: "page", by: -1 },
  PageDown: { act: "page", by: 1 },
}

const acts: Readonly<Record<string, BumpKey>> = {
  b: { act: "bump" },
  s: { act: "start" },
  u: { act: "undo" },
  Backspace: { act: "undo" },
  NumpadSubtract: { act: "undo" },
  r: { act: "recall" },
  a: { act: "allDay" },
  "?": { act: "help" },
}
