import { isSecretOf } from "./device-secrets.ts"
import type { StoredDevice } from "./device-store.ts"

/** How long the secret before goes on when nobody saw the next one in use, in milliseconds. */
export const nextSecretMs = 5 * 60_000

/** The next secret is its only one from now on. */
export const withNextSecret = (device: StoredDevice): StoredDevice => {
  const { next } = device
  if (next === undefined) return device
  return { ...device, secretHash: next.secretHash, brokerHash: next.brokerHash, next: undefined }
}

export const isNextSecretOf = (device: StoredDevice | undefined, secret: string): boolean =>
  device?.status === "active" &&
  device.next !== undefined &&
  isSecretOf(secret, device.next.secretHash)

/** The secret before the next one is worth nothing any more. */
export const isBeforeOver = ({ next }: StoredDevice, now: number): boolean =>
  next !== undefined && next.until <= now
