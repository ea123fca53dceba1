import { useState } from "react"
import type { Product } from "#core/kitchen/menu.ts"
import { useApi } from "#core/ui/session/use-api.ts"

/** What this device said and the menu does not show yet: it stands at once, and falls back when the hub says no. */
export const useAvailability = () => {
  const api = useApi()
  const [said, setSaid] = useState<ReadonlyMap<string, boolean>>(new Map())
  const [failure, setFailure] = useState<Error>()
  const isThere = ({ id, available }: Product): boolean => said.get(id) ?? available

  const say = async ({ id }: Product, available: boolean): Promise<void> => {
    setSaid((now) => new Map(now).set(id, available))
    setFailure(undefined)
    try {
      await api.send("PUT", `/plugins/catalog_product/products/${id}/availability`, { available })
    } catch (problem) {
      setFailure(problem as Error)
      setSaid((now) => without(now, id, available))
    }
  }
  return { isThere, say, failure }
}

/** What was said after it stays. */
const without = (
  said: ReadonlyMap<string, boolean>,
  id: string,
  available: boolean,
): ReadonlyMap<string, boolean> =>
  said.get(id) === available ? new Map([...said].filter(([key]) => key !== id)) : said
