/** How the handhelds of a restaurant behave. */
export interface HandheldSettings {
  /** Without a touch, until the person who took a handheld over is signed out of it; 0: never. */
  readonly idleLockMinutes: number
  /** Nobody orders before a PIN said who it is. */
  readonly pinRequired: boolean
  /** From firing until a table counts as waiting too long. */
  readonly lateTableMinutes: number
  /** Dishes are written down by seat. */
  readonly askSeats: boolean
}

/** Of a restaurant that never chose, and of a handheld that the hub has not told yet. */
export const defaultHandheldSettings: HandheldSettings = {
  idleLockMinutes: 5,
  pinRequired: false,
  lateTableMinutes: 25,
  askSeats: true,
}
