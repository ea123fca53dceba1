import { deedOfPlace, type KeyDeed } from "./key-deed.ts"

/** Which kind of keyboard hangs on this screen. */
export const layoutNames = ["keyboard", "pad", "ctrlBar", "letterBar"] as const
export type LayoutName = (typeof layoutNames)[number]

export interface Layout {
  /** By `KeyboardEvent.code`, the place of a key: the same under every keyboard layout of the machine. */
  readonly codes: Readonly<Record<string, KeyDeed>>
  /** By what is typed, for a keyboard whose caps people read. */
  readonly typed: Readonly<Record<string, KeyDeed>>
}

const digits = (prefix: "Digit" | "Numpad"): Readonly<Record<string, KeyDeed>> =>
  Object.fromEntries(
    Array.from({ length: 10 }, (_, place) => [`${prefix}${(place + 1) % 10}`, deedOfPlace(place)]),
  )

const walking: Readonly<Record<string, KeyDeed>> = {
  ArrowLeft: "previous",
  ArrowRight: "next",
  ArrowUp: "up",
  ArrowDown: "down",
  Home: "first",
  End: "last",
  PageUp: "previousPage",
  PageDown: "nextPage",
  Enter: "press",
  NumpadEnter: "press",
  Space: "press",
}

/** The deeds of the keys A, B, C … of a bar that sends letters. */
const alphabet: ReadonlyArray<KeyDeed> = [
  ...Array.from({ length: 10 }, (_, place) => deedOfPlace(place)),
  "bump",
  "start",
  "undo",
  "recall",
  "allDay",
  "previousPage",
  "nextPage",
  "previous",
  "next",
  "legend",
]

/** What each begins with. Bars are programmable, so these are guesses that {@link KeyMap} corrects key by key. */
export const layouts: Readonly<Record<LayoutName, Layout>> = {
  keyboard: {
    codes: {
      ...digits("Digit"),
      ...digits("Numpad"),
      ...walking,
      Backspace: "undo",
      NumpadSubtract: "undo",
    },
    typed: { b: "bump", s: "start", u: "undo", r: "recall", a: "allDay", "?": "legend" },
  },
  pad: {
    codes: {
      ...digits("Numpad"),
      ...walking,
      NumpadEnter: "bump",
      NumpadDecimal: "next",
      NumpadComma: "next",
      NumpadSubtract: "undo",
      Backspace: "undo",
      NumpadDivide: "recall",
      NumpadMultiply: "allDay",
      NumpadAdd: "nextPage",
    },
    typed: {},
  },
  // The usual template of the Logic Controls KB9000: its Bump key is the left Ctrl of a keyboard, Recall the pad's minus.
  ctrlBar: {
    codes: {
      ...digits("Digit"),
      ...digits("Numpad"),
      ...walking,
      ControlLeft: "bump",
      Backspace: "undo",
      Minus: "recall",
      NumpadSubtract: "recall",
    },
    typed: {},
  },
  letterBar: {
    codes: {
      ...Object.fromEntries(
        alphabet.map((deed, at) => [`Key${String.fromCharCode(65 + at)}`, deed]),
      ),
      ...digits("Digit"),
      ...digits("Numpad"),
      ...walking,
    },
    typed: {},
  },
}
