import { Clock, Effect, Layer, Schema } from "effect"
import { Outage } from "#core/hub/gate.ts"
import type { Scope } from "#core/hub/scope.ts"
import { TenantId } from "#core/kitchen/ids.ts"
import { askedCode } from "./asked-codes.ts"
import { DeviceBook } from "./device-book.ts"
import {
  type DeviceAbout,
  type DeviceChange,
  DeviceCredentials,
  type PulledDevice,
} from "./device-credentials.ts"
import { hasSecret, isPulled } from "./device-kinds.ts"
import { hashOfSecret, isSecretOf } from "./device-secrets.ts"
import { DeviceSightings } from "./device-sightings.ts"
import { DeviceStore, type StoredDevice } from "./device-store.ts"
import { LiveAccess } from "./live-access.ts"
import { isBeforeOver, isNextSecretOf, withNextSecret } from "./next-secret.ts"
import { PairingStore } from "./pairing-store.ts"
import { devicePermissions } from "./permissions.ts"
import { RecentMap } from "./recent-map.ts"
import { type Guesser, SignInLocks } from "./sign-in-locks.ts"
import { Tokens, Unauthorized } from "./tokens.ts"
import { shownUserCode } from "./user-code.ts"

/** What devices prove themselves with, over whatever keeps it. */
export const deviceCredentialsLayer: Layer.Layer<
  DeviceCredentials,
  never,
  DeviceBook | DeviceStore | DeviceSightings | PairingStore | LiveAccess | Tokens
