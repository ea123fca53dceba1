import type { PresentHere } from "#actors/tenant/presence.ts"
import type { Restaurant } from "#actors/tenant/restaurant.ts"
import type { DeviceTrouble } from "#core/hub/device-troubles.ts"
import type { FleetDevice } from "#core/hub/fleet.ts"
import { type DeviceFacts, deviceFaults, type PrinterFacts } from "#core/kitchen/device-faults.ts"
import { isoOf } from "#core/kitchen/instant.ts"
import type { KitchenDevice, KitchenSetup, Printer } from "#core/kitchen/menu.ts"
import { idlePrinter } from "#core/kitchen/printer-queue.ts"
import type { Sighting } from "#core/security/device-sightings.ts"
import type { StoredDevice } from "#core/security/device-store.ts"

/** Where the facts about one device come from. */
export interface DeviceSources {
  readonly deviceId: string
  readonly named: KitchenDevice | undefined
  readonly credential: StoredDevice | undefined
  readonly present: PresentHere | undefined
  readonly sighting: Sighting | undefined
  readonly troubles: ReadonlyArray<DeviceTrouble>
}

/** Papers of unknown fate are told of for so long, in milliseconds. */
const unknownToldMs = 4 * 60 * 60_000

type Known = Pick<Restaurant, "setup" | "printers">

export const fleetItem = (restaurant: Known, sources: DeviceSources, now: number): FleetDevice => {
  const { deviceId, named, credential, present, sighting, troubles } = sources
  const kind = named?.kind ?? credential?.kind ?? present?.deviceKind
  const driven = dialledBy(restaurant.setup, deviceId)
  const name = named?.name ?? present?.name ?? driven?.name
  const printer = printerFacts(restaurant, deviceId, now)
  const facts: DeviceFacts = {
    status: credential?.status ?? "active",
    present: present !== undefined,
    troubles,
    ...(sighting === undefined ? {} : { lastSeenAt: new Date(sighting.seenAt).toISOString() }),
    ...(sighting?.clockSkewMs === undefined ? {} : { clockSkewMs: sighting.clockSkewMs }),
    ...(sighting?.signalDbm === undefined ? {} : { signalDbm: sighting.signalDbm }),
    ...(printer === undefined ? {} : { printer }),
  }
  const { troubles: _, ...shown } = facts
  return {
    deviceId,
    ...(kind === undefined ? {} : { kind }),
    ...(name === undefined ? {} : { name }),
    ...(driven === undefined ? {} : { printerId: driven.id }),
    ...assignmentOf(named, credential),
    ...shown,
    ...(present === undefined ? {} : { wire: present.wire, since: present.since }),
    ...(sighting?.version === undefined ? {} : { version: sighting.version }),
    ...(sighting?.model === undefined ? {} : { model: sighting.model }),
    faults: deviceFaults(facts),
  }
}

/** The printer that the hub dials under this id: nobody writes it down as a device, and it is one all the same. */
export const dialledBy = ({ printers }: KitchenSetup, deviceId: string): Printer | undefined =>
  printers.find((one) => one.deviceId === deviceId && isDialled(one))

export const isDialled = ({ driver, enabled }: Printer): boolean => driver === "network" && enabled

const assignmentOf = (named: KitchenDevice | undefined, credential: StoredDevice | undefined) => {
  const role = credential?.role ?? named?.role
  return {
    ...(role === undefined ? {} : { role }),
    ...(named?.station === undefined ? {} : { station: named.station }),
    ...(named?.screenId === undefined ? {} : { screenId: named.screenId }),
    ...(named?.printerId === undefined ? {} : { printerId: named.printerId }),
  }
}

const printerFacts = (
  restaurant: Known,
  deviceId: string,
  now: number,
): PrinterFacts | undefined => {
  const printer = restaurant.setup.printers.find((one) => one.deviceId === deviceId)
  if (printer === undefined) return undefined
  const { jobs, done, device, status, trouble, silent } =
    restaurant.printers.get(printer.id) ?? idlePrinter
  const [first] = jobs
  const unknown = done.filter(
    ({ state, doneAt }) => state === "unknown" && (doneAt ?? 0) > now - unknownToldMs,
  )
  const cause = unknown.at(-1)?.cause
  return {
    device: device?.state ?? "unknown",
    ...status,
    ...(silent === undefined || status?.error != null ? {} : { error: "silent" }),
    ...(trouble === undefined ? {} : { troubledSince: isoOf(trouble.since) }),
    waiting: jobs.length,
    oldestWaitingSeconds:
      first === undefined ? 0 : Math.max(0, Math.floor((now - first.queuedAt) / 1000)),
    unknown: unknown.length,
    ...(cause === undefined ? {} : { unknownCause: cause }),
  }
}
