import type { Chosen } from "./option-choice.ts"

/** What was chosen for this product last time on this handheld; an empty choice is none worth offering. */
export const lastOptions = (productId: string): Chosen | undefined => read().get(productId)

export const rememberOptions = (productId: string, chosen: Chosen): void => {
  if (chosen.length === 0) return
  const all = read()
  // The one used last stands last, so that the first falls out.
  all.delete(productId)
  all.set(productId, chosen)
  localStorage.setItem(key, JSON.stringify([...all].slice(-maxProducts)))
}

const read = (): Map<string, Chosen> => {
  const stored = localStorage.getItem(key)
  return new Map(stored === null ? [] : (JSON.parse(stored) as Array<[string, Chosen]>))
}

const key = "heard.handheld.lastOptions"
const maxProducts = 200
