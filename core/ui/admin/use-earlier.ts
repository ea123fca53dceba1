import { useState } from "react"
import { useApi } from "#core/ui/session/use-api.ts"
import { earlier, type Placed } from "./list-order.ts"

/** Puts one of a list one earlier. */
export const useEarlier = (path: string, onDone?: () => void) => {
  const api = useApi()
  const [failure, setFailure] = useState<Error>()
  const putEarlier = async (all: ReadonlyArray<Placed>, at: number) => {
    setFailure(undefined)
    try {
      for (const { id, sort } of earlier(all, at))
        await api.send("PATCH", `${path}/${id}`, { sort })
    } catch (reason) {
      setFailure(reason as Error)
    }
    onDone?.()
  }
  return { putEarlier, failure }
}
