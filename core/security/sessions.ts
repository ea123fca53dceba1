import { RecentMap } from "./recent-map.ts"

/** What a refresh token says about its session. */
export interface SessionMark {
  readonly session: string
  /** How often the session was refreshed before this token was made. */
  readonly rotation: number
  /** When this token was made, epoch milliseconds rounded down to the second. */
  readonly issuedAt: number
}

/**
 * Which refresh token of each session is the newest, and which sessions have ended.
 *
 * In memory: after a restart the first refresh of a session from before is believed, so a token that was replaced or
 * logged out before the restart works once more, until durable accounts replace this. A session that began since the
 * start and is not known any more was pushed out by newer ones: refused, its person signs in again.
 */
export class Sessions {
  readonly #startedAt: number
  readonly #sessions: RecentMap<string, Session>

  /** @param startedAt epoch milliseconds */
  constructor(startedAt: number, capacity = 100_000) {
    this.#startedAt = Math.floor(startedAt / 1000) * 1000
    this.#sessions = new RecentMap(capacity)
  }

  begin(session: string): void {
    this.#sessions.set(session, { rotation: 0 })
  }

  /** The next rotation; undefined ends in a refusal, and a token used twice ends its session. */
  rotate(mark: SessionMark): number | undefined {
    const known = this.#sessions.get(mark.session)
    if (known === undefined && mark.issuedAt >= this.#startedAt) return undefined
    if (known === "ended") return undefined
    if (known !== undefined && known.rotation !== mark.rotation) {
      this.end(mark.session)
      return undefined
    }
    const rotation = mark.rotation + 1
    this.#sessions.set(mark.session, { rotation })
    return rotation
  }

  end(session: string): void {
    this.#sessions.set(session, "ended")
  }

  hasEnded(session: string): boolean {
    return this.#sessions.get(session) === "ended"
  }
}

type Session = "ended" | { readonly rotation: number }
