import { useState } from "react"
import type { ApiMethod } from "#core/ui/session/api.ts"
import { useApi } from "#core/ui/session/use-api.ts"

export interface Deed {
  /** Never rejects: what the hub refused stands in `failure`. */
  readonly run: (
    method: Exclude<ApiMethod, "GET">,
    path: string,
    body?: unknown,
    options?: { readonly ifMatch?: number },
  ) => Promise<void>
  readonly busy: boolean
  readonly failure: Error | undefined
}

/** One thing that a button asks of the hub. */
export const useDeed = (onDone?: () => void): Deed => {
  const api = useApi()
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Error>()
  return {
    busy,
    failure,
    run: async (method, path, body, options) => {
      setBusy(true)
      setFailure(undefined)
      try {
        await api.send(method, path, body, options)
        onDone?.()
      } catch (reason) {
        setFailure(reason as Error)
      } finally {
        setBusy(false)
      }
    },
  }
}
