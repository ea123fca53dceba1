import { useCallback, useEffect, useRef, useState } from "react"
import { useApi } from "./use-api.ts"

/** An answer of the hub, as long as somebody looks at it. */
export interface Asked<A> {
  /** The last good answer: it stays while the hub is asked again, and when that fails. */
  readonly value: A | undefined
  readonly problem: Error | undefined
  readonly asking: boolean
  readonly again: () => void
}

/**
 * @param path undefined: nothing to ask (yet)
 * @param everyMs asks again by itself while the page is in front
 */
export const useAsked = <A>(path: string | undefined, everyMs?: number): Asked<A> => {
  const api = useApi()
  const [answer, setAnswer] = useState<{
    readonly path?: string | undefined
    readonly value?: A
    readonly problem?: Error
  }>({})
  const [asking, setAsking] = useState(path !== undefined)
  const turn = useRef(0)

  const ask = useCallback(async () => {
    if (path === undefined) return
    turn.current += 1
    const mine = turn.current
    setAsking(true)
    try {
      const value = await api.get<A>(path)
      // Answers may overtake each other; only the newest question counts.
      if (mine === turn.current) setAnswer({ path, value })
    } catch (reason) {
      if (mine === turn.current)
        setAnswer((before) => ({
          ...(before.path === path && before),
          path,
          problem: reason as Error,
        }))
    } finally {
      if (mine === turn.current) setAsking(false)
    }
  }, [api, path])

  useEffect(() => {
    void ask()
    return () => {
      turn.current += 1
    }
  }, [ask])
  useEffect(() => {
    if (everyMs === undefined) return
    const look = () => {
      if (document.visibilityState === "visible") void ask()
    }
    const timer = setInterval(look, everyMs)
    document.addEventListener("visibilitychange", look)
    return () => {
      clearInterval(timer)
      document.removeEventListener("visibilitychange", look)
    }
  }, [ask, everyMs])

  const again = useCallback(() => void ask(), [ask])
  const own = answer.path === path
  return {
    value: own ? answer.value : undefined,
    problem: own ? answer.problem : undefined,
    asking,
    again,
  }
}
