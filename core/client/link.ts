import { v7 as uuidv7 } from "uuid"
import type { ClientFrame, HelloFrame, ServerFrame, ViewRef } from "#core/hub/frame.ts"
import { HubClock } from "./hub-clock.ts"

export type LinkStatus = "connecting" | "live" | "notLive"

/** Who speaks over the link. */
export interface LinkPeer {
  /** Every view to name in a hello, with where it stands. */
  readonly cursors: () => ReadonlyArray<ViewRef>
  readonly heard: (frame: ServerFrame) => void
  readonly changed: (status: LinkStatus) => void
}

export interface LinkOptions {
  readonly url: string
  readonly token: () => Promise<string>
  readonly tenant?: string | undefined
  readonly WebSocket: new (url: string, protocols?: string | string[]) => WebSocket
}

/** Two beats may be late; after this long without a word the picture is not proven any more. */
export const silenceMs = 12_000

/** How often a renewed token is looked for, so that a session outlives its first token without a break. */
const renewMs = 60_000

const shortestPauseMs = 500
const longestPauseMs = 10_000

/** One connection to the hub, made again for as long as it takes. */
export class Link {
  readonly clock = new HubClock()
  #status: LinkStatus = "connecting"
  #bye: { readonly code: string; readonly detail: string } | undefined
  readonly #options: LinkOptions
  readonly #peer: LinkPeer
  readonly #stopListening: () => void
  readonly #watchdog: ReturnType<typeof setInterval>
  #socket: WebSocket | undefined
  #token: string | undefined
  #renewAt = 0
  /** Since the last welcome. */
  #attempts = 0
  readonly #life = uuidv7()
  #connections = 0
  #retry: ReturnType<typeof setTimeout> | undefined
  #closed = false
  /** `performance.now()` of the last frame or attempt, and the hub's clock of the last proof. */
  #lastWord = performance.now()
  #provenAt: number
  readonly #startedAt = performance.now()

  constructor(options: LinkOptions, peer: LinkPeer) {
    this.#options = options
    this.#peer = peer
    this.#provenAt = this.clock.now()
    this.#watchdog = setInterval(() => this.#watch(), 1_000)
    this.#stopListening = onWakeUp(() => this.#wakeUp())
    this.#connect()
  }

  get status(): LinkStatus {
    return this.#status
  }

  get bye(): { readonly code: string; readonly detail: string } | undefined {
    return this.#bye
  }

  get notLiveSince(): number | undefined {
    return this.#status === "live" ? undefined : this.#provenAt
  }

  /** False when there is no live connection: nothing was sent. */
  send(frame: ClientFrame): boolean {
    if (this.#status !== "live") return false
    return this.#write(frame)
  }

  close(): void {
    this.#closed = true
    clearInterval(this.#watchdog)
    clearTimeout(this.#retry)
    this.#stopListening()
    this.#socket?.close()
    this.#socket = undefined
    this.#become("notLive")
  }

  #connect(): void {
    clearTimeout(this.#retry)
    this.#retry = undefined
    if (this.#closed || this.#socket !== undefined) return
    this.#lastWord = performance.now()
    const socket = new this.#options.WebSocket(this.#options.url, "heard.v1")
    this.#socket = socket
    this.#connections += 1
    const mine = () => this.#socket === socket
    socket.onopen = () => {
      this.#hello(socket).catch(() => socket.close())
    }
    socket.onmessage = (message) => {
      if (mine() && typeof message.data === "string") this.#heard(message.data)
    }
    // The close that follows every error does the work; some WebSockets throw when nobody listens.
    socket.onerror = () => undefined
    socket.onclose = () => {
      if (mine()) this.#down()
    }
  }

  async #hello(socket: WebSocket): Promise<void> {
    const token = await this.#options.token()
    if (this.#socket !== socket) return
    this.#token = token
    this.#renewAt = performance.now() + renewMs
    this.#write({
      ...this.#helloWith(token),
      views: this.#peer.cursors(),
      life: this.#life,
      attempt: this.#connections,
    })
  }

  #helloWith(token: string): HelloFrame {
    const { tenant } = this.#options
    return { t: "hello", proto: 1, token, ...(tenant !== undefined && { tenant }) }
  }

  #write(frame: ClientFrame): boolean {
    if (this.#socket?.readyState !== 1) return false
    this.#socket.send(JSON.stringify(frame))
    return true
  }

  #heard(text: string): void {
    const frame = JSON.parse(text) as ServerFrame
    this.#lastWord = performance.now()
    if (frame.t === "welcome" || frame.t === "hb") this.clock.heard(frame.now)
    this.#provenAt = this.clock.now()
    if (frame.t === "bye") {
      this.#bye = frame
      // Whoever took this device's place shall keep it: two tabs must not push each other out for ever.
      if (!frame.retry && !frame.code.startsWith("AUTH_")) this.#attempts = Number.POSITIVE_INFINITY
    }
    if (frame.t === "welcome") {
      this.#attempts = 0
      this.#bye = undefined
      this.#become("live")
    }
    this.#peer.heard(frame)
  }

  #down(): void {
    const socket = this.#socket
    this.#socket = undefined
    socket?.close()
    if (this.#status === "live") this.#become("notLive")
    if (this.#closed || this.#attempts === Number.POSITIVE_INFINITY) return
    // Full jitter: after a restart of the hub every device comes back, but not in the same instant.
    const longest = Math.min(longestPauseMs, shortestPauseMs * 2 ** this.#attempts)
    this.#attempts += 1
    this.#retry = setTimeout(() => this.#connect(), Math.random() * longest)
  }

  #watch(): void {
    const now = performance.now()
    const silent = now - this.#lastWord > silenceMs
    if (silent && this.#socket !== undefined) this.#down()
    if (this.#status === "connecting" && now - this.#startedAt > silenceMs) this.#become("notLive")
    if (this.#status === "live" && now >= this.#renewAt) this.#renew()
  }

  #renew(): void {
    this.#renewAt = performance.now() + renewMs
    this.#options.token().then(
      (token) => {
        if (token === this.#token) return
        this.#token = token
        this.send(this.#helloWith(token))
      },
      // No new token now: the old one serves until the hub says AUTH_EXPIRED, and then every attempt asks again.
      () => undefined,
    )
  }

  // A tablet that slept knows nothing of the time between; the network coming back is a reason to try at once.
  #wakeUp(): void {
    if (this.#closed) return
    if (this.#socket !== undefined && performance.now() - this.#lastWord < silenceMs / 2) return
    this.#attempts = 0
    if (this.#socket !== undefined) this.#down()
    this.#connect()
  }

  #become(status: LinkStatus): void {
    if (this.#status === status) return
    this.#status = status
    this.#peer.changed(status)
  }
}

const onWakeUp = (wakeUp: () => void): (() => void) => {
  if (typeof window === "undefined") return () => undefined
  const visible = () => {
    if (document.visibilityState === "visible") wakeUp()
  }
  window.addEventListener("online", wakeUp)
  document.addEventListener("visibilitychange", visible)
  return () => {
    window.removeEventListener("online", wakeUp)
    document.removeEventListener("visibilitychange", visible)
  }
}
