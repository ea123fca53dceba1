import type { CommandFailure } from "#core/hub/gate.ts"
import type { NumberedView } from "./numbered-view.ts"

/** Lets one watcher of a view go, and tells it why. */
export type EndWatch = (failure: CommandFailure) => void

/** A numbered picture that is kept up to date for as long as somebody holds it, and a while longer. */
export interface OpenedView {
  readonly view: NumberedView
  /**
   * One more watcher.
   *
   * @param end called when the view cannot be kept up
   * @returns to be called once, when the watcher has gone
   */
  readonly hold: (end: EndWatch) => () => void
}

/** How long a view that nobody watches goes on counting: a tablet that comes back within it gets just what it missed. */
export const unwatchedMs = 5 * 60_000
