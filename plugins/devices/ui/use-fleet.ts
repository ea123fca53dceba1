import { useMemo } from "react"
import type { ListPage } from "#core/ui/admin/tenant-path.ts"
import { useView } from "#core/ui/hub/use-view.ts"
import { chosenTenant } from "#core/ui/session/chosen-tenant.ts"
import { useMay } from "#core/ui/session/me.tsx"
import { type Asked, useAsked } from "#core/ui/session/use-asked.ts"
import type { DrivenPrinter, FleetDevice } from "./fleet-device.ts"

export interface FleetNow {
  /** Undefined until the hub told it. */
  readonly devices: ReadonlyArray<FleetDevice> | undefined
  readonly problem: Error | undefined
  readonly again: () => void
  /** Told as it happens; false: asked for every few seconds. */
  readonly live: boolean
}

/**
 * Every device and how it stands. The view is of the restaurant that one signed in to; whoever looks after another one is
 * told by REST, a little later.
 */
export const useFleet = (): FleetNow => {
  const own = chosenTenant() === undefined
  const view = useView<FleetDevice>(own ? "devices" : undefined)
  const asked = useAsked<ListPage<FleetDevice>>(
    own ? undefined : "/plugins/devices/devices?size=200",
    otherwiseMs,
  )
  const items = useMemo(() => [...view.items.values()], [view.items])
  if (!own)
    return {
      devices: asked.value?.items,
      problem: asked.problem,
      again: asked.again,
      live: false,
    }
  const problem = view.problem === undefined ? undefined : new Error(view.problem.detail)
  return { devices: view.known ? items : undefined, problem, again: asked.again, live: view.live }
}

const otherwiseMs = 5000

interface PrinterAlarm {
  readonly type: string
  readonly kind?: string
  readonly printerId?: string
  readonly backup?: { readonly name: string }
}

/** The printers by the device that drives each, and who prints instead of which now. */
export const useDrivenPrinters = (): ReadonlyMap<string, DrivenPrinter> => {
  const may = useMay()
  const own = chosenTenant() === undefined
  const printers: Asked<ListPage<DrivenPrinter>> = useAsked(
    may("printer.read") ? "/plugins/printer/printers?size=200" : undefined,
  )
  const floor = useView<PrinterAlarm>(own && may("floor_plan.read") ? "floor" : undefined)
  return useMemo(() => {
    const standIns = new Map(
      [...floor.items.values()].flatMap(({ kind, printerId = "", backup }) =>
        kind === "printer" && backup !== undefined ? [[printerId, backup.name] as const] : [],
      ),
    )
    return new Map(
      (printers.value?.items ?? []).map((printer) => {
        const standIn = standIns.get(printer.id)
        return [printer.deviceId, { ...printer, ...(standIn !== undefined && { standIn }) }]
      }),
    )
  }, [printers.value, floor.items])
}
