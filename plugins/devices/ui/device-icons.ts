import type { IconName } from "#core/ui/design/icon.tsx"
import type { DeviceState, FleetKind } from "./fleet-device.ts"

/** A plug: something is here that nobody said what it is. */
export const deviceIcon = (kind: FleetKind | undefined): IconName =>
  kind === undefined ? "plug" : icons[kind]

/** The shape beside the word of how a device stands. */
export const stateIcons: Readonly<Record<DeviceState, IconName>> = {
  here: "check",
  gone: "offline",
  unseen: "clock",
  pending: "clock",
  suspended: "pause",
  revoked: "close",
}

const icons: Readonly<Record<FleetKind, IconName>> = {
  kds: "flame",
  handheld: "phone",
  board: "screen",
  printerAgent: "printer",
  cloudprnt: "printer",
  epson: "printer",
}
