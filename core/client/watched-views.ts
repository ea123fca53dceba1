import type { ClientFrame, ServerFrame, ViewRef } from "#core/hub/frame.ts"
import { ViewMirror } from "./view-mirror.ts"

/** A view as this device knows it. A new object with every change; what it holds is never changed afterwards. */
export interface ViewSnapshot {
  readonly items: ReadonlyMap<string, unknown>
  readonly seq: number
  /** True while the connection is live and nothing is missing. */
  readonly live: boolean
  /** Why the hub will not show this view (`VIEW_UNKNOWN`). */
  readonly problem?: { readonly code: string; readonly detail: string }
}

type OnChange = (snapshot: ViewSnapshot) => void

interface Watched {
  readonly mirror: ViewMirror
  readonly listeners: Set<OnChange>
  /** The hub was asked for it, or is by the hello that is on its way. */
  asked: boolean
  /** Shown up to here, as this device said; told again after every reconnect. */
  seen: number
  /** Told to the hub over this connection. */
  told: number
  /** Heartbeats since the view was asked for without an answer, or refused. */
  beatsWithout: number
}

/** A view that the hub could not or would not show is asked for again at every second heartbeat. */
const beatsBeforeAsking = 2

/** The views that somebody on this device looks at. */
export class WatchedViews {
  readonly #watched = new Map<string, Watched>()
  /** What the last hello named. */
  #greetedWith: ReadonlyArray<string> = []
  readonly #send: (frame: ClientFrame) => boolean
  #live = false

  /** @param send false when there is no live connection: the next hello names every view that is there by then */
  constructor(send: (frame: ClientFrame) => boolean) {
    this.#send = send
  }

  /** For a hello. */
  cursors(): ReadonlyArray<ViewRef> {
    this.#greetedWith = [...this.#watched.keys()]
    return Array.from(this.#watched.values(), (watched) => {
      watched.asked = true
      return watched.mirror.cursor()
    })
  }

  watch(view: string, onChange: OnChange): () => void {
    const watched = this.#watched.get(view) ?? this.#subscribe(view)
    watched.listeners.add(onChange)
    if (hasNews(watched)) onChange(this.#snapshot(watched))
    return () => {
      watched.listeners.delete(onChange)
      if (watched.listeners.size > 0 || this.#watched.get(view) !== watched) return
      this.#watched.delete(view)
      this.#send({ t: "unsubscribe", views: [view] })
    }
  }

  seen(view: string, seq: number): void {
    const watched = this.#watched.get(view)
    if (watched === undefined || seq <= watched.seen) return
    watched.seen = seq
    this.#tell(watched)
  }

  apply(frame: Extract<ServerFrame, { t: "snapshot" | "resumed" | "ev" }>): void {
    const watched = this.#watched.get(frame.view)
    if (watched === undefined) return
    const { epoch } = watched.mirror
    const applied = watched.mirror.apply(frame)
    if (applied === "ignored") return
    if (applied === "gap") this.#again(watched)
    // A new epoch counts anew: what was shown under the old numbers says nothing.
    if (frame.t === "snapshot" && frame.epoch !== epoch) {
      watched.seen = 0
      watched.told = 0
    }
    if (frame.t !== "ev") this.#tell(watched)
    this.#notify(watched)
  }

  beat(seqs: Readonly<Record<string, number>>): void {
    for (const watched of this.#watched.values()) {
      const seq = seqs[watched.mirror.view]
      if (seq !== undefined && watched.mirror.beat(seq) === "gap") {
        this.#again(watched)
        this.#notify(watched)
      } else if (!watched.mirror.caughtUp) {
        watched.beatsWithout += 1
        if (watched.beatsWithout >= beatsBeforeAsking) this.#again(watched)
      } else this.#tell(watched)
    }
  }

  /** A command was heard: what it made (an order, placed offline and watched at once) may have a view now. */
  retryRefused(): void {
    for (const watched of this.#watched.values())
      if (watched.mirror.problem !== undefined) this.#again(watched)
  }

  /** A `nack` without a cid. */
  refused(frame: Extract<ServerFrame, { t: "nack" }>): void {
    // Which frame came too fast it does not say: what was shown is told again with the next heartbeat.
    if (frame.code === "RATE_LIMITED")
      for (const watched of this.#watched.values()) watched.told = 0
    const view = frame.meta["view"]
    const watched = typeof view === "string" ? this.#watched.get(view) : undefined
    if (watched === undefined) return
    watched.mirror.refuse(frame.code, frame.detail)
    this.#notify(watched)
  }

  liveChanged(live: boolean): void {
    this.#live = live
    // Closed between the hello and its answer: nobody heard that it is not wanted any more.
    const closed = live ? this.#greetedWith.filter((view) => !this.#watched.has(view)) : []
    if (closed.length > 0) this.#send({ t: "unsubscribe", views: closed })
    for (const watched of this.#watched.values()) {
      watched.mirror.lose()
      watched.told = 0
      // Opened between the hello and its answer: it stood in neither.
      if (live && !watched.asked) this.#ask(watched)
      this.#notify(watched)
    }
  }

  #subscribe(view: string): Watched {
    const watched: Watched = {
      mirror: new ViewMirror(view),
      listeners: new Set(),
      asked: false,
      seen: 0,
      told: 0,
      beatsWithout: 0,
    }
    this.#watched.set(view, watched)
    this.#ask(watched)
    return watched
  }

  #ask(watched: Watched): void {
    watched.asked = this.#send({ t: "subscribe", views: [{ view: watched.mirror.view }] })
  }

  #again(watched: Watched): void {
    watched.beatsWithout = 0
    this.#send({ t: "hello", proto: 1, views: [watched.mirror.cursor()] })
  }

  #tell(watched: Watched): void {
    const { mirror, seen } = watched
    if (!mirror.caughtUp || seen <= watched.told) return
    if (this.#send({ t: "seen", view: mirror.view, seq: seen })) watched.told = seen
  }

  #notify(watched: Watched): void {
    if (!hasNews(watched)) return
    const snapshot = this.#snapshot(watched)
    for (const listener of watched.listeners) listener(snapshot)
  }

  #snapshot({ mirror }: Watched): ViewSnapshot {
    return {
      items: mirror.items,
      seq: mirror.seq,
      live: this.#live && mirror.caughtUp,
      ...(mirror.problem === undefined ? {} : { problem: mirror.problem }),
    }
  }
}

// Nothing yet is not the same as an empty picture: a screen must not say "no tickets" while it waits.
const hasNews = ({ mirror }: Watched): boolean => mirror.hasPicture || mirror.problem !== undefined
