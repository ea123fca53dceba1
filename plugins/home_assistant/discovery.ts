import type { FleetDevice } from "#core/hub/fleet.ts"
import type { RetainedPlace } from "#core/hub/retained-topics.ts"
import type { TenantId } from "#core/kitchen/ids.ts"

/** What stands on the state topic of a thing. `null` is "unknown" in Home Assistant. */
export interface ThingState {
  readonly connected: "ON" | "OFF"
  readonly problem: "ON" | "OFF"
  /** Code of the fault that stops work first, or `none`. */
  readonly fault: string
  readonly paper?: "ok" | "low" | "out" | null
  readonly cover?: "ON" | "OFF" | null
  readonly waiting?: number
}

/** Screens and whatever drives a printer; handhelds come and go with their waiters. */
export const isShown = ({ kind, deviceId, status }: FleetDevice): boolean =>
  kind !== undefined &&
  kind !== "handheld" &&
  status !== "pending" &&
  status !== "revoked" &&
  /^[A-Za-z0-9_-]{1,64}$/.test(deviceId)

export const stateOf = ({ present, faults, printer }: FleetDevice): ThingState => ({
  connected: onOff(present),
  problem: onOff(faults.length > 0),
  fault: faults[0]?.code ?? "none",
  ...(printer === undefined
    ? {}
    : {
        paper: printer.paper ?? null,
        cover: printer.cover === undefined ? null : onOff(printer.cover),
        waiting: printer.waiting,
      }),
})

/**
 * A device and its parts in one message, as Home Assistant discovers them (`homeassistant/device/{id}/config`, devices.md
 * §4.2). Without the hub nothing of it is known, so all of it is unavailable then.
 */
export const descriptionOf = (
  tenantId: TenantId,
  device: FleetDevice,
  place: Pick<RetainedPlace, "stateTopic" | "hubTopic">,
) => {
  const id = `heard_${tenantId}_${device.deviceId}`
  const part = (key: string, name: string, more: object) => ({
    [key]: {
      name,
      unique_id: `${id}_${key}`,
      value_template: `{{ value_json.${key} }}`,
      ...more,
    },
  })
  return {
    device: {
      identifiers: [id],
      name: device.name ?? device.deviceId,
      manufacturer: "Heard",
      ...(device.model === undefined ? {} : { model: device.model }),
      ...(device.version === undefined ? {} : { sw_version: device.version }),
    },
    origin: { name: "Heard" },
    state_topic: place.stateTopic(device.deviceId),
    availability: [
      {
        topic: place.hubTopic,
        value_template: "{{ 'online' if value_json.online else 'offline' }}",
      },
    ],
    components: {
      ...part("connected", "Connected", {
        platform: "binary_sensor",
        device_class: "connectivity",
      }),
      ...part("problem", "Problem", { platform: "binary_sensor", device_class: "problem" }),
      ...part("fault", "Fault", { platform: "sensor", entity_category: "diagnostic" }),
      ...(device.printer === undefined
        ? {}
        : {
            ...part("paper", "Paper", {
              platform: "sensor",
              device_class: "enum",
              options: ["ok", "low", "out"],
            }),
            ...part("cover", "Cover", { platform: "binary_sensor", device_class: "opening" }),
            ...part("waiting", "Waiting jobs", { platform: "sensor", state_class: "measurement" }),
          }),
    },
  }
}

const onOff = (is: boolean): "ON" | "OFF" => (is ? "ON" : "OFF")
