import { useEffect } from "react"

/**
 * Keeps the tablet from dimming. The browser drops the lock whenever the page is hidden, so it is taken again at every
 * return. Without https browsers refuse; then the tablet's own display setting must keep it awake.
 */
export const useWakeLock = (): void => {
  useEffect(() => {
    let lock: WakeLockSentinel | undefined
    let over = false
    const take = async (): Promise<void> => {
      if (document.visibilityState !== "visible" || !("wakeLock" in navigator)) return
      try {
        lock = await navigator.wakeLock.request("screen")
        if (over) await lock.release()
      } catch {
        // Low battery or no permission: the screen works all the same, it only may dim.
        lock = undefined
      }
    }
    void take()
    document.addEventListener("visibilitychange", take)
    return () => {
      over = true
      document.removeEventListener("visibilitychange", take)
      void lock?.release()
    }
  }, [])
}
