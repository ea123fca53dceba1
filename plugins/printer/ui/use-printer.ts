import { useMemo } from "react"
import type { ListPage } from "#core/ui/admin/tenant-path.ts"
import { useView } from "#core/ui/hub/use-view.ts"
import { chosenTenant } from "#core/ui/session/chosen-tenant.ts"
import { useAsked } from "#core/ui/session/use-asked.ts"
import type { Job, PrinterItem, PrinterStatus } from "./printer.ts"

/** How a printer stands, as it happens; undefined until it is told, and of another restaurant than the one signed in to. */
export const usePrinterItems = (printerId: string): ReadonlyArray<PrinterItem> | undefined => {
  const own = chosenTenant() === undefined
  const view = useView<PrinterItem>(own ? `printer/${printerId}` : undefined)
  return useMemo(() => (view.known ? [...view.items.values()] : undefined), [view])
}

export const statusIn = (
  items: ReadonlyArray<PrinterItem> | undefined,
): PrinterStatus | undefined => items?.find((item) => item.type === "status")

/** The last jobs of a printer, newest first: live, else asked for every few seconds. */
export const useJobs = (
  printerId: string,
  items: ReadonlyArray<PrinterItem> | undefined,
): { readonly jobs: ReadonlyArray<Job> | undefined; readonly again: () => void } => {
  const asked = useAsked<ListPage<Job>>(
    chosenTenant() === undefined
      ? undefined
      : `/plugins/printer/jobs?printerId=${printerId}&size=40`,
    otherwiseMs,
  )
  const live = items?.filter((item) => item.type === "job")
  const jobs = live ?? asked.value?.items
  return {
    jobs: jobs?.toSorted((a, b) => b.queuedAt.localeCompare(a.queuedAt)),
    again: asked.again,
  }
}

const otherwiseMs = 5000
