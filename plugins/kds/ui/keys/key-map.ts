import { deedOfPlace, goesOn, isKeyDeed, type KeyDeed, placeKeys } from "./key-deed.ts"
import { keyName } from "./key-name.ts"
import { type LayoutName, layoutNames, layouts } from "./layouts.ts"

/** What the keys of one screen mean: a layout, and what somebody taught since. */
export interface KeyMap {
  readonly layout: LayoutName
  /** By `KeyboardEvent.code`. */
  readonly taught: Readonly<Record<string, TaughtKey>>
}

interface TaughtKey {
  /** null: this key means nothing any more */
  readonly deed: KeyDeed | null
  /** What is printed on it, as far as the browser told. */
  readonly name: string
}

export type Pressed = Pick<
  KeyboardEvent,
  "code" | "key" | "ctrlKey" | "altKey" | "metaKey" | "repeat"
>

export const firstKeyMap: KeyMap = { layout: "keyboard", taught: {} }

/** What a press asks for. Undefined: nothing, or a key held down whose deed happens once. */
export const deedOfPress = (pressed: Pressed, map: KeyMap): KeyDeed | undefined => {
  if (isShortcut(pressed)) return
  const deed = meaningOf(pressed, map)
  return pressed.repeat && deed !== undefined && !goesOn(deed) ? undefined : deed
}

/** What a key means now, held down or not. */
export const meaningOf = (
  { code, key }: Pick<Pressed, "code" | "key">,
  map: KeyMap,
): KeyDeed | undefined => {
  const taught = map.taught[code]
  if (taught !== undefined) return taught.deed ?? undefined
  const { codes, typed } = layouts[map.layout]
  const letter = key.toLowerCase()
  return codes[code] ?? (map.taught[typedId(letter)] === undefined ? typed[letter] : undefined)
}

/** The browser's own shortcuts stay its own; a bar's key that is itself Ctrl is none. */
const isShortcut = ({ code, ctrlKey, altKey, metaKey }: Pressed): boolean =>
  (ctrlKey && !code.startsWith("Control")) ||
  (altKey && !code.startsWith("Alt")) ||
  (metaKey && !code.startsWith("Meta"))

/** Why a key cannot be taught: the way out of a dialog is nobody's, and without a code it cannot be known again. */
export type Unteachable = "reserved" | "noCode"

export const unteachable = ({ code }: Pick<Pressed, "code">): Unteachable | undefined => {
  if (code === "" || code === "Unidentified") return "noCode"
  return code === "Tab" || code === "Escape" ? "reserved" : undefined
}

/** One key means one thing: whatever it meant before, it means `deed` from now on. */
export const taught = (
  map: KeyMap,
  { code, key }: Pick<Pressed, "code" | "key">,
  deed: KeyDeed,
): KeyMap => ({
  ...map,
  taught: { ...map.taught, [code]: { deed, name: keyName(code, key) } },
})

/** No key asks for `deed` any more. */
export const without = (map: KeyMap, deed: KeyDeed): KeyMap => {
  const { codes, typed } = layouts[map.layout]
  const own = Object.keys(codes).filter(
    (code) => codes[code] === deed && map.taught[code] === undefined,
  )
  const letters = Object.keys(typed).filter((letter) => typed[letter] === deed)
  const learned = Object.keys(map.taught).filter((code) => map.taught[code]?.deed === deed)
  const gone = [...own, ...letters.map(typedId), ...learned].map((code) => [
    code,
    { deed: null, name: map.taught[code]?.name ?? keyName(code) },
  ])
  return { ...map, taught: { ...map.taught, ...Object.fromEntries(gone) } }
}

/** The keys that ask for a deed as they are printed, taught ones first; two keys with one print count once. */
export const keysFor = (map: KeyMap, deed: KeyDeed): ReadonlyArray<string> => {
  const { codes, typed } = layouts[map.layout]
  const taughtKeys = Object.values(map.taught)
  const own = Object.keys(codes).filter(
    (code) => codes[code] === deed && map.taught[code] === undefined,
  )
  const letters = Object.keys(typed)
    .filter((letter) => typed[letter] === deed && map.taught[typedId(letter)] === undefined)
    .map((letter) => letter.toUpperCase())
    .filter((letter) => !taughtKeys.some(({ name }) => name === letter))
  return [
    ...new Set([
      ...taughtKeys.filter((key) => key.deed === deed).map(({ name }) => name),
      ...letters,
      ...own.map((code) => keyName(code)),
    ]),
  ]
}

/** A letter that was taken away stands among the taught keys; it has no code before somebody presses it. */
const typedId = (letter: string): string => `typed ${letter}`

/** What stands on the ticket in this place of the page: the key that bumps it. */
export const placeLabel = (map: KeyMap, place: number): string | undefined =>
  place < placeKeys ? keysFor(map, deedOfPlace(place))[0] : undefined

/** What a browser kept may be of an older form, or somebody's typing: what cannot be read is left out. */
export const readKeyMap = (text: string | null): KeyMap => {
  if (text === null) return firstKeyMap
  try {
    const kept = JSON.parse(text) as Partial<KeyMap>
    const layout = layoutNames.find((name) => name === kept.layout) ?? firstKeyMap.layout
    const keys = Object.entries(kept.taught ?? {}).filter(
      ([, key]) => (key?.deed === null || isKeyDeed(key?.deed)) && typeof key?.name === "string",
    )
    return { layout, taught: Object.fromEntries(keys) }
  } catch {
    return firstKeyMap
  }
}
