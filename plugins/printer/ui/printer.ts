import type { Printer } from "#core/kitchen/menu.ts"

/** A printer as REST gives and takes it. */
export interface StoredPrinter extends Printer {
  readonly rev: number
}

export type Driver = NonNullable<Printer["driver"]>

export const drivers = [
  "agent",
  "network",
  "cloudprnt",
  "cloudprntMqtt",
  "epson",
] as const satisfies ReadonlyArray<Driver>

/** One entry of `GET /plugins/printer/profiles`. */
export interface Profile {
  readonly key: string
  readonly name: string
  readonly columns: { readonly default: number; readonly allowed: ReadonlyArray<number> }
  readonly cuts: boolean
  readonly sounds: boolean
  readonly opensDrawer: boolean
  readonly confirms: boolean
}

export type JobState =
  | "queued"
  | "sent"
  | "accepted"
  | "printed"
  | "refused"
  | "failed"
  | "unknown"
  | "expired"
  | "cancelled"

export interface Job {
  readonly id: string
  readonly printerId: string
  readonly kind: "ticket" | "test" | "summary"
  readonly number?: string
  readonly state: JobState
  readonly cause?: string
  readonly fence?: string
  readonly queuedAt: string
  readonly doneAt?: string
  readonly copyOf?: string
  readonly movedTo?: { readonly printerId: string; readonly jobId: string }
  readonly movedFrom?: string
  readonly chit: { readonly table?: string }
}

/** The item `status` of the view `printer/{id}`. */
export interface PrinterStatus {
  readonly type: "status"
  readonly device: "ready" | "disconnected" | "lost" | "unknown"
  readonly paper?: "ok" | "low" | "out"
  readonly waiting: number
  readonly trouble?: {
    readonly cause: string
    readonly detail?: string
    readonly since: string
    readonly backup?: { readonly name: string }
  }
  readonly asks: ReadonlyArray<{
    readonly jobId: string
    readonly number?: string
    readonly table?: string
  }>
  /** Tickets that nobody printed while they were wanted. */
  readonly missed?: number
}

export type PrinterItem = PrinterStatus | ({ readonly type: "job" } & Job)

export type JobDeed = "cancel" | "retry" | "confirm" | "reprint"

/** What the hub would not refuse. */
export const deedsOf = ({ state, movedTo }: Job): ReadonlyArray<JobDeed> => {
  if (movedTo !== undefined) return []
  switch (state) {
    case "queued":
      return ["cancel"]
    case "refused":
      return ["retry", "cancel"]
    case "unknown":
    case "expired":
      return ["confirm", "retry"]
    case "failed":
    case "cancelled":
      return ["retry"]
    case "printed":
      return ["reprint"]
    case "sent":
    case "accepted":
      return []
  }
}
