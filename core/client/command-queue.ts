import { v7 as uuidv7 } from "uuid"
import type { CmdFrame, ServerFrame } from "#core/hub/frame.ts"
import { maxFrameBytes } from "#core/hub/frame-limits.ts"
import { HubRefusal } from "./hub-refusal.ts"
import type { Outbox, OutboxCommand } from "./outbox.ts"

type Answered = Extract<ServerFrame, { t: "ack" | "nack" }>

export interface CommandQueueOptions {
  readonly outbox: Outbox
  /** False: there is no connection now. */
  readonly send: (frame: CmdFrame) => boolean
  /** The hub's clock, only to show since when a command waits. */
  readonly now: () => number
  readonly changed: (pending: ReadonlyArray<OutboxCommand>) => void
  /** A refusal of a command whose asker is gone: it was asked before a reload. */
  readonly refused: (command: OutboxCommand, refusal: HubRefusal) => void
}

/** A device that is offline for hours must say so at some point instead of filling its disk. */
export const maxQueued = 1_000

const maxInFlight = 32
/** An answer that takes longer is asked for again, with the same cid. */
const answerWithinMs = 15_000

/** Codes that mean "not now": the same command is sent again until it gets another answer. */
const transient: ReadonlySet<string> = new Set([
  "OVERLOADED",
  "OUTAGE",
  "RATE_LIMITED",
  "TOO_MANY_COMMANDS",
  "PLUGIN_BUSY",
])

/** Commands until they are heard, in the order of asking, the same cid at every attempt. */
export class CommandQueue {
  readonly #options: CommandQueueOptions
  readonly #entries = new Map<string, Entry>()
  #position = 0
  #restored = false
  #wake: ReturnType<typeof setTimeout> | undefined

  constructor(options: CommandQueueOptions) {
    this.#options = options
    options.outbox.all().then(
      (stored) => this.#restore(stored),
      // Without its storage the device still works, it only forgets at a reload.
      () => this.#restore([]),
    )
  }

