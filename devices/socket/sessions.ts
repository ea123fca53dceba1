import { Effect } from "effect"
import type { HelloFrame } from "#core/hub/frame.ts"
import type { Scope } from "#core/hub/scope.ts"
import type { Session } from "./session.ts"

export interface SessionTimes {
  /** Milliseconds between two heartbeats of a session. */
  readonly heartbeatMs: number
  /** A connection that says no hello for this long is closed, in milliseconds. */
  readonly helloWithinMs: number
}

/** A device's connection that counts. */
interface Newest {
  readonly session: Session
  readonly life: string | undefined
  readonly attempt: number
}

/** How long one round of heartbeats may hold the event loop, in milliseconds. */
const sliceMs = 5

/** Milliseconds over which a stopping hub spreads its goodbyes, so that not everybody comes back at once. */
const drainMs = 2_000
const drainStepMs = 20

/**
 * All sessions of this process. One timer serves them all: a timer or a fiber for each would cost more memory than the
 * rest of an idle session.
 */
export class Sessions {
  readonly #times: SessionTimes
  /** In the order of their next heartbeat: a session that was served moves to the end. */
  readonly #due = new Map<Session, number>()
  /** In the order of arrival. */
  readonly #greeting = new Set<Session>()
  readonly #newest = new Map<string, Newest>()
  readonly #deviceOf = new Map<Session, string>()

  constructor(times: SessionTimes) {
    this.#times = times
  }

  get size(): number {
    return this.#due.size
  }

  opened(session: Session): void {
    this.#due.set(session, performance.now() + this.#times.heartbeatMs)
    this.#greeting.add(session)
  }

  /**
   * The newest connection of a device is the one that counts: an old one may be a frozen tab or a lost Wi-Fi. The network
   * may bring one that its own page gave up after the one that the page made then: that one goes.
   */
  arrived(
    session: Session,
    { tenantId, principal }: Scope,
    { life, attempt }: HelloFrame,
  ): boolean {
    this.#greeting.delete(session)
    if (principal.kind !== "device") return true
    const device = `${tenantId}/${principal.id}`
    const known = this.#newest.get(device)
    const sameLife = life !== undefined && known?.life === life
    if (known !== undefined && sameLife && (attempt ?? 0) < known.attempt) {
      session.bye("REPLACED", "A later connection of the same page is here already", false)
      return false
    }
    this.#newest.set(device, { session, life, attempt: attempt ?? 0 })
    this.#deviceOf.set(session, device)
    if (known !== undefined)
      known.session.bye("REPLACED", "The same device has connected again", false)
    return true
  }

  left(session: Session): void {
    this.#due.delete(session)
    this.#greeting.delete(session)
    const device = this.#deviceOf.get(session)
    this.#deviceOf.delete(session)
    if (device !== undefined && this.#newest.get(device)?.session === session)
      this.#newest.delete(device)
  }

  /** Somebody's rights changed: everybody's are looked at again, from memory. */
  recheck(): void {
    for (const session of [...this.#due.keys()]) session.recheck()
  }

  /** Ends the connection of a device whose rights are gone. True when it had one. */
  dismiss(tenantId: string, deviceId: string, code: string, detail: string): boolean {
    const newest = this.#newest.get(`${tenantId}/${deviceId}`)
    // Who is suspended may come back: it keeps asking, so that nobody has to walk to the tablet.
    newest?.session.bye(code, detail, code === "DEVICE_SUSPENDED")
    return newest !== undefined
  }

  /** Serves whoever is due, at most for {@link sliceMs}; the rest is due first the next time. */
  tick(): void {
    const started = performance.now()
    for (const session of this.#greeting) {
      if (session.openedAt + this.#times.helloWithinMs > started) break
      this.#greeting.delete(session)
      if (!session.live) session.bye("HELLO_EXPECTED", "No hello came in time", true)
    }
    const now = new Date().toISOString()
    for (const [session, dueAt] of this.#due) {
      const instant = performance.now()
      if (dueAt > instant || instant - started > sliceMs) break
      this.#due.delete(session)
      this.#due.set(session, instant + this.#times.heartbeatMs)
      session.beat(now)
    }
  }

  /**
   * Stops: everybody says goodbye as soon as their commands are answered, spread over {@link drainMs} at most so that
   * not all of them come back in the same instant.
   */
  readonly drain: Effect.Effect<void> = Effect.gen({ self: this }, function* () {
    const leaving = [...this.#due.keys()]
    const step = Math.max(50, Math.ceil(leaving.length / (drainMs / drainStepMs)))
    for (let from = 0; from < leaving.length; from += step) {
      for (const session of leaving.slice(from, from + step)) session.drain()
      yield* Effect.sleep(drainStepMs)
    }
    for (let waited = 0; this.size > 0 && waited < drainMs; waited += drainStepMs)
      yield* Effect.sleep(drainStepMs)
    for (const session of [...this.#due.keys()]) session.restart()
  })
}
