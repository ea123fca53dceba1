import { Effect, Layer } from "effect"
import type { TenantId } from "#core/kitchen/ids.ts"
import { type Sighting, SightingStore } from "#core/security/device-sightings.ts"
import { DeviceStore, type StoredDevice } from "#core/security/device-store.ts"
import { PairingStore, type StoredPairing } from "#core/security/pairing-store.ts"

/** Devices' credentials and codes in memory, over the real rules, for tests that need no database. */
export const memoryDevices: Layer.Layer<DeviceStore | PairingStore | SightingStore> =
  Layer.mergeAll(
    Layer.sync(DeviceStore, () => devices()),
    Layer.sync(PairingStore, () => pairings()),
    Layer.sync(SightingStore, () => sightings()),
  )

const devices = (): DeviceStore["Service"] => {
  const all = new Map<string, StoredDevice>()
  const listeners = new Set<(tenantId: TenantId | undefined) => void>()
  return {
    together: (_tenantId, work) => work,
    list: (tenantId) =>
      Effect.sync(() => [...all.values()].filter((one) => one.tenantId === tenantId)),
    held: (tenantId, deviceId) => Effect.sync(() => all.get(`${tenantId}/${deviceId}`)),
    put: (device) =>
      Effect.sync(() => {
        all.set(`${device.tenantId}/${device.deviceId}`, device)
        for (const listener of listeners) listener(device.tenantId)
      }),
    byAddress: (hash) =>
      Effect.sync(() => [...all.values()].find(({ addressHash }) => addressHash === hash)),
    brokerAccounts: Effect.sync(() =>
      [...all.values()].flatMap(({ tenantId, deviceId, status, brokerHash }) =>
        status === "active" && brokerHash !== undefined
          ? [{ tenantId, deviceId, status, mosquittoHash: brokerHash }]
          : [],
      ),
    ),
    whenStored: (listener) =>
      Effect.asVoid(
        Effect.acquireRelease(
          Effect.sync(() => listeners.add(listener)),
          () => Effect.sync(() => listeners.delete(listener)),
        ),
      ),
  }
}

const pairings = (): PairingStore["Service"] => {
  const all = new Map<string, StoredPairing & { wrong: number; polledAt?: number }>()
  const byCode = (userCode: string) => [...all.values()].find((one) => one.userCode === userCode)
  return {
    ask: (pairing, bounds) =>
      Effect.sync(() => {
        for (const one of [...all.values()])
          if (one.expiresAt <= pairing.askedAt) all.delete(one.secretHash)
        const known = all.get(pairing.secretHash)
        if (known !== undefined) return known.userCode
        const own = [...all.values()].filter(
          (one) =>
            one.way === pairing.way &&
            (pairing.way === "pairing"
              ? one.address === pairing.address
              : one.tenantId === pairing.tenantId),
        )
        if (all.size >= bounds.all || own.length >= bounds.own) return "full"
        if (byCode(pairing.userCode) !== undefined) return "taken"
        all.set(pairing.secretHash, { ...pairing, wrong: 0 })
        return pairing.userCode
      }),
    find: (by, now) =>
      Effect.sync(() => {
        const found = "userCode" in by ? byCode(by.userCode) : all.get(by.secretHash)
        return found !== undefined && found.expiresAt > now ? found : undefined
      }),
    polled: (secretHash, now, intervalMs) =>
      Effect.sync(() => {
        const found = all.get(secretHash)
        const before = found?.polledAt
        if (found !== undefined) all.set(secretHash, { ...found, polledAt: now })
        return before === undefined || before + intervalMs <= now
      }),
    decide: (userCode, { state, tenantId, deviceId, name }, now) =>
      Effect.sync(() => {
        const found = byCode(userCode)
        if (found?.state !== "waiting" || found.expiresAt <= now) return false
        if (found.tenantId !== undefined && found.tenantId !== tenantId) return false
        all.set(found.secretHash, {
          ...found,
          state,
          tenantId,
          deviceId,
          name: name ?? found.name,
          expiresAt: Math.max(found.expiresAt, now + 5 * 60_000),
        })
        return true
      }),
    wrong: (userCode, most) =>
      Effect.sync(() => {
        const found = byCode(userCode)
        if (found === undefined) return
        if (found.wrong + 1 >= most) all.delete(found.secretHash)
        else all.set(found.secretHash, { ...found, wrong: found.wrong + 1 })
      }),
    take: (secretHash, now) =>
      Effect.sync(() => {
        const found = all.get(secretHash)
        if (found?.state !== "approved" || found.expiresAt <= now) return false
        return all.delete(secretHash)
      }),
    forget: (tenantId, deviceId) =>
      Effect.sync(() => {
        for (const one of [...all.values()])
          if (one.tenantId === tenantId && one.deviceId === deviceId) all.delete(one.secretHash)
      }),
  }
}

const sightings = (): SightingStore["Service"] => {
  const all = new Map<TenantId, Map<string, Sighting>>()
  return {
    list: (tenantId) => Effect.sync(() => all.get(tenantId) ?? new Map()),
    put: (tenantId, said) =>
      Effect.sync(() => void all.set(tenantId, new Map([...(all.get(tenantId) ?? []), ...said]))),
  }
}
