import type { Scope } from "#core/hub/scope.ts"
import type { ViewCursor, Watch, Watcher } from "#core/hub/view.ts"
import type { FanOut, Subscriber } from "./fan-out.ts"

/** One thing that changed in a view; `v: null` says that it is gone. */
export interface ViewChange {
  readonly id: string
  readonly rev: number
  readonly v: unknown
}

interface Entry {
  readonly seq: number
  readonly frame: string
  /** The change without its frame, as it stands inside `resumed`. */
  readonly event: string
}

/** How many changes a view remembers for clients that come back; older ones get a snapshot. */
const ringSize = 512

/**
 * A picture whose changes are numbered without a gap (contract §3): items by id, each already encoded once for everyone
 * who watches.
 *
 * The numbers live as long as this object; another object of the same name has another `epoch`.
 */
export class NumberedView {
  readonly name: string
  readonly epoch: string
  #seq = 0
  readonly #items = new Map<string, { readonly rev: number; readonly json: string }>()
  readonly #ring: Entry[] = []
  /** Until somebody was told a number, nobody can come back with one: no change is remembered. */
  #told = false
  /** Kept until the next change: after a restart every client asks for the same one. */
  #lastSnapshot: { readonly seq: number; readonly frame: string } | undefined
  readonly #watching = new Set<Subscriber>()
  readonly #fanOut: FanOut
  readonly #onSeen: (scope: Scope, seq: number) => void

  constructor(
    name: string,
    epoch: string,
    fanOut: FanOut,
    onSeen: (scope: Scope, seq: number) => void = () => {},
  ) {
    this.name = name
    this.epoch = epoch
    this.#fanOut = fanOut
    this.#onSeen = onSeen
  }

  get seq(): number {
    return this.#seq
  }

  get watchers(): number {
    return this.#watching.size
  }

  get size(): number {
    return this.#items.size
  }

  has(id: string): boolean {
    return this.#items.has(id)
  }

  ids(): Iterable<string> {
    return this.#items.keys()
  }

  /** Numbers what really changed and sends it on. An item equal to what stands there already costs no number. */
  publish(
    changes: Iterable<ViewChange>,
    onNumbered: (id: string, seq: number) => void = () => {},
  ): void {
    let published = false
    for (const { id, rev, v } of changes) {
      const known = this.#items.get(id)
      if (v === null) {
        if (known === undefined) continue
        this.#items.delete(id)
        this.#number(id, rev, "null")
      } else {
        const json = JSON.stringify(v)
        if (known?.json === json) continue
        this.#items.set(id, { rev, json })
        this.#number(id, rev, json)
      }
      published = true
      onNumbered(id, this.#seq)
    }
    if (published) this.#fanOut.serve(this.#watching)
  }

  /** First frame (snapshot, or what was missed when that is shorter), then everything that follows. */
  attach(cursor: ViewCursor, watcher: Watcher): Watch & { readonly detach: () => void } {
    this.#told = true
    const missed = this.#missed(cursor)
    const snapshot = this.#snapshot()
    const first = missed !== undefined && missed.length <= snapshot.length ? missed : snapshot
    const subscriber: Subscriber = {
      seq: this.#seq,
      advance: (from) => this.#frameAfter(from),
      latest: () => this.#seq,
      push: watcher.push,
      lost: () => {
        this.#watching.delete(subscriber)
      },
    }
    if (watcher.push(first)) this.#watching.add(subscriber)
    return {
      seq: () => subscriber.seq,
      seen: (seq) => {
        if (seq <= subscriber.seq) this.#onSeen(watcher.scope, seq)
      },
      detach: subscriber.lost,
    }
  }

  #number(id: string, rev: number, json: string): void {
    this.#seq += 1
    if (!this.#told) return
    const event = `{"seq":${this.#seq},"id":${JSON.stringify(id)},"rev":${rev},"v":${json}}`
    this.#ring.push({
      seq: this.#seq,
      event,
      frame: `{"t":"ev","view":${JSON.stringify(this.name)},${event.slice(1)}`,
    })
    if (this.#ring.length > ringSize * 2) this.#ring.splice(0, ringSize)
  }

  #entry(seq: number): Entry | undefined {
    const first = this.#ring[0]
    return first === undefined ? undefined : this.#ring[seq - first.seq]
  }

  /** The next frame for someone who has everything up to `from`; a snapshot when the ring does not reach back so far. */
  #frameAfter(from: number): { readonly frame: string; readonly seq: number } {
    const next = this.#entry(from + 1)
    return next === undefined
      ? { frame: this.#snapshot(), seq: this.#seq }
      : { frame: next.frame, seq: next.seq }
  }

  #snapshot(): string {
    if (this.#lastSnapshot?.seq === this.#seq) return this.#lastSnapshot.frame
    const items = Array.from(
      this.#items,
      ([id, { rev, json }]) => `{"id":${JSON.stringify(id)},"rev":${rev},"v":${json}}`,
    )
    const frame = `{"t":"snapshot","view":${JSON.stringify(this.name)},"epoch":"${this.epoch}","seq":${this.#seq},"items":[${items.join(",")}]}`
    this.#lastSnapshot = { seq: this.#seq, frame }
    return frame
  }

  #missed({ epoch, seq }: ViewCursor): string | undefined {
    if (epoch !== this.epoch || seq === undefined || seq > this.#seq || seq < 0) return undefined
    if (seq < this.#seq && this.#entry(seq + 1) === undefined) return undefined
    const events: string[] = []
    for (let n = seq + 1; n <= this.#seq; n++) events.push(this.#entry(n)?.event ?? "")
    return `{"t":"resumed","view":${JSON.stringify(this.name)},"epoch":"${this.epoch}","from":${seq},"seq":${this.#seq},"events":[${events.join(",")}]}`
  }
}
