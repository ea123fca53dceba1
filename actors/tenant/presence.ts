import { Clock, Context, Effect, Layer } from "effect"
import { Presence } from "#core/hub/presence.ts"
import { PresentDevices } from "#core/hub/present-devices.ts"
import type { Scope } from "#core/hub/scope.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import type { DeviceKind } from "#core/kitchen/menu.ts"

/** A connection that counts. */
export interface PresentHere {
  readonly deviceId: string
  /** A person's connection is here as well as a device's. */
  readonly kind: Scope["principal"]["kind"]
  readonly deviceKind: DeviceKind | undefined
  readonly name: string | undefined
  readonly wire: "ws" | "socket.io" | "mqtt" | "tcp" | "http"
  readonly address: string
  readonly since: string
}

/** @param connection that came, or went */
type Listener = (tenantId: TenantId, deviceId: string, connection: PresentHere) => void

/** Who is connected, by tenant and device; a device with two connections shows the newer one. */
export class Attendance extends Context.Service<
  Attendance,
  {
    readonly of: (tenantId: TenantId) => ReadonlyMap<string, PresentHere>
    readonly onChange: (listener: Listener) => () => void
  }
>()("heard/Attendance") {}

export const presenceLayer: Layer.Layer<Presence | PresentDevices | Attendance> =
  Layer.effectContext(
    Effect.gen(function* () {
      const clock = yield* Clock.Clock
      const tenants = new Map<TenantId, Map<string, PresentHere>>()
      const listeners = new Set<Listener>()
      const tell = (tenantId: TenantId, connection: PresentHere) => {
        for (const listener of listeners) listener(tenantId, connection.deviceId, connection)
      }
      const nobody: ReadonlyMap<string, PresentHere> = new Map()
      return Context.make(Presence, {
        arrive: ({ tenantId, principal, deviceKind }, { wire, address }) =>
          Effect.asVoid(
            Effect.acquireRelease(
              Effect.sync(() => {
                const present: PresentHere = {
                  deviceId: principal.id,
                  kind: principal.kind,
                  deviceKind: deviceKind as DeviceKind | undefined,
                  name: principal.name,
                  wire,
                  address,
                  since: new Date(clock.currentTimeMillisUnsafe()).toISOString(),
                }
                const devices = tenants.get(tenantId) ?? new Map<string, PresentHere>()
                tenants.set(tenantId, devices.set(principal.id, present))
                tell(tenantId, present)
                return present
              }),
              (present) =>
                Effect.sync(() => {
                  const devices = tenants.get(tenantId)
                  // A newer connection of the same device stays.
                  if (devices?.get(principal.id) !== present) return
                  devices.delete(principal.id)
                  if (devices.size === 0) tenants.delete(tenantId)
                  tell(tenantId, present)
                }),
            ),
          ),
      }).pipe(
        Context.add(PresentDevices, {
          now: ({ tenantId }) =>
            Effect.sync(() =>
              Array.from(
                (tenants.get(tenantId) ?? nobody).values(),
                ({ deviceId, deviceKind, wire, since }) => ({
                  deviceId,
                  ...(deviceKind === undefined ? {} : { kind: deviceKind }),
                  wire,
                  since,
                }),
              ),
            ),
        }),
        Context.add(Attendance, {
          of: (tenantId) => tenants.get(tenantId) ?? nobody,
          onChange: (listener) => {
            listeners.add(listener)
            return () => listeners.delete(listener)
          },
        }),
      )
    }),
  )