  pending(): ReadonlyArray<OutboxCommand> {
    return [...this.#entries.values()].map((entry) => entry.command)
  }

  ask(
    op: string,
    args: unknown,
    options: { readonly cid?: string; readonly ifRev?: number } = {},
  ): Promise<{ readonly rev?: number; readonly result?: unknown }> {
    const cid = options.cid ?? uuidv7()
    const known = this.#entries.get(cid)
    if (known !== undefined) return answerOf(known)
    this.#position = Math.max(this.#position + 1, Date.now())
    const command: OutboxCommand = {
      cid,
      op,
      args,
      ...(options.ifRev === undefined ? {} : { ifRev: options.ifRev }),
      position: this.#position,
      queuedAt: this.#options.now(),
    }
    const problem = this.#problemOf(command)
    if (problem !== undefined) return Promise.reject(problem)
    const entry = newEntry(command, this.#options.outbox.put(command))
    this.#entries.set(cid, entry)
    const answer = answerOf(entry)
    this.#options.changed(this.pending())
    this.pump()
    return answer
  }

  /** Sends what may be sent. Call it when the connection is live. */
  pump(): void {
    // What the last life of this page asked goes first.
    if (!this.#restored) return
    const now = performance.now()
    const busy = new Set<string>()
    let inFlight = 0
    let earliest = Number.POSITIVE_INFINITY
    for (const entry of this.#entries.values()) {
      if (entry.state === "sent") inFlight += 1
      if (inFlight >= maxInFlight) break
      // One order's commands keep their order even when the hub puts off the first of them.
      if (busy.has(entry.lane)) continue
      busy.add(entry.lane)
      if (entry.dueAt > now) {
        earliest = Math.min(earliest, entry.dueAt)
        continue
      }
      if (!this.#options.send(frameOf(entry.command))) return
      if (entry.state !== "sent") inFlight += 1
      entry.state = "sent"
      entry.dueAt = now + answerWithinMs
      earliest = Math.min(earliest, entry.dueAt)
    }
    clearTimeout(this.#wake)
    if (earliest !== Number.POSITIVE_INFINITY)
      this.#wake = setTimeout(() => this.pump(), earliest - now)
  }

  /** The connection is gone: whatever has no answer will be sent again. */
  disconnected(): void {
    clearTimeout(this.#wake)
    for (const entry of this.#entries.values()) {
      entry.state = "waiting"
      entry.dueAt = 0
    }
  }

  answered(frame: Answered): void {
    const entry = frame.cid === undefined ? undefined : this.#entries.get(frame.cid)
    if (entry === undefined) return
    if (frame.t === "nack" && transient.has(frame.code)) {
      entry.state = "waiting"
      entry.attempts += 1
      entry.dueAt = performance.now() + pauseAfter(entry.attempts, frame.meta["retryAfterMs"])
    } else {
      this.#settle(entry, frame)
    }
    this.pump()
  }

  /** Nobody waits for an answer any more; the outbox keeps what is not answered. */
  close(): void {
    clearTimeout(this.#wake)
    for (const { waiter } of this.#entries.values())
      waiter?.reject(new HubRefusal("CLIENT_CLOSED", "The connection to the hub was given up"))
    this.#entries.clear()
  }

  #settle(entry: Entry, frame: Answered): void {
    const { command, waiter } = entry
    this.#entries.delete(command.cid)
    // Only after the put: the other way round it would come back at the next start. The hub would know the cid.
    entry.stored.then(() => this.#options.outbox.remove(command.cid)).catch(() => undefined)
    if (frame.t === "ack") {
      waiter?.resolve({
        ...(frame.rev === undefined ? {} : { rev: frame.rev }),
        ...(frame.result === undefined ? {} : { result: frame.result }),
      })
    } else {
      const refusal = new HubRefusal(frame.code, frame.detail, frame.meta)
      if (waiter === undefined) this.#options.refused(command, refusal)
      else waiter.reject(refusal)
    }
    this.#options.changed(this.pending())
  }

  #restore(stored: ReadonlyArray<OutboxCommand>): void {
    const asked = [...this.#entries.values()]
    const older = stored
      .filter((command) => !this.#entries.has(command.cid))
      .sort((a, b) => a.position - b.position)
    this.#position = Math.max(this.#position, older.at(-1)?.position ?? 0)
    this.#entries.clear()
    for (const command of older)
      this.#entries.set(command.cid, newEntry(command, Promise.resolve()))
    for (const entry of asked) this.#entries.set(entry.command.cid, entry)
    this.#restored = true
    if (older.length > 0) this.#options.changed(this.pending())
    this.pump()
  }

  #problemOf(command: OutboxCommand): HubRefusal | undefined {
    if (this.#entries.size >= maxQueued)
      return new HubRefusal("OUTBOX_FULL", `${maxQueued} commands already wait for the hub`)
    const bytes = new TextEncoder().encode(JSON.stringify(frameOf(command))).length
    return bytes <= maxFrameBytes
      ? undefined
      : new HubRefusal("FRAME_TOO_LARGE", `A command may have ${maxFrameBytes} bytes`, { bytes })
  }
}

interface Entry {
  readonly command: OutboxCommand
  readonly lane: string
  readonly stored: Promise<void>
  state: "waiting" | "sent"
  attempts: number
  /** Not to be sent (again) before this instant of `performance.now()`: the wall clock may jump, this does not. */
  dueAt: number
  waiter?: PromiseWithResolvers<{ readonly rev?: number; readonly result?: unknown }>
}

const newEntry = (command: OutboxCommand, stored: Promise<void>): Entry => ({
  command,
  lane: laneOf(command),
  stored,
  state: "waiting",
  attempts: 0,
  dueAt: 0,
})

const answerOf = (entry: Entry) => {
  entry.waiter ??= Promise.withResolvers()
  return entry.waiter.promise
}

const frameOf = ({ cid, op, args, ifRev }: OutboxCommand): CmdFrame => ({
  t: "cmd",
  cid: cid as CmdFrame["cid"],
  op,
  args,
  ...(ifRev === undefined ? {} : { ifRev }),
})

/** Commands about one thing share a lane and wait for each other; different orders do not. */
const laneOf = ({ op, args }: OutboxCommand): string => {
  if (typeof args !== "object" || args === null) return op
  const named = args as Readonly<Record<string, unknown>>
  const thing = named["orderId"] ?? named["ticketId"] ?? named["id"] ?? named["productId"]
  return typeof thing === "string" ? thing : op
}

const pauseAfter = (attempts: number, asked: unknown): number => {
  const pause = Math.min(10_000, 500 * 2 ** (attempts - 1))
  const jittered = pause / 2 + (Math.random() * pause) / 2
  return typeof asked === "number" ? Math.max(asked, jittered) : jittered
}
