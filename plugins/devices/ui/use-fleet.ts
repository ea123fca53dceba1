import { useMemo } from "react"
import type { ListPage } from "#core/ui/admin/tenant-path.ts"
import { useView } from "#core/ui/hub/use-view.ts"
import { useMay } from "#core/ui/session/me.tsx"
import { type Asked, useAsked } from "#core/ui/session/use-asked.ts"
import type { DrivenPrinter, FleetDevice } from "./fleet-device.ts"

export interface FleetNow {
  /** Undefined until the hub told it. */
  readonly devices: ReadonlyArray<FleetDevice> | undefined
  readonly problem: Error | undefined
}

/** Every device and how it stands, as it happens. */
export const useFleet = (): FleetNow => {
  const { items, known, problem } = useView<FleetDevice>("devices")
  return useMemo(
    () => ({
      devices: known ? [...items.values()] : undefined,
      problem: problem && new Error(problem.detail),
    }),
    [items, known, problem],
  )
}

interface PrinterAlarm {
  readonly type: string
  readonly kind?: string
  readonly printerId?: string
  readonly backup?: { readonly name: string }
}

/** The printers by the device that drives each, and who prints instead of which now. */
export const useDrivenPrinters = (): ReadonlyMap<string, DrivenPrinter> => {
  const may = useMay()
  const printers: Asked<ListPage<DrivenPrinter>> = useAsked(
    may("printer.read") ? "/plugins/printer/printers?size=200" : undefined,
  )
  const floor = useView<PrinterAlarm>(may("floor_plan.read") ? "floor" : undefined)
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
