import { useCallback, useEffect, useState } from "react"
import type { ListPage } from "#core/ui/admin/tenant-path.ts"
import { nameIn, useLanguage } from "#core/ui/i18n.ts"
import { ApiRefusal } from "#core/ui/session/api.ts"
import { useMay } from "#core/ui/session/me.tsx"
import { type Api, useApi } from "#core/ui/session/use-api.ts"
import { type StationUsers, usesOf } from "./station-uses.ts"
import { screensPath } from "./stored.ts"

/** Who names this station, as far as this person may see it; undefined until every plugin has said. */
export const useStationUses = (key: string) => {
  const api = useApi()
  const may = useMay()
  const language = useLanguage()
  const [users, setUsers] = useState<StationUsers>()
  const [problem, setProblem] = useState<Error>()
  const seesMenu = may("catalog_product.read")
  const seesPrinters = may("printer.read")
  const seesDevices = may("devices.read")
  const again = useCallback(() => {
    const list = <K extends keyof StationUsers>(path: string, sees = true) =>
      sees ? everyOne<StationUsers[K][number]>(api, path) : []
    setProblem(undefined)
    Promise.all([
      list<"screens">(screensPath),
      list<"categories">("/plugins/catalog_product/categories", seesMenu),
      list<"products">("/plugins/catalog_product/products", seesMenu),
      list<"printers">("/plugins/printer/printers", seesPrinters),
      list<"devices">("/plugins/devices/devices", seesDevices),
    ]).then(
      ([screens, categories, products, printers, devices]) =>
        setUsers({ screens, categories, products, printers, devices }),
      setProblem,
    )
  }, [api, seesMenu, seesPrinters, seesDevices])
  useEffect(again, [again])
  return {
    uses: users === undefined ? undefined : usesOf(key, users, (one) => nameIn(language, one)),
    problem,
    again,
  }
}

/** A list to its end; empty in a restaurant that does without its plugin. */
const everyOne = async <One>(api: Api, path: string): Promise<ReadonlyArray<One>> => {
  const all: Array<One> = []
  try {
    for (let page = 1; ; page++) {
      const { items, total } = await api.get<ListPage<One>>(`${path}?page=${page}&size=200`)
      all.push(...items)
      if (items.length === 0 || all.length >= total) return all
    }
  } catch (reason) {
    if (reason instanceof ApiRefusal && reason.code === "PLUGIN_NOT_ENABLED") return []
    throw reason
  }
}
