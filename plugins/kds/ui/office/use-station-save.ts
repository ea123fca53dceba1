import { useState } from "react"
import type { Body } from "#core/ui/admin/form-body.ts"
import { useApi } from "#core/ui/session/use-api.ts"
import { type StoredStation, stationsPath } from "./stored.ts"

/** Keeps a station. One alone takes the rest: before this one does, the other stops, and is it again if this one is refused. */
export const useStationSave = (others: ReadonlyArray<StoredStation>, onDone: () => void) => {
  const api = useApi()
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Error>()
  const save = async (before: StoredStation | undefined, body: Body) => {
    const other = body["catchAll"] === true ? others.find(({ catchAll }) => catchAll) : undefined
    const takes = (catchAll: boolean) =>
      other && api.send("PATCH", `${stationsPath}/${other.id}`, { catchAll })
    setBusy(true)
    setFailure(undefined)
    try {
      await takes(false)
      if (before === undefined) await api.send("POST", stationsPath, body)
      else await api.send("PATCH", `${stationsPath}/${before.id}`, body, { ifMatch: before.rev })
      onDone()
    } catch (reason) {
      // Refused when this one takes it after all and only the answer got lost.
      await takes(true)?.catch(() => undefined)
      setFailure(reason as Error)
    } finally {
      setBusy(false)
    }
  }
  return { save, busy, failure }
}
