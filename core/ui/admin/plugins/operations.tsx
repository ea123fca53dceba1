import { createContext, type ReactNode, useCallback, useContext, useEffect, useState } from "react"
import type { Operation, PluginOverview } from "#core/plugins/lifecycle/operation.ts"
import { type ListPage, useTenantPath } from "#core/ui/admin/tenant-path.ts"
import { useMay } from "#core/ui/session/me.tsx"
import { useApi } from "#core/ui/session/use-api.ts"
import { useAsked } from "#core/ui/session/use-asked.ts"
import { followOperation } from "./follow-operation.ts"

/** What changes in this restaurant's plugins right now, whoever began it and wherever. */
export interface Operations {
  /** The one that runs, as it is this moment, or the one that ended last while this page was open. */
  readonly current: Operation | undefined
  readonly busy: boolean
  /** Newest first. */
  readonly recent: ReadonlyArray<Operation>
  /** Rises with every operation that ends: what is shown of plugins may be old. */
  readonly ended: number
  /** What people call a plugin. */
  readonly nameOf: (key: string) => string
  /** One that was just asked for. */
  readonly watch: (operation: Operation) => void
  readonly dismiss: () => void
}

const OperationsContext = createContext<Operations | undefined>(undefined)

export const OperationsProvider = ({ children }: { children: ReactNode }) => {
  const api = useApi()
  const may = useMay()
  const tenant = useTenantPath()
  const path = (what: string) => (may("core.plugins.read") ? `${tenant}/${what}` : undefined)
  const { value: list, again } = useAsked<ListPage<Operation>>(path("operations"), listEveryMs)
  const { value: plugins } = useAsked<ListPage<PluginOverview>>(path("plugins?size=200"))
  const [current, setCurrent] = useState<Operation>()
  const [ended, setEnded] = useState(0)

  const begun = list?.items.find(isBusy)
  useEffect(() => {
    if (begun !== undefined) setCurrent((now) => (now !== undefined && isBusy(now) ? now : begun))
  }, [begun])

  const following = current !== undefined && isBusy(current) ? current.id : undefined
  useEffect(() => {
    if (following === undefined) return
    const stop = new AbortController()
    const step = (operation: Operation) => {
      setCurrent(operation)
      if (isBusy(operation)) return
      setEnded((count) => count + 1)
      again()
    }
    void followOperation(api, `${tenant}/operations/${following}`, step, stop.signal)
    return () => stop.abort()
  }, [api, tenant, following, again])

  const dismiss = useCallback(() => setCurrent(undefined), [])
  const value: Operations = {
    current,
    busy: following !== undefined,
    recent: list?.items ?? [],
    ended,
    nameOf: (key) => plugins?.items.find((plugin) => plugin.key === key)?.name ?? key,
    watch: setCurrent,
    dismiss,
  }
  return <OperationsContext value={value}>{children}</OperationsContext>
}

export const useOperations = (): Operations => {
  const operations = useContext(OperationsContext)
  if (operations === undefined) throw new Error("useOperations outside OperationsProvider")
  return operations
}

export const isBusy = ({ status }: Operation): boolean =>
  status === "queued" || status === "running"

/** What this page itself begins is followed live; this is for what others begin. Every minute has only so many questions. */
const listEveryMs = 20_000
