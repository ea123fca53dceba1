import type { ServerFrame, ViewChange, ViewRef } from "#core/hub/frame.ts"

type ViewFrame = Extract<ServerFrame, { t: "snapshot" | "resumed" | "ev" }>

/** What became of a frame: `gap` asks for the view again. */
export type Applied = "changed" | "ignored" | "gap"

/** This device's copy of one view: right up to `seq`, and it knows when it is not. */
export class ViewMirror {
  readonly view: string
  items: ReadonlyMap<string, unknown> = new Map()
  seq = 0
  #epoch: string | undefined
  #caughtUp = false
  #hasPicture = false
  #problem: { readonly code: string; readonly detail: string } | undefined

  constructor(view: string) {
    this.view = view
  }

  /** The hub proved by a snapshot or a resume that nothing is missing, and no gap showed since. */
  get caughtUp(): boolean {
    return this.#caughtUp
  }

  /** There is something to show, however old. */
  get hasPicture(): boolean {
    return this.#hasPicture
  }

  get problem(): { readonly code: string; readonly detail: string } | undefined {
    return this.#problem
  }

  get epoch(): string | undefined {
    return this.#epoch
  }

  cursor(): ViewRef {
    return this.#epoch === undefined
      ? { view: this.view }
      : { view: this.view, epoch: this.#epoch, seq: this.seq }
  }

  /** Until the next snapshot or resume no event counts: what comes in may belong to the time before. */
  lose(): void {
    this.#caughtUp = false
  }

  refuse(code: string, detail: string): void {
    this.#caughtUp = false
    this.#problem = { code, detail }
  }

  apply(frame: ViewFrame): Applied {
    switch (frame.t) {
      case "snapshot":
        this.items = new Map(frame.items.map((item) => [item.id, item.v]))
        return this.#caughtUpAt(frame.epoch, frame.seq)
      case "resumed":
        if (frame.epoch !== this.#epoch || frame.from !== this.seq) return this.#startOver()
        this.#change(frame.events)
        return this.#caughtUpAt(frame.epoch, frame.seq)
      case "ev":
        if (!this.#caughtUp || frame.seq <= this.seq) return "ignored"
        if (frame.seq !== this.seq + 1) {
          this.lose()
          return "gap"
        }
        this.#change([frame])
        this.seq = frame.seq
        return "changed"
    }
  }

  /** The heartbeat names the number up to which frames were sent: another one here means that one went missing. */
  beat(seq: number): Applied {
    if (!this.#caughtUp || seq === this.seq) return "ignored"
    this.lose()
    return "gap"
  }

  #caughtUpAt(epoch: string, seq: number): Applied {
    this.#epoch = epoch
    this.seq = seq
    this.#caughtUp = true
    this.#hasPicture = true
    this.#problem = undefined
    return "changed"
  }

  // A resume that does not continue what we have: forget the numbers, so that the next cursor asks for a snapshot.
  #startOver(): Applied {
    this.#epoch = undefined
    this.lose()
    return "gap"
  }

  #change(changes: ReadonlyArray<Omit<ViewChange, "rev">>): void {
    const items = new Map(this.items)
    for (const { id, v } of changes) {
      if (v === null) items.delete(id)
      else items.set(id, v)
    }
    this.items = items
  }
}
