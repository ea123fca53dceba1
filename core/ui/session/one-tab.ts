import { v7 } from "uuid"

/**
 * Runs `work` in one tab at a time: two tabs that hand in the same refresh token look like a thief to the hub. The
 * browser's own locks exist on https and localhost only, so tablets that come over plain http take turns by a note in
 * the storage that they share.
 */
export const inOneTab = async <A>(name: string, work: () => Promise<A>): Promise<A> => {
  if ("locks" in navigator) {
    const outcome = await navigator.locks.request(`heard.${name}`, work)
    return outcome as A
  }
  const key = `heard.turn.${name}`
  const mine = v7()
  const giveUpAt = Date.now() + 2 * turnMs
  // A tab that died in its turn is waited for no longer than the turn.
  while (Date.now() < giveUpAt) {
    if (turnOf(key) === undefined) {
      localStorage.setItem(key, JSON.stringify({ by: mine, until: Date.now() + turnMs }))
      await pause(20)
      if (turnOf(key) === mine) break
    } else await pause(50 + Math.random() * 100)
  }
  try {
    return await work()
  } finally {
    if (turnOf(key) === mine) localStorage.removeItem(key)
  }
}

const turnMs = 10_000

const turnOf = (key: string): string | undefined => {
  const { by, until } = JSON.parse(localStorage.getItem(key) ?? "{}") as {
    by?: string
    until?: number
  }
  return until !== undefined && until > Date.now() ? by : undefined
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
