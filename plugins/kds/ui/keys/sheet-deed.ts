import { isPlace, type KeyDeed, placeOf } from "./key-deed.ts"
import { focusOn, isWalk, pressFocused, stepIn } from "./walk.ts"

/**
 * What the keys of a bar do while a sheet lies over the board: they walk through it, press, pick by number and close
 * it. A bar has no Tab and no Escape, and nothing behind the sheet may happen meanwhile.
 */
export const sheetDeed = (deed: KeyDeed, sheet: HTMLDialogElement): void => {
  if (isPlace(deed)) sheet.querySelector<HTMLElement>(`[data-place="${placeOf(deed)}"]`)?.click()
  else if (isWalk(deed)) focusOn(stepIn(controlsOf(sheet), document.activeElement, deed))
  else if (deed === "bump" || deed === "press") pressFocused()
  else if (closing.has(deed)) sheet.dispatchEvent(new Event("cancel", { cancelable: true }))
}

const closing: ReadonlySet<KeyDeed> = new Set(["undo", "recall", "legend"])

const controlsOf = (sheet: HTMLElement): ReadonlyArray<HTMLElement> => [
  ...sheet.querySelectorAll<HTMLElement>("button:not(:disabled), a[href], input, select"),
]
