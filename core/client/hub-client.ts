import type { Outbox, OutboxCommand } from "./outbox.ts"

/**
 * connecting: never live yet · live: the heartbeat proves that what is shown is the truth ·
 * notLive: shown is the last known picture, it may be old (the red bar)
 */
export type HubStatus = "connecting" | "live" | "notLive"

/** A view as this device knows it. A new object with every change; `items` is shared between them. */
export interface ViewSnapshot {
  readonly items: ReadonlyMap<string, unknown>
  readonly seq: number
  /** True while the connection is live and the view has caught up. */
  readonly live: boolean
  /** Why the hub will not show this view (`VIEW_UNKNOWN`). */
  readonly problem?: { readonly code: string; readonly detail: string }
}

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
  /** `ws://` or `wss://`, or the `http(s)://` address of the hub (the path `/ws` is added when there is none). */
  readonly url: string
  /** A fresh access token, asked for at every connection. */
  readonly token: () => Promise<string>
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
  /** The hub's clock, milliseconds since 1970: for timers that must agree across devices. */
  readonly now: () => number
  readonly close: () => void
}

export declare const connectHub: (options: HubOptions) => HubClient
