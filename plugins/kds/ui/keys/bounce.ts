/** A worn or wet contact closes several times; a finger cannot be that fast. */
const bounceMs = 50

export interface Contacts {
  /** False when this press is only the contact of the last one still trembling. */
  readonly press: (code: string, at: number) => boolean
  readonly release: (code: string, at: number) => void
}

/**
 * Remembers when each key moved last.
 *
 * Instants are `Event.timeStamp`, milliseconds: the time of the event, not of a page that was busy when it came.
 */
export const contacts = (): Contacts => {
  // A key has one entry, and a keyboard a hundred keys.
  const moved = new Map<string, number>()
  return {
    press: (code, at) => {
      const last = moved.get(code)
      moved.set(code, at)
      return last === undefined || at - last >= bounceMs
    },
    release: (code, at) => {
      moved.set(code, at)
    },
  }
}
