import { useEffect, useState } from "react"
import type { ListPage } from "#core/ui/admin/tenant-path.ts"
import { type Api, useApi } from "#core/ui/session/use-api.ts"
import type { Entry } from "./history-entry.ts"
import { ordersPath } from "./use-order-list.ts"

/**
 * Everything that happened to an order, oldest first.
 *
 * @param rev of the order as it is shown: with another one the history is asked for anew, without one not yet
 */
export const useHistory = (orderId: string, rev: number | undefined) => {
  const api = useApi()
  const [tries, setTries] = useState(0)
  const [history, setHistory] = useState<ReadonlyArray<Entry>>()
  const [problem, setProblem] = useState<Error>()
  // biome-ignore lint/correctness/useExhaustiveDependencies: another revision and another try ask anew
  useEffect(() => {
    if (rev === undefined) return
    let wanted = true
    wholeHistory(api, orderId).then(
      (all) => {
        if (!wanted) return
        setHistory(all)
        setProblem(undefined)
      },
      (reason: Error) => wanted && setProblem(reason),
    )
    return () => {
      wanted = false
    }
  }, [api, orderId, rev, tries])
  return { history, problem, again: () => setTries((n) => n + 1) }
}

const wholeHistory = async (api: Api, orderId: string): Promise<ReadonlyArray<Entry>> => {
  const all: Array<Entry> = []
  for (let page = 1; ; page += 1) {
    const { items, total } = await api.get<ListPage<Entry>>(
      `${ordersPath}/${orderId}/history?page=${page}&size=200`,
    )
    all.push(...items)
    if (items.length === 0 || all.length >= total) return all
  }
}