> = Layer.effect(
  DeviceCredentials,
  Effect.gen(function* () {
    const book = yield* DeviceBook
    const store = yield* DeviceStore
    const sightings = yield* DeviceSightings
    const pairings = yield* PairingStore
    const live = yield* LiveAccess
    const tokens = yield* Tokens
    const locks = new SignInLocks()
    const addresses = new RecentMap<string, Pick<StoredDevice, "tenantId" | "deviceId">>(20_000)
    const listeners = new Set<(change: DeviceChange) => void>()

    book.whenChanged((changes) => {
      // Edges first, about all of them: they say why. What is left then has a session that is over.
      for (const change of changes) for (const listener of listeners) listener(change)
      for (const change of changes) live.deviceChanged(change)
    })

    /** Whether the device proves itself; who is wrong is counted, and who was wrong too often is not listened to. */
    const guarded = <E>(guesser: Guesser, proof: Effect.Effect<boolean, E>) =>
      Effect.gen(function* () {
        if (locks.waitMs(guesser, yield* Clock.currentTimeMillis) > 0) return false
        const right = yield* proof
        if (right) locks.succeeded(guesser)
        else locks.failed(guesser, yield* Clock.currentTimeMillis)
        return right
      })

    /** Of an agent from before devices had credentials of their own, until it gets one. */
    const isDerived = (tenantId: TenantId, deviceId: string, secret: string) =>
      Effect.match(tokens.verifyDevice(tenantId, deviceId, secret), {
        onSuccess: () => true,
        onFailure: () => false,
      })

    const proves = (device: StoredDevice | undefined, secret: string, now: number): boolean =>
      isNextSecretOf(device, secret) ||
      (device?.status === "active" &&
        device.secretHash !== undefined &&
        !isBeforeOver(device, now) &&
        isSecretOf(secret, device.secretHash))

    /** It has the next secret, so the one before ends; its session goes on, and no other has its name. */
    const adopted = (tenantId: TenantId, deviceId: string, secret: string) =>
      store
        .together(
          tenantId,
          Effect.gen(function* () {
            const known = yield* store.held(tenantId, deviceId)
            if (known !== undefined && isNextSecretOf(known, secret))
              yield* store.put(withNextSecret(known))
          }),
        )
        // Whatever is not stored now is stored at its next connection, or when its time is over.
        .pipe(Effect.andThen(book.changed(tenantId)), Effect.ignore)

    const provesItself = Effect.fnUntraced(function* (
      tenantId: TenantId,
      deviceId: string,
      secret: string,
    ) {
      const device = (yield* book.of(tenantId)).get(deviceId)
      const instant = yield* Clock.currentTimeMillis
      if (isNextSecretOf(device, secret)) yield* adopted(tenantId, deviceId, secret)
      if (proves(device, secret, instant)) return true
      // Another process may have given it a secret this instant.
      const now = (yield* book.fresh(tenantId)).get(deviceId)
      if (proves(now, secret, instant)) return true
      if (now !== undefined && (!isOfOld(now) || isBeforeOver(now, instant))) return false
      return yield* isDerived(tenantId, deviceId, secret)
    })

    const scopeOf = (tenantId: TenantId, deviceId: string, kind: string): Scope => ({
      tenantId,
      principal: { kind: "device", id: deviceId },
      permissions: devicePermissions(kind),
      deviceKind: kind,
    })

    const pulled = Effect.fnUntraced(function* (secret: string) {
      const hash = hashOfSecret(secret)
      const known = addresses.get(hash) ?? (yield* store.byAddress(hash))
      if (known === undefined) return undefined
      let device = (yield* book.of(known.tenantId)).get(known.deviceId)
      if (device?.addressHash !== hash)
        device = (yield* book.fresh(known.tenantId)).get(known.deviceId)
      if (device?.addressHash !== hash) {
        addresses.delete(hash)
        return undefined
      }
      addresses.set(hash, known)
      return device
    })

    return DeviceCredentials.of({
      verify: Effect.fnUntraced(function* (tenantId, deviceId, secret, address = "") {
        if (!isTenantId(tenantId)) return yield* wrongDevice
        const guesser = { account: `${tenantId}/${deviceId}`, address }
        const right = yield* guarded(guesser, provesItself(tenantId, deviceId, secret))
        if (!right) return yield* wrongDevice
        const device = (yield* book.of(tenantId)).get(deviceId)
        return scopeOf(tenantId, deviceId, device?.kind ?? "printerAgent")
      }),
      byAddress: Effect.fnUntraced(function* (secret, address = "") {
        let found: StoredDevice | undefined
        const look = Effect.map(pulled(secret), (device) => {
          found = device
          return device !== undefined
        })
        // By its hash: a lock's memory holds no secret.
        yield* guarded({ account: `address ${hashOfSecret(secret)}`, address }, look)
        return found === undefined || found.status === "revoked" ? undefined : pulledDevice(found)
      }),
      isKnown: (tenantId, deviceId) =>
        Effect.map(
          Effect.all([book.of(tenantId), sightings.of(tenantId)]),
          ([devices, seen]) => devices.has(deviceId) || seen.has(deviceId),
        ),
      claimCode: Effect.fnUntraced(function* (device, hardwareId, origin = "") {
        const { tenantId, deviceId, kind } = device
        const code = yield* askedCode(
          pairings,
          {
            secretHash: hashOfSecret(JSON.stringify(["ticket", tenantId, deviceId, hardwareId])),
            way: "ticket",
            kind,
            name: undefined,
            address: undefined,
            hardwareId: hardwareId.slice(0, 128),
            tenantId,
            deviceId,
            state: "waiting",
          },
          yield* Clock.currentTimeMillis,
        ).pipe(
          Effect.catchTag("Refused", ({ detail }) => Effect.fail(new Outage({ reason: detail }))),
        )
        return { userCode: shownUserCode(code), approveAt: approveAt(origin, code) }
      }),
      brokerAccounts: store.brokerAccounts,
      whenChanged: (listener) =>
        Effect.asVoid(
          Effect.acquireRelease(
            Effect.sync(() => listeners.add(listener)),
            () => Effect.sync(() => listeners.delete(listener)),
          ),
        ),
      heardFrom: ({ tenantId, principal }, about) =>
        Effect.sync(() => {
          if (principal.kind === "device") sightings.note(tenantId, principal.id, rounded(about))
        }),
    })
  }),
)

/** The page where a manager says yes; the code stands behind `#`, which browsers send to nobody. */
export const approveAt = (origin: string, code: string): string =>
  `${origin}/pair#code=${shownUserCode(code)}`

const pulledDevice = (device: StoredDevice): PulledDevice | undefined => {
  const { tenantId, deviceId, kind, status, hardwareId } = device
  return isPulled(kind) ? { tenantId, deviceId, kind, status, hardwareId } : undefined
}

/** An active agent that never got a secret of its own. */
const isOfOld = ({ kind, status, secretHash, generation }: StoredDevice): boolean =>
  hasSecret(kind) && status === "active" && secretHash === undefined && generation === 1

/** A clock that wavers by milliseconds is no news. */
const rounded = (about: DeviceAbout): DeviceAbout =>
  about.clockSkewMs === undefined
    ? about
    : { ...about, clockSkewMs: Math.round(about.clockSkewMs / 100) * 100 }

const isTenantId = Schema.is(TenantId)

const wrongDevice = new Unauthorized({ detail: "Device or secret is wrong" })
