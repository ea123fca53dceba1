import type { ServerFrame } from "#core/hub/frame.ts"
import { CommandQueue } from "./command-queue.ts"
import type { HubRefusal } from "./hub-refusal.ts"
import { Link, type LinkStatus } from "./link.ts"
import { memoryOutbox, type Outbox, type OutboxCommand } from "./outbox.ts"
import { type ViewSnapshot, WatchedViews } from "./watched-views.ts"

/**
 * connecting: never live yet · live: the heartbeat proves that what is shown is the truth ·
 * notLive: shown is the last known picture, it may be old (the red bar)
 */
export type HubStatus = LinkStatus

export interface CommandOptions {
  /** UUIDv7 of the caller; the same one for a repeat of the same request. */
  readonly cid?: string
  /** Refuse with `REVISION_CONFLICT` unless the order stands at this revision. */
  readonly ifRev?: number
}

export interface CommandAnswer {
  readonly rev?: number
  readonly result?: unknown
}

export interface HubOptions {
  /** Of the hub, `ws(s)://` or `http(s)://`; without a path `/ws` is meant. */
  readonly url: string
  /** A valid access token; asked for at every connection and once a minute. */
  readonly token: () => Promise<string>
  /** Which of the restaurants that the token may use. Default: the one that was signed in to. */
  readonly tenant?: string | undefined
  /** Where commands wait while there is no connection. Default: memory. */
  readonly outbox?: Outbox
  /** Default: the WebSocket of the browser or of Node. */
  readonly WebSocket?: new (
    url: string,
    protocols?: string | string[],
  ) => WebSocket
}

export interface HubClient {
  readonly status: HubStatus
  /** Since when the picture is unproven (hub's clock, milliseconds since 1970); undefined while live. */
  readonly notLiveSince: number | undefined
  /** Why the hub closed the last connection (`REPLACED`, `AUTH_INVALID`), until the next one is live. */
  readonly bye: { readonly code: string; readonly detail: string } | undefined
  /** Called at once and at every change. Returns the way to stop. */
  readonly onStatus: (listener: (status: HubStatus) => void) => () => void
  /** Called with the picture at once if there is one, then at every change. Several watchers share one subscription. */
  readonly watch: (view: string, onChange: (snapshot: ViewSnapshot) => void) => () => void
  /**
   * Resolves when the hub has heard it: durable. Offline it waits in the outbox, in order.
   *
   * @throws HubRefusal when the hub says no
   */
  readonly command: (op: string, args: unknown, options?: CommandOptions) => Promise<CommandAnswer>
  /** This device has SHOWN everything of the view up to `seq`. */
  readonly seen: (view: string, seq: number) => void
  /** Commands that the hub has not answered, in the order of asking. */
  readonly pending: () => ReadonlyArray<OutboxCommand>
  /** Called at once and at every change. */
  readonly onPending: (listener: (pending: ReadonlyArray<OutboxCommand>) => void) => () => void
  /** Refusals that no caller of `command` waits for: the command was asked before a reload. */
  readonly onRefused: (
    listener: (command: OutboxCommand, refusal: HubRefusal) => void,
  ) => () => void
  /** The hub's clock, milliseconds since 1970: for timers that must agree across devices. */
  readonly now: () => number
  readonly close: () => void
}

/** A connection to the hub that keeps itself: reconnects, resumes, sends again, and says when it is not live. */
export const connectHub = (options: HubOptions): HubClient => {
  const statusListeners = new Set<(status: HubStatus) => void>()
  const pendingListeners = new Set<(pending: ReadonlyArray<OutboxCommand>) => void>()
  const refusedListeners = new Set<(command: OutboxCommand, refusal: HubRefusal) => void>()

  const link: Link = new Link(
    {
      url: socketUrl(options.url),
      token: options.token,
      tenant: options.tenant,
      WebSocket: options.WebSocket ?? globalThis.WebSocket,
    },
    {
      cursors: () => views.cursors(),
      heard: (frame) => heard(frame),
      changed: (status) => {
        if (status === "live") queue.pump()
        else queue.disconnected()
        views.liveChanged(status === "live")
        for (const listener of statusListeners) listener(status)
      },
    },
  )
  const views = new WatchedViews((frame) => link.send(frame))
  const queue = new CommandQueue({
    outbox: options.outbox ?? memoryOutbox(),
    send: (frame) => link.send(frame),
    now: () => link.clock.now(),
    changed: (pending) => {
      for (const listener of pendingListeners) listener(pending)
    },
    refused: (command, refusal) => {
      for (const listener of refusedListeners) listener(command, refusal)
    },
  })

  const heard = (frame: ServerFrame): void => {
    if (frame.t === "ack" || (frame.t === "nack" && frame.cid !== undefined)) {
      queue.answered(frame)
      if (frame.t === "ack") views.retryRefused()
    } else if (frame.t === "nack") views.refused(frame)
    else if (frame.t === "hb") views.beat(frame.views)
    else if (frame.t === "snapshot" || frame.t === "resumed" || frame.t === "ev") views.apply(frame)
  }

  return {
    get status() {
      return link.status
    },
    get notLiveSince() {
      return link.notLiveSince
    },
    get bye() {
      return link.bye
    },
    onStatus: (listener) => listen(statusListeners, listener, () => listener(link.status)),
    watch: (view, onChange) => views.watch(view, onChange),
    command: (op, args, commandOptions) => queue.ask(op, args, commandOptions),
    seen: (view, seq) => views.seen(view, seq),
    pending: () => queue.pending(),
    onPending: (listener) => listen(pendingListeners, listener, () => listener(queue.pending())),
    onRefused: (listener) => listen(refusedListeners, listener, () => undefined),
    now: () => link.clock.now(),
    close: () => {
      link.close()
      queue.close()
    },
  }
}

const listen = <Listener>(
  listeners: Set<Listener>,
  listener: Listener,
  greet: () => void,
): (() => void) => {
  listeners.add(listener)
  greet()
  return () => {
    listeners.delete(listener)
  }
}

const socketUrl = (url: string): string => {
  const address = new URL(url)
  if (address.protocol === "http:") address.protocol = "ws:"
  if (address.protocol === "https:") address.protocol = "wss:"
  if (address.pathname === "/") address.pathname = "/ws"
  return address.href
}
