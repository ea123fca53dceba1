import type { Ask, Pairing } from "./pairing.ts"

type Waiting = Extract<Pairing, { step: "waiting" }>

/** What this tab asks for and with which code; a tablet that reloads must not lose what a manager is about to approve. */
export interface KeptPairing {
  readonly ask: Ask
  readonly pairing: Waiting
}

interface Stored extends KeptPairing {
  /** By this device's own clock. */
  readonly endsAt: number
}

export const keptPairing = (): KeptPairing | undefined => {
  const stored = read()
  if (stored === undefined) return undefined
  const { ask, pairing, endsAt } = stored
  const expiresIn = Math.floor((endsAt - Date.now()) / 1000)
  return expiresIn > 0
    ? { ask, pairing: { ...pairing, code: { ...pairing.code, expiresIn } } }
    : undefined
}

export const keepPairing = (ask: Ask, pairing: Waiting): void => {
  const before = read()
  const { code } = pairing
  const endsAt =
    before?.pairing.code.deviceCode === code.deviceCode
      ? before.endsAt
      : Date.now() + code.expiresIn * 1000
  sessionStorage.setItem(key, JSON.stringify({ ask, pairing, endsAt } satisfies Stored))
}

export const forgetPairing = (): void => sessionStorage.removeItem(key)

const read = (): Stored | undefined => {
  const text = sessionStorage.getItem(key)
  return text === null ? undefined : (JSON.parse(text) as Stored)
}

const key = "heard.pairing"
