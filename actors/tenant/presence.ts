import { Clock, Context, Effect, Layer } from "effect"
import type { PictureMaker } from "#actors/view/live-view.ts"
import { Presence } from "#core/hub/presence.ts"
import { PresentDevices } from "#core/hub/present-devices.ts"
import type { TenantId } from "#core/kitchen/ids.ts"

interface Present {
  readonly deviceId: string
  readonly name: string | undefined
  readonly wire: "ws" | "socket.io" | "mqtt" | "tcp" | "http"
  readonly since: string
}

type Listener = (tenantId: TenantId, deviceId: string) => void

/** Who is connected, by tenant and device; a device with two connections shows the newer one. */
export class Attendance extends Context.Service<
  Attendance,
  {
    readonly of: (tenantId: TenantId) => ReadonlyMap<string, Present>
    readonly onChange: (listener: Listener) => () => void
  }
>()("heard/Attendance") {}

export const presenceLayer: Layer.Layer<Presence | PresentDevices | Attendance> =
  Layer.effectContext(
    Effect.gen(function* () {
      const clock = yield* Clock.Clock
      const tenants = new Map<TenantId, Map<string, Present>>()
      const listeners = new Set<Listener>()
      const tell = (tenantId: TenantId, deviceId: string) => {
        for (const listener of listeners) listener(tenantId, deviceId)
      }
      const nobody: ReadonlyMap<string, Present> = new Map()
      return Context.make(Presence, {
        arrive: ({ tenantId, principal }, { wire }) =>
          Effect.asVoid(
            Effect.acquireRelease(
              Effect.sync(() => {
                const present: Present = {
                  deviceId: principal.id,
                  name: principal.name,
                  wire,
                  since: new Date(clock.currentTimeMillisUnsafe()).toISOString(),
                }
                const devices = tenants.get(tenantId) ?? new Map<string, Present>()
                tenants.set(tenantId, devices.set(principal.id, present))
                tell(tenantId, principal.id)
                return present
              }),
              (present) =>
                Effect.sync(() => {
                  const devices = tenants.get(tenantId)
                  // A newer connection of the same device stays.
                  if (devices?.get(principal.id) !== present) return
                  devices.delete(principal.id)
                  if (devices.size === 0) tenants.delete(tenantId)
                  tell(tenantId, principal.id)
                }),
            ),
          ),
      }).pipe(
        Context.add(PresentDevices, {
          now: ({ tenantId }) =>
            Effect.sync(() =>
              Array.from(
                (tenants.get(tenantId) ?? nobody).values(),
                ({ deviceId, wire, since }) => ({ deviceId, wire, since }),
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

/** The view `devices`: who is connected right now. */
export const devicesPicture =
  (attendance: Attendance["Service"]): PictureMaker =>
  ({ tenantId }, id) => {
    if (id !== "") return undefined
    const row = (deviceId: string) => ({
      id: deviceId,
      rev: 0,
      v: attendance.of(tenantId).get(deviceId) ?? null,
    })
    return {
      all: () => Array.from(attendance.of(tenantId).keys(), row),
      onSetup: () => [],
      follow: (publish) =>
        attendance.onChange((changed, deviceId) => {
          if (changed === tenantId) publish([row(deviceId)])
        }),
    }
  }
