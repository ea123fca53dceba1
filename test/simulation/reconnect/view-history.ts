import type { ServerFrame, ViewChange } from "#core/hub/frame.ts"
import { digestOf } from "./view-digest.ts"

type ViewFrame = Extract<ServerFrame, { t: "snapshot" | "resumed" | "ev" }>

interface Entry {
  readonly digest: bigint
  /** Length of a `snapshot` at this number. */
  readonly snapshot: number
  /** Length of all changes up to this number, one behind the other with a comma between two. */
  readonly changes: number
}

/**
 * A view as somebody saw it who was never away: what it looked like at each number, and how much there was to say about
 * it. Lengths are in characters, as the hub compares them.
 */
export class ViewHistory {
  readonly view: string
  readonly #items = new Map<string, { readonly digest: bigint; readonly length: number }>()
  readonly #entries = new Map<number, Entry>()
  #epoch: string | undefined
  #seq = 0
  #length = 0
  #digest = 0n

  constructor(view: string) {
    this.view = view
  }

  get seq(): number {
    return this.#seq
  }

  /** @returns what is wrong with it: whoever is never away misses nothing */
  apply(frame: ViewFrame): string | undefined {
    if (frame.t === "snapshot") {
      if (this.#epoch !== undefined) return `${this.view} began anew for somebody who was there`
      this.#epoch = frame.epoch
      this.#seq = frame.seq
      for (const { id, rev, v } of frame.items) this.#put(id, rev, v)
      this.#note(0)
      return undefined
    }
    if (frame.t === "resumed") return `${this.view} was resumed for somebody who was there`
    if (frame.seq !== this.#seq + 1) return `${this.view} went from ${this.#seq} to ${frame.seq}`
    this.#seq = frame.seq
    this.#put(frame.id, frame.rev, frame.v)
    const { seq, id, rev, v } = frame
    this.#note((this.#entries.get(seq - 1)?.changes ?? 0) + changeLength({ seq, id, rev, v }))
    return undefined
  }

  /** Undefined: not seen yet, or before the time of this history. */
  digestAt(epoch: string, seq: number): bigint | undefined {
    return epoch === this.#epoch ? this.#entries.get(seq)?.digest : undefined
  }

  /** The shortest first frame for somebody at this cursor. Undefined: not known. */
  shortest(
    cursor: { readonly epoch?: string; readonly seq?: number },
    seq: number,
  ): number | undefined {
    const there = this.#entries.get(seq)
    if (there === undefined) return undefined
    const from = cursor.epoch === this.#epoch ? cursor.seq : undefined
    const before = from === undefined ? undefined : this.#entries.get(from)
    if (from === undefined || before === undefined || from > seq || seq - from > remembered)
      return there.snapshot
    const head = JSON.stringify({
      t: "resumed",
      view: this.view,
      epoch: this.#epoch,
      from,
      seq,
      events: [],
    }).length
    const changes = there.changes - before.changes
    return Math.min(there.snapshot, head + Math.max(0, changes - 1))
  }

  #put(id: string, rev: number, v: unknown): void {
    const known = this.#items.get(id)
    if (known !== undefined) {
      this.#digest ^= known.digest
      this.#length -= known.length
      this.#items.delete(id)
    }
    if (v === null) return
    const json = JSON.stringify(v)
    const item = {
      digest: digestOf(id, json),
      length: `{"id":${JSON.stringify(id)},"rev":${rev},"v":}`.length + json.length + 1,
    }
    this.#items.set(id, item)
    this.#digest ^= item.digest
    this.#length += item.length
  }

  #note(changes: number): void {
    const head = JSON.stringify({
      t: "snapshot",
      view: this.view,
      epoch: this.#epoch,
      seq: this.#seq,
      items: [],
    }).length
    const snapshot = head + Math.max(0, this.#length - 1)
    this.#entries.set(this.#seq, { digest: this.#digest, snapshot, changes })
  }
}

/** Changes that a view remembers at least. */
const remembered = 512

const changeLength = (change: ViewChange): number => JSON.stringify(change).length + 1
