import { setTimeout as wait } from "node:timers/promises"

/** False: it did not become true in time. */
export const until = async (is: () => boolean, withinMs: number): Promise<boolean> => {
  for (const end = performance.now() + withinMs; !is(); await wait(20))
    if (performance.now() > end) return false
  return true
}
