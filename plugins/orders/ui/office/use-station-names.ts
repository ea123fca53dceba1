import type { Station } from "#core/kitchen/menu.ts"
import type { ListPage } from "#core/ui/admin/tenant-path.ts"
import { nameIn, useLanguage } from "#core/ui/i18n.ts"
import { useMay } from "#core/ui/session/me.tsx"
import { useAsked } from "#core/ui/session/use-asked.ts"

/** What the reader calls a station; its key while, or where, nobody says. */
export const useStationNames = (): ((key: string) => string) => {
  const may = useMay()
  const language = useLanguage()
  const { value } = useAsked<ListPage<Station>>(
    may("kds.read") ? "/plugins/kds/stations?size=200" : undefined,
  )
  return (key) => {
    const station = value?.items.find((one) => one.key === key)
    return station === undefined ? key : nameIn(language, station)
  }
}
