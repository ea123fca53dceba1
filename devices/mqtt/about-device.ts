import type { DeviceAbout } from "#core/security/device-credentials.ts"
import { decodeMessage, InfoMessage, isoOf, StateMessage } from "./device-message.ts"
import type { UpLeaf } from "./topic.ts"

/**
 * What a device's message says about the device itself.
 *
 * @param now the hub's clock, milliseconds since 1970
 */
export const aboutDevice = (leaf: UpLeaf, payload: Uint8Array, now: number): DeviceAbout => {
  if (leaf === "info") {
    const info = decodeMessage(InfoMessage, payload)
    return {
      ...(info?.model === undefined ? {} : { model: info.model }),
      ...(info?.agent === undefined ? {} : { version: info.agent }),
      ...(info?.signalDbm === undefined ? {} : { signalDbm: Math.round(info.signalDbm) }),
    }
  }
  if (leaf !== "state") return {}
  const state = decodeMessage(StateMessage, payload)
  const at = state?.s === "ready" ? isoOf(state.ts) : undefined
  const said = at === undefined ? Number.NaN : Date.parse(at)
  return Number.isFinite(said) ? { clockSkewMs: said - now } : {}
}
