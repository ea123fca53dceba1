import type { CommandFailure } from "#core/hub/gate.ts"
import type { UnknownView } from "#core/hub/view.ts"
import type { NumberedView } from "./numbered-view.ts"

/** Lets one watcher of a view go, and tells it why. */
export type EndWatch = (failure: CommandFailure | UnknownView) => void

/** A numbered picture that is kept up to date for as long as somebody holds it, and a while longer. */
export interface OpenedView {
  readonly view: NumberedView
  /**
   * One more watcher.
   *
   * @param end called when the view cannot be kept up, or when what it shows is deleted
   * @returns to be called once, when the watcher has gone
   */
  readonly hold: (end: EndWatch) => () => void
  /** What it shows was deleted: it tells nothing more, and whoever held it by then was told so. */
  readonly isGone?: () => boolean
}

/** How long a view that nobody watches goes on counting: a tablet that comes back within it gets just what it missed. */
export const unwatchedMs = 5 * 60_000
