/** How the kitchen screens of a restaurant behave. */
export interface ScreenSettings {
  /** Of a ticket whose dishes have no target, until it is late; 0: never. */
  readonly lateAfterMinutes: number
  /** How long a bump can be taken back with one tap. */
  readonly undoSeconds: number
  /** A sound comes again until somebody touches the screen. */
  readonly repeatSound: boolean
  /** Tickets side by side at most; 0: as many as fit. */
  readonly columns: number
}

/** Of a restaurant that never chose, and of a screen that the hub has not told yet. */
export const defaultScreenSettings: ScreenSettings = {
  lateAfterMinutes: 20,
  undoSeconds: 5,
  repeatSound: false,
  columns: 0,
}
