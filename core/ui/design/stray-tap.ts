/**
 * The second half of a double tap belongs to what the first one hit. When that is gone, because a sheet opened or closed
 * or one thing took the place of another, something else lies under the finger, and does not hear it.
 *
 * @returns the way to stop
 */
export const swallowStrayTaps = (): (() => void) => {
  let last: { readonly on: Element; readonly x: number; readonly y: number; at: number } | undefined
  const hear = (event: MouseEvent): void => {
    // A key has no place, and what it presses was in focus before.
    if (event.detail === 0 || !(event.target instanceof Element)) return
    const { clientX: x, clientY: y, timeStamp: at } = event
    if (
      last === undefined ||
      at - last.at > doubleTapMs ||
      Math.hypot(x - last.x, y - last.y) > fingertipPx ||
      isReachable(last.on)
    ) {
      last = { on: controlOf(event.target), x, y, at }
      return
    }
    // Of three taps the third is as stray as the second.
    last.at = at
    event.preventDefault()
    event.stopPropagation()
  }
  document.addEventListener("click", hear, { capture: true })
  return () => document.removeEventListener("click", hear, { capture: true })
}

/** Whatever is inside a button is the button, whose shape may change with every tap. */
const controlOf = (element: Element): Element => element.closest("button, a, label") ?? element

const isReachable = (element: Element): boolean => {
  const sheet = document.querySelector("dialog:modal")
  return element.checkVisibility() && (sheet === null || sheet.contains(element))
}

const doubleTapMs = 500
const fingertipPx = 24
