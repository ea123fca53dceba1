import { Context, type Effect } from "effect"
import type { DeviceKind } from "#core/kitchen/menu.ts"
import type { Scope } from "./scope.ts"

export interface PresentDevice {
  readonly deviceId: string
  /** As what it signed in; absent for a person. */
  readonly kind?: DeviceKind
  readonly wire: "ws" | "socket.io" | "mqtt" | "tcp" | "http"
  /** ISO 8601. */
  readonly since: string
}

/** Which devices of a restaurant are connected at this moment: what {@link Presence} was told. */
export class PresentDevices extends Context.Service<
  PresentDevices,
  { readonly now: (scope: Scope) => Effect.Effect<ReadonlyArray<PresentDevice>> }
>()("heard/PresentDevices") {}
