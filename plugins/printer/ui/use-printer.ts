import { useMemo } from "react"
import { useView } from "#core/ui/hub/use-view.ts"
import type { Job, PrinterItem, PrinterStatus } from "./printer.ts"

/** How a printer stands, as it happens; undefined until it is told. */
export const usePrinterItems = (printerId: string): ReadonlyArray<PrinterItem> | undefined => {
  const view = useView<PrinterItem>(`printer/${printerId}`)
  return useMemo(() => (view.known ? [...view.items.values()] : undefined), [view])
}

export const statusIn = (
  items: ReadonlyArray<PrinterItem> | undefined,
): PrinterStatus | undefined => items?.find((item) => item.type === "status")

/** The last jobs of a printer, newest first. */
export const jobsIn = (
  items: ReadonlyArray<PrinterItem> | undefined,
): ReadonlyArray<Job> | undefined =>
  items
    ?.filter((item) => item.type === "job")
    .toSorted((a, b) => b.queuedAt.localeCompare(a.queuedAt))
