import { connectHub, type HubClient } from "#core/client/hub-client.ts"
import type { ViewSnapshot } from "#core/client/watched-views.ts"
import type { ServerFrame } from "#core/hub/frame.ts"
import { SocketIoSocket } from "#test/support/socketio-socket.ts"
import type { Wire } from "#test/support/staff.ts"
import type { Inspector } from "./inspector.ts"
import { observedSocket } from "./observed-socket.ts"

export interface DeviceOptions {
  readonly name: string
  readonly wire: Wire
  /** Of the bad network in front of the hub. */
  readonly url: string
  readonly token: () => Promise<string>
  readonly views: ReadonlyArray<string>
  readonly inspector: Inspector
  /** Says that it has shown what it shows, as a screen does. */
  readonly shows: boolean
  /** Of the pictures after the first of each life every n-th is compared, too. Default: 16. */
  readonly comparesEvery?: number
  /** Loses a change now and then and does not notice. */
  readonly ignoresGaps?: boolean
}

/** A real client behind a bad network, with its pictures. */
export class Device {
  readonly name: string
  readonly hub: HubClient
  readonly #views: ReadonlyArray<string>
  readonly #pictures = new Map<string, ViewSnapshot>()
  /** Times that it was live (again). */
  lives = 0

  constructor(options: DeviceOptions) {
    const { name, inspector, views, comparesEvery = 16 } = options
    this.name = name
    this.#views = views
    const epochs = new Map<string, string>()
    const unchecked = new Set<string>()
    const observed = observedSocket(
      options.wire === "ws" ? WebSocket : (SocketIoSocket as unknown as typeof WebSocket),
      {
        onFirst: ({ view, cursor, frame, length }) => {
          epochs.set(view, frame.epoch)
          inspector.sent({ device: name, view, cursor, frame, length })
        },
        onHole: (what) => inspector.broken(`${name}: ${what}`),
        ...(options.ignoresGaps === true ? { tamper: heedless(epochs) } : {}),
      },
    )
    this.hub = connectHub({ url: options.url, token: options.token, WebSocket: observed })
    this.hub.onStatus((status) => {
      if (status !== "live") return
      this.lives += 1
      for (const view of views) unchecked.add(view)
    })
    for (const view of views)
      this.hub.watch(view, (picture) => {
        this.#pictures.set(view, picture)
        if (!picture.live) return
        if (options.shows) this.hub.seen(view, picture.seq)
        // The first picture of each life, and now and then another.
        if (!unchecked.delete(view) && picture.seq % comparesEvery !== 0) return
        const { items, seq } = picture
        inspector.shown({ device: name, view, epoch: epochs.get(view) ?? "", seq, items })
      })
  }

  watches(view: string): boolean {
    return this.#views.includes(view)
  }

  /** Reconnects so far: the first connection is none. */
  get reconnects(): number {
    return Math.max(0, this.lives - 1)
  }

  /** What it shows; undefined while it says itself that it may be wrong. */
  picture(view: string): ViewSnapshot | undefined {
    const picture = this.#pictures.get(view)
    return picture?.live === true ? picture : undefined
  }
}

/** What a client would make of its frames that looked at no numbers: every fifth change is lost, and it goes on. */
const heedless = (epochs: Map<string, string>) => {
  const lost = new Map<string, number>()
  let changes = 0
  return (frame: ServerFrame): ServerFrame | undefined => {
    if (frame.t === "snapshot" || frame.t === "resumed") {
      epochs.set(frame.view, frame.epoch)
      lost.set(frame.view, 0)
    }
    if (frame.t === "hb")
      return {
        ...frame,
        views: Object.fromEntries(
          Object.entries(frame.views).map(([view, seq]) => [view, seq - (lost.get(view) ?? 0)]),
        ),
      }
    if (frame.t !== "ev") return frame
    changes += 1
    const before = lost.get(frame.view) ?? 0
    if (changes % 5 === 0) {
      lost.set(frame.view, before + 1)
      return undefined
    }
    return { ...frame, seq: frame.seq - before }
  }
}
