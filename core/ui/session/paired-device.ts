import { forgetAccess } from "./access.ts"
import type { Device } from "./device.ts"
import { keepPair } from "./kept-pair.ts"

/** What the hub hands out once to a machine that was let in as a device. */
export interface DeviceWayIn {
  readonly deviceId: string
  readonly tenantId: string
  readonly accessToken: string
  readonly refreshToken: string
  /** Seconds. */
  readonly expiresIn: number
  /** Of a print agent, which is no browser. */
  readonly mqtt?: object
}

/** At once and before anything else is asked: the hub does not say it again. */
export const keepWayIn = ({ deviceId, tenantId, expiresIn, ...tokens }: DeviceWayIn): void => {
  const { accessToken, refreshToken } = tokens
  const goodUntil = Date.now() + (expiresIn * 1000) / 2
  keepPair(deviceId, { tenant: tenantId, username: "", accessToken, refreshToken, goodUntil })
}

/**
 * From now on this browser's pages of this kind are that device: what they were before is forgotten, and so is a code that
 * signed the browser in for everything.
 */
export const becomeDevice = (kind: Device["kind"], deviceId: string): void => {
  forgetAccess()
  for (const key of Object.keys(localStorage))
    if (key === `heard.device.${kind}` || key.startsWith(`heard.device.${kind}.`))
      localStorage.removeItem(key)
  localStorage.setItem(pairedKey(kind), deviceId)
}

/** The device that this browser was let in as, for pages of this kind. */
export const pairedDevice = (kind: Device["kind"]): string | undefined =>
  localStorage.getItem(pairedKey(kind)) ?? undefined

const pairedKey = (kind: Device["kind"]): string => `heard.paired.${kind}`
