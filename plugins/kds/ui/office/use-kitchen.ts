import type { Printer } from "#core/kitchen/menu.ts"
import type { ListPage } from "#core/ui/admin/tenant-path.ts"
import { useMay } from "#core/ui/session/me.tsx"
import { useAsked } from "#core/ui/session/use-asked.ts"
import { type StoredScreen, type StoredStation, screensPath, stationsPath } from "./stored.ts"

/** Stations and screens in order, and the printers as far as this person sees them and the restaurant has some. */
export const useKitchen = () => {
  const may = useMay()
  const stations = useAsked<ListPage<StoredStation>>(`${stationsPath}?size=200`)
  const screens = useAsked<ListPage<StoredScreen>>(`${screensPath}?size=200`)
  const printers = useAsked<ListPage<Printer>>(
    may("printer.read") ? "/plugins/printer/printers?size=200" : undefined,
  )
  return {
    stations: stations.value?.items,
    screens: screens.value?.items,
    printers: printers.value?.items,
    problem: stations.problem ?? screens.problem,
    again: () => {
      stations.again()
      screens.again()
      printers.again()
    },
  }
}
