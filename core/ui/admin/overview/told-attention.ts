import { useCallback, useEffect, useState } from "react"
import type { Attention } from "./attention.ts"

/** @param items undefined: not known (any more) */
export type TellAttention = (plugin: string, items: ReadonlyArray<Attention> | undefined) => void

/** What a plugin in the slot `admin.attention` found, for as long as it is there. */
export const useTellAttention = (
  tell: TellAttention,
  plugin: string,
  items: ReadonlyArray<Attention> | undefined,
): void => {
  useEffect(() => {
    tell(plugin, items)
    return () => tell(plugin, undefined)
  }, [tell, plugin, items])
}

/** What each plugin told so far. One that is still asking, or broke, has told nothing. */
export const useToldAttention = (): {
  readonly told: ReadonlyMap<string, ReadonlyArray<Attention>>
  readonly onAttention: TellAttention
} => {
  const [told, setTold] = useState<ReadonlyMap<string, ReadonlyArray<Attention>>>(new Map())
  const onAttention = useCallback<TellAttention>(
    (plugin, items) =>
      setTold((before) => {
        const next = new Map(before)
        if (items === undefined) next.delete(plugin)
        else next.set(plugin, items)
        return next
      }),
    [],
  )
  return { told, onAttention }
}
