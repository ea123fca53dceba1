import { Context, type Effect, Schema } from "effect"
import type { KitchenDevice } from "#core/kitchen/menu.ts"
import type { Outage } from "./gate.ts"
import type { Scope } from "./scope.ts"

/** Every kind of device, as REST and views name them. */
export const fleetKinds = [
  "kds",
  "handheld",
  "board",
  "printerAgent",
  "cloudprnt",
  "epson",
] as const

const Optional = Schema.optionalKey

/** What the fleet view adds to what a restaurant wrote down about a device: how it stands at this moment. */
export const fleetFields = {
  deviceId: Schema.String,
  /** `pending`: nothing has signed in as it yet. `suspended` may come back, `revoked` never. */
  status: Schema.Literals(["pending", "active", "suspended", "revoked"]),
  present: Schema.Boolean,
  wire: Optional(Schema.Literals(["ws", "socket.io", "mqtt", "tcp", "http"])),
  /** Connected since then. ISO 8601, as all instants here. */
  since: Optional(Schema.String),
  /** Absent: never. */
  lastSeenAt: Optional(Schema.String),
  version: Optional(Schema.String),
  /** Its clock minus the hub's. */
  clockSkewMs: Optional(Schema.Int),
  signalDbm: Optional(Schema.Int),
  model: Optional(Schema.String),
  /** The printer that it drives. */
  printer: Optional(
    Schema.Struct({
      device: Schema.Literals(["ready", "disconnected", "lost", "unknown"]),
      online: Optional(Schema.Boolean),
      paper: Optional(Schema.Literals(["ok", "low", "out"])),
      cover: Optional(Schema.Boolean),
      error: Optional(Schema.NullOr(Schema.String)),
      /** Since when it does not print. */
      troubledSince: Optional(Schema.String),
      /** Jobs that are not finished. */
      waiting: Schema.Int,
      oldestWaitingSeconds: Schema.Int,
      /** Papers of the last hours of which nobody can say whether they came out. */
      unknown: Schema.Int,
      /** Why, of the last of them. */
      unknownCause: Optional(Schema.String),
    }),
  ),
  /** What is wrong with it, what stops work first; none: it works. */
  faults: Schema.Array(
    Schema.Struct({
      code: Schema.String,
      since: Optional(Schema.String),
      meta: Schema.Record(
        Schema.String,
        Schema.Union([Schema.String, Schema.Finite, Schema.Boolean]),
      ),
    }),
  ),
} as const

/** One item of the view `devices`; of a device that nobody wrote down, name and kind are what it signed in as. */
export const FleetDevice = Schema.Struct({
  ...fleetFields,
  kind: Optional(Schema.Literals(fleetKinds)),
  name: Optional(Schema.String),
  role: Optional(Schema.String),
  station: Optional(Schema.String),
  screenId: Optional(Schema.String),
  printerId: Optional(Schema.String),
}).annotate({ identifier: "FleetDevice" })
export type FleetDevice = typeof FleetDevice.Type

/** Where a device stands. */
export type DevicePlaceNames = Pick<KitchenDevice, "station" | "screenId" | "printerId">

/** How a restaurant's devices stand at this moment. */
export class Fleet extends Context.Service<
  Fleet,
  {
    /** These devices, in the order given. */
    readonly of: (
      scope: Scope,
      devices: ReadonlyArray<KitchenDevice>,
    ) => Effect.Effect<ReadonlyArray<FleetDevice>, Outage>
    /** What of this place the restaurant does not have. */
    readonly unknown: (
      scope: Scope,
      place: DevicePlaceNames,
    ) => Effect.Effect<ReadonlyArray<keyof DevicePlaceNames>, Outage>
  }
>()("heard/Fleet") {}
