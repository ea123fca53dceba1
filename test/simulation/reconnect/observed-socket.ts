import type { ClientFrame, ServerFrame, ViewRef } from "#core/hub/frame.ts"

/** What goes over one device's connections, as its own client and the hub say it. */
export interface LineObserver {
  /** The first frame of a view after it was asked for, and what the device had said that it knows. */
  readonly onFirst: (first: {
    readonly view: string
    readonly cursor: Omit<ViewRef, "view">
    readonly frame: Extract<ServerFrame, { t: "snapshot" | "resumed" }>
    /** In characters. */
    readonly length: number
  }) => void
  /** A number that does not follow the one before it. */
  readonly onHole: (what: string) => void
  /** Undefined: the frame gets lost on the way. For a client that does not notice: the negative control. */
  readonly tamper?: (frame: ServerFrame) => ServerFrame | undefined
}

type Transport = new (url: string, protocols?: string | string[]) => WebSocket

/** A WebSocket (or what looks like one) with somebody beside it who notes what passes. */
export const observedSocket = (transport: Transport, observer: LineObserver): Transport =>
  class {
    onopen: WebSocket["onopen"] = null
    onmessage: WebSocket["onmessage"] = null
    onerror: WebSocket["onerror"] = null
    onclose: WebSocket["onclose"] = null
    readonly #inner: WebSocket
    readonly #asked = new Map<string, Omit<ViewRef, "view">>()
    readonly #at = new Map<string, number>()

    constructor(url: string, protocols?: string | string[]) {
      this.#inner = new transport(url, protocols)
      const self = this as unknown as WebSocket
      this.#inner.onopen = (event) => this.onopen?.call(self, event)
      this.#inner.onerror = (event) => this.onerror?.call(self, event)
      this.#inner.onclose = (event) => this.onclose?.call(self, event)
      this.#inner.onmessage = (event) => {
        const frame = this.#heard(String(event.data))
        if (frame !== undefined) this.onmessage?.call(self, { data: frame } as MessageEvent)
      }
    }

    get readyState(): number {
      return this.#inner.readyState
    }

    send(text: string): void {
      const frame = JSON.parse(text) as ClientFrame
      if (frame.t === "hello" || frame.t === "subscribe")
        for (const { view, ...cursor } of frame.views ?? []) {
          this.#asked.set(view, cursor)
          this.#at.delete(view)
        }
      this.#inner.send(text)
    }

    close(): void {
      this.#inner.close()
    }

    #heard(text: string): string | undefined {
      const frame = JSON.parse(text) as ServerFrame
      const { tamper } = observer
      if (tamper !== undefined) {
        const other = tamper(frame)
        return other === undefined ? undefined : JSON.stringify(other)
      }
      if (frame.t === "snapshot" || frame.t === "resumed") {
        const cursor = this.#asked.get(frame.view)
        if (cursor === undefined) observer.onHole(`${frame.view} came without being asked for`)
        else observer.onFirst({ view: frame.view, cursor, frame, length: text.length })
        this.#asked.delete(frame.view)
        this.#at.set(frame.view, frame.seq)
      }
      // Between a question and its answer events of the time before it may still come.
      if (frame.t === "ev" && !this.#asked.has(frame.view)) {
        const at = this.#at.get(frame.view)
        if (at !== frame.seq - 1)
          observer.onHole(`${frame.view} went from ${at} to ${frame.seq} on one connection`)
        this.#at.set(frame.view, frame.seq)
      }
      return text
    }
  } as unknown as Transport
