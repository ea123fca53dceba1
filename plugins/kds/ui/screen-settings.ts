/** How the kitchen screens of a restaurant behave. */
export interface ScreenSettings {
  /** How much of its time is gone when a ticket is "soon". */
  readonly soonPercent: number
  /** How long a bump can be taken back with one tap. */
  readonly undoSeconds: number
  /** A sound comes again until somebody touches the screen. */
  readonly repeatSound: boolean
  /** Tickets side by side at most; 0: as many as fit. */
  readonly columns: number
}

/** Of a restaurant that never chose, and of a screen that the hub has not told yet. */
export const defaultScreenSettings: ScreenSettings = {
  soonPercent: 75,
  undoSeconds: 5,
  repeatSound: false,
  columns: 0,
}
