import type { Socket } from "node:net"
import type { LaneFaults } from "./fault-plan.ts"

/** Bytes that one direction holds back at most; the sender waits when it has so many on the way. */
const heldAtMost = 64 * 1024

/** On a slow line bytes come in pieces of this time, in milliseconds, rather than all at once at the end. */
const pieceMs = 20

interface Held {
  readonly piece: Buffer
  readonly dueAt: number
}

export interface LaneOptions {
  readonly faults: LaneFaults
  /** 0 up to but not 1, for the jitter. */
  readonly draw: () => number
  /** Where the connection ends, in bytes of this lane. */
  readonly endsAfter: number | undefined
  /** So many bytes as {@link endsAfter} have passed. */
  readonly onEnd: () => void
}

/** One direction of a connection: what comes in goes out late, slowly, in part or not at all, always in order. */
export class FaultyLane {
  readonly #from: Socket
  readonly #to: Socket
  readonly #options: LaneOptions
  readonly #held: Array<Held> = []
  #heldBytes = 0
  #taken = 0
  #lastDue = 0
  #sourceEnded = false
  #blocked = false
  #over = false
  #timer: ReturnType<typeof setTimeout> | undefined
  /** Bytes that went out. */
  passed = 0

  constructor(from: Socket, to: Socket, options: LaneOptions) {
    this.#from = from
    this.#to = to
    this.#options = options
    from.on("data", (bytes: Buffer) => this.#take(bytes))
    from.on("end", () => {
      this.#sourceEnded = true
      this.#pump()
    })
    to.on("drain", () => {
      this.#blocked = false
      this.#pump()
    })
    if (options.endsAfter === 0) queueMicrotask(() => this.#end())
  }

  /** Nothing passes any more, and what is on the way is lost. */
  stop(): void {
    this.#over = true
    clearTimeout(this.#timer)
    this.#held.length = 0
    this.#heldBytes = 0
    this.#from.pause()
  }

  #take(bytes: Buffer): void {
    if (this.#over) return
    const { stallsAfter = Number.POSITIVE_INFINITY, bytesPerSecond } = this.#options.faults
    const limit = Math.min(stallsAfter, this.#options.endsAfter ?? Number.POSITIVE_INFINITY)
    const passing = bytes.subarray(0, Math.max(0, limit - this.#taken))
    this.#taken += passing.length
    const pieceBytes =
      bytesPerSecond === undefined
        ? passing.length
        : Math.max(1, Math.round((bytesPerSecond * pieceMs) / 1000))
    for (let at = 0; at < passing.length; at += pieceBytes)
      this.#hold(passing.subarray(at, at + pieceBytes))
    // Not read any more: the sender's own buffers fill up, as with a peer that is out of reach.
    if (this.#taken >= limit || this.#heldBytes >= heldAtMost) this.#from.pause()
    this.#pump()
  }

  #hold(piece: Buffer): void {
    const { latencyMs, jitterMs, bytesPerSecond } = this.#options.faults
    const arrives = performance.now() + latencyMs + this.#options.draw() * jitterMs
    const takesMs = bytesPerSecond === undefined ? 0 : (piece.length / bytesPerSecond) * 1000
    this.#lastDue = Math.max(this.#lastDue, arrives) + takesMs
    this.#held.push({ piece, dueAt: this.#lastDue })
    this.#heldBytes += piece.length
  }

  #pump(): void {
    clearTimeout(this.#timer)
    while (!this.#over && !this.#blocked) {
      const next = this.#held[0]
      if (next === undefined) break
      const waitMs = next.dueAt - performance.now()
      if (waitMs > 0) {
        this.#timer = setTimeout(() => this.#pump(), waitMs)
        return
      }
      this.#held.shift()
      this.#heldBytes -= next.piece.length
      this.#write(next.piece)
    }
    if (this.#over || this.#blocked) return
    if (this.#sourceEnded) this.#to.end()
    else if (this.#from.isPaused() && this.#mayRead()) this.#from.resume()
  }

  #write(piece: Buffer): void {
    if (!this.#to.writable) return
    this.#blocked = !this.#to.write(piece)
    this.passed += piece.length
    if (this.passed === this.#options.endsAfter) this.#end()
  }

  #mayRead(): boolean {
    const { endsAfter, faults } = this.#options
    return (
      this.#heldBytes < heldAtMost &&
      this.#taken <
        Math.min(
          endsAfter ?? Number.POSITIVE_INFINITY,
          faults.stallsAfter ?? Number.POSITIVE_INFINITY,
        )
    )
  }

  #end(): void {
    if (this.#over) return
    this.#over = true
    this.#options.onEnd()
  }
}
