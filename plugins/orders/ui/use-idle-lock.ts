import { useEffect } from "react"
import { usePendingCount } from "#core/ui/hub/hub-provider.tsx"
import { lastTouch, touched } from "#core/ui/session/last-touch.ts"
import { useHands } from "./hands.tsx"
import { go } from "./use-route.ts"

/**
 * Gives a handheld back that nobody touched for a while, also when it slept or its page was closed meanwhile. Not while
 * something waits to be sent: it is theirs who asked.
 *
 * @param minutes 0: never
 */
export const useIdleLock = (minutes: number): void => {
  const { person, lock } = useHands()
  const pending = usePendingCount()
  const on = person !== undefined && minutes > 0 && pending === 0
  useEffect(() => {
    if (!on) return
    const look = () => {
      if (Date.now() - lastTouch() < minutes * 60_000) return
      go({ at: "tables" })
      // Something was asked in this very moment: the next look finds it sent.
      lock().catch(() => undefined)
    }
    const timer = setInterval(look, lookMs)
    document.addEventListener("visibilitychange", look)
    look()
    return () => {
      clearInterval(timer)
      document.removeEventListener("visibilitychange", look)
    }
  }, [on, minutes, lock])
  useEffect(() => {
    if (person === undefined) return
    for (const event of touches) addEventListener(event, touched, { capture: true, passive: true })
    return () => {
      for (const event of touches) removeEventListener(event, touched, { capture: true })
    }
  }, [person])
}

const lookMs = 5000
const touches = ["pointerdown", "keydown", "wheel"] as const
