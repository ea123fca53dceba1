import { useCallback, useEffect, useLayoutEffect, useState } from "react"
import { ApiRefusal, callApi } from "#core/ui/session/api.ts"
import type { DeviceWayIn } from "#core/ui/session/paired-device.ts"
import { forgetPairing, keepPairing, keptPairing } from "./kept-pairing.ts"
import {
  type Ask,
  afterAsking,
  afterPolling,
  type Outcome,
  type Pairing,
  type PairingCode,
} from "./pairing.ts"

/**
 * Asks for a code, then whether it was approved, at the pace that the hub wants, until there is an end. A reload goes on
 * with the code that was shown.
 */
export const usePairing = (): {
  readonly pairing: Pairing
  /** What was asked for last. */
  readonly ask: Ask | undefined
  readonly begin: (ask: Ask) => void
  readonly again: () => void
} => {
  const [kept] = useState(keptPairing)
  const [ask, setAsk] = useState(kept?.ask)
  const [pairing, setPairing] = useState<Pairing>(kept?.pairing ?? { step: "choosing" })
  // Before the code can be seen: whoever sees it may reload, and a manager may approve it.
  useLayoutEffect(() => {
    if (ask !== undefined && pairing.step === "waiting") keepPairing(ask, pairing)
    else forgetPairing()
  }, [ask, pairing])
  useEffect(() => {
    if (ask === undefined) return
    const next = stepAfter(pairing, ask)
    if (next === undefined) return
    let gone = false
    const timer = setTimeout(async () => {
      const after = await next.run()
      if (!gone) setPairing(after)
    }, next.inMs)
    return () => {
      gone = true
      clearTimeout(timer)
    }
  }, [pairing, ask])
  const begin = useCallback((next: Ask) => {
    setAsk(next)
    setPairing({ step: "asking", nth: 0 })
  }, [])
  const again = useCallback(() => setPairing({ step: "choosing" }), [])
  return { pairing, ask, begin, again }
}

const stepAfter = (
  pairing: Pairing,
  { kind, name }: Ask,
): { readonly inMs: number; readonly run: () => Promise<Pairing> } | undefined => {
  switch (pairing.step) {
    case "asking": {
      const { nth, trouble } = pairing
      const body = { kind, ...(name !== "" && { name }) }
      return {
        inMs: trouble === undefined ? 0 : askAgainMs,
        run: async () => afterAsking(nth, await outcomeOf<PairingCode>("/devices/pair", body)),
      }
    }
    case "waiting": {
      const { deviceCode } = pairing.code
      return {
        inMs: pairing.intervalMs,
        // A new object each time, so that the same answer is asked for again.
        run: async () => ({
          ...afterPolling(pairing, await outcomeOf<DeviceWayIn>(tokenPath, { deviceCode })),
        }),
      }
    }
    case "choosing":
    case "over":
    case "arrived":
      return undefined
  }
}

const tokenPath = "/devices/pair/token"
const askAgainMs = 5000

export const outcomeOf = async <A>(path: string, body: object): Promise<Outcome<A>> => {
  try {
    return { answer: await callApi<A>(path, { body }) }
  } catch (problem) {
    if (!(problem instanceof ApiRefusal)) return "unreachable"
    const { status, code, message } = problem
    return { refusal: { status, code, detail: message } }
  }
}
