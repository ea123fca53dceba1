import type { FleetDevice } from "#core/hub/fleet.ts"

export type { FleetDevice }
export type Fault = FleetDevice["faults"][number]
export type FleetKind = NonNullable<FleetDevice["kind"]>

/** What a printer's name and stand-in are, for the sentences about the device that drives it. */
export interface DrivenPrinter {
  readonly id: string
  readonly name: string
  readonly deviceId: string
  /** `network`: the hub dials it, and there is no other device. */
  readonly driver?: string
  /** Who prints instead at this moment. */
  readonly standIn?: string
}

/** What stops work first; of devices alike by name. */
export const faultsFirst = (
  devices: ReadonlyArray<FleetDevice>,
  names: (device: FleetDevice) => string,
): ReadonlyArray<FleetDevice> =>
  devices.toSorted((a, b) => rank(a) - rank(b) || names(a).localeCompare(names(b)))

/** Broken, then on its way in, then at work, then taken out. */
const rank = (device: FleetDevice): number => {
  const { status, faults } = device
  if (status === "revoked") return 4
  if (status === "suspended") return 3
  if (faults.length > 0) return 0
  return isAwaited(device) ? 1 : 2
}

/** here and gone: it works, and is connected or not · unseen: it may come, and never did */
export type DeviceState = "here" | "gone" | "unseen" | Exclude<FleetDevice["status"], "active">

export const stateOf = ({ status, present, lastSeenAt, faults }: FleetDevice): DeviceState => {
  if (status !== "active") return status
  if (present) return "here"
  // One that was looked for in vain is missed: the fault says since when.
  return lastSeenAt === undefined && faults.length === 0 ? "unseen" : "gone"
}

/** Written down, and nothing wrong is known of it, but it shows and prints nothing yet. */
export const isAwaited = (device: FleetDevice): boolean => {
  const state = stateOf(device)
  return state === "unseen" || state === "pending"
}
