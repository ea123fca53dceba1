import { Clock, Effect, FiberSet, Layer, Schedule } from "effect"
import type { Outage } from "#core/hub/gate.ts"
import type { Scope } from "#core/hub/scope.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import { type Refused, refused } from "#core/kitchen/refusal.ts"
import { afterCommit } from "#core/plugins/running/after-commit.ts"
import { roleToGive } from "./account-rules.ts"
import { Audit, type AuditDeed } from "./audit.ts"
import { barredRefusal, DeviceBook } from "./device-book.ts"
import { type CredentialKind, hasSecret, isPulled } from "./device-kinds.ts"
import { DeviceRegister, type NamedDevice } from "./device-register.ts"
import { hashOfSecret, mosquittoHashOf, newSecret } from "./device-secrets.ts"
import { DeviceStore, type StoredDevice } from "./device-store.ts"
import { nextSecretMs, withNextSecret } from "./next-secret.ts"
import { PairingStore } from "./pairing-store.ts"
import { covers, PermissionCatalogue } from "./permission-catalogue.ts"
import { devicePermissions } from "./permissions.ts"
import { RoleStore } from "./role-store.ts"
import { type EndReason, SessionStore } from "./session-store.ts"

/** Devices of one restaurant that are not revoked. */
const mostDevices = 1_000

export const deviceRegisterLayer = Layer.effect(
  DeviceRegister,
  Effect.gen(function* () {
    const store = yield* DeviceStore
    const book = yield* DeviceBook
    const sessions = yield* SessionStore
    const pairings = yield* PairingStore
    const roles = yield* RoleStore
    const catalogue = yield* PermissionCatalogue
    const audit = yield* Audit
    const run = Effect.runForkWith(yield* Effect.context())
    const fork = yield* FiberSet.makeRuntime()
    const endLater = (end: Effect.Effect<void, Outage>) =>
      fork(
        Effect.sleep(nextSecretMs).pipe(
          Effect.andThen(end.pipe(Effect.retry({ schedule: Schedule.spaced("10 seconds") }))),
        ),
      )

    /** One that is there already, as it is; else as it would be: an agent's derived secret makes it an active one. */
    const present = (scope: Scope, { deviceId, kind }: NamedDevice) =>
      Effect.map(
        store.held(scope.tenantId, deviceId),
        (known): StoredDevice =>
          known ?? {
            tenantId: scope.tenantId,
            deviceId,
            kind,
            status: "active",
            role: undefined,
            secretHash: undefined,
            brokerHash: undefined,
            addressHash: undefined,
            hardwareId: undefined,
            generation: 1,
            next: undefined,
          },
      )

    const changing = <A, E>(
      scope: Scope,
      deed: Pick<AuditDeed, "action" | "target" | "before" | "after">,
      work: Effect.Effect<A, E>,
    ): Effect.Effect<A, E | Outage> =>
      store.together(
        scope.tenantId,
        Effect.gen(function* () {
          const done = yield* work
          yield* audit.record(scope, deed)
          yield* afterCommit(() => void run(book.changed(scope.tenantId)))
          return done
        }),
      )

    /** @param until of the offer that is meant, when its time is over; absent: whichever there is, now */
    const endSecretBefore = (tenantId: TenantId, deviceId: string, until?: number) =>
      store.together(
        tenantId,
        Effect.gen(function* () {
          const known = yield* store.held(tenantId, deviceId)
          if (known?.next === undefined || (until !== undefined && known.next.until !== until))
            return
          yield* store.put({ ...withNextSecret(known), generation: known.generation + 1 })
          yield* afterCommit(() => void run(book.changed(tenantId)))
        }),
      )

    const endAll = (device: StoredDevice, why: EndReason) =>
      Effect.flatMap(Clock.currentTimeMillis, (now) =>
        sessions.endAllOfDevice(device.tenantId, device.deviceId, why, now),
      )

    const usable = (scope: Scope, device: NamedDevice) =>
      Effect.flatMap(present(scope, device), (known) =>
        known.status === "revoked" ? Effect.fail(barredRefusal(known)) : Effect.succeed(known),
      )

    /** A new secret, hashed; whatever spoke with the one before is over. */
    const renewed = (
      scope: Scope,
      device: NamedDevice,
      action: string,
      change: (known: StoredDevice) => Partial<StoredDevice>,
    ): Effect.Effect<void, Refused | Outage> =>
      changing(
        scope,
        { action, target: `device/${device.deviceId}` },
        Effect.gen(function* () {
          const known = yield* usable(scope, device)
          yield* store.put({
            ...known,
            generation: known.generation + 1,
            next: undefined,
            ...change(known),
          })
          yield* endAll(known, "device has another secret")
          yield* pairings.forget(scope.tenantId, device.deviceId)
        }),
      )

    const status = (
      scope: Scope,
      device: NamedDevice,
      action: string,
      next: (known: StoredDevice) => StoredDevice["status"],
    ) =>
      changing(
        scope,
        { action, target: `device/${device.deviceId}` },
        Effect.flatMap(usable(scope, device), (known) =>
          store.put({ ...known, status: next(known) }),
        ),
      )

    /** Nobody gives a device more than they have. */
    const mayGive = Effect.fnUntraced(function* (
      scope: Scope,
      kind: CredentialKind,
      role: string | undefined,
    ) {
      // What only printers do no person may.
      if (hasSecret(kind) || isPulled(kind)) return
      const codes = catalogue.codes()
      if (role !== undefined)
        yield* roleToGive(scope, yield* roles.list(scope.tenantId), role, codes)
      else if (!covers(scope.permissions, devicePermissions(kind), codes))
        return yield* refused("AUTH_FORBIDDEN", "Nobody gives a device more rights than they have")
    })

    return DeviceRegister.of({
      of: ({ tenantId }) => book.of(tenantId),
      settled: ({ tenantId }) => book.changed(tenantId),
      enrol: (scope, { deviceId, kind, role }) =>
        changing(
          scope,
          {
            action: "device.enrolled",
            target: `device/${deviceId}`,
            after: { kind, ...(role === undefined ? {} : { role }) },
          },
          Effect.gen(function* () {
            yield* mayGive(scope, kind, role)
            const others = yield* store.list(scope.tenantId)
            if (others.filter((one) => one.status !== "revoked").length >= mostDevices)
              return yield* refused("DEVICES_TOO_MANY", `A restaurant has ${mostDevices} devices`, {
                mostDevices,
              })
            const blank = yield* present(scope, { deviceId, kind })
            yield* store.put({
              ...blank,
              kind,
              role: isPulled(kind) || hasSecret(kind) ? undefined : role,
              status: "pending",
              generation: 0,
            })
          }),
        ),
      giveRole: Effect.fnUntraced(function* (scope, { deviceId, kind }, role) {
        if (isPulled(kind) || hasSecret(kind)) return
        yield* store.together(
          scope.tenantId,
          Effect.gen(function* () {
            const known = yield* store.held(scope.tenantId, deviceId)
            if (known === undefined)
              return yield* refused("DEVICE_NOT_PAIRED", "It has the rights of who signed it in", {
                id: deviceId,
              })
            if (known.status === "revoked") return yield* barredRefusal(known)
            if (known.role === role) return
            yield* mayGive(scope, kind, role)
            yield* changing(
              scope,
              {
                action: "device.role_changed",
                target: `device/${deviceId}`,
                before: { role: known.role ?? null },
                after: { role: role ?? null },
              },
              store.put({ ...known, role }),
            )
          }),
        )
      }),
      suspend: (scope, device) => status(scope, device, "device.suspended", () => "suspended"),
      resume: (scope, device) =>
        status(scope, device, "device.resumed", (known) =>
          // What no machine has yet goes on waiting for one.
          known.generation > 0 ? "active" : "pending",
        ),
      revoke: (scope, device) =>
        changing(
          scope,
          { action: "device.revoked", target: `device/${device.deviceId}` },
          Effect.gen(function* () {
            const known = yield* present(scope, device)
            yield* store.put({ ...known, status: "revoked", ...nothingLeft })
            yield* endAll(known, "device revoked")
            yield* pairings.forget(scope.tenantId, device.deviceId)
          }),
        ),
      newSecret: Effect.fnUntraced(function* (scope, device) {
        const secret = newSecret()
        const brokerHash = yield* mosquittoHashOf(secret)
        yield* renewed(scope, device, "device.secret_changed", (known) => ({
          secretHash: hashOfSecret(secret),
          brokerHash,
          ...inService(known),
        }))
        return secret
      }),
      offerSecret: Effect.fnUntraced(function* (scope, device) {
        const secret = newSecret()
        const brokerHash = yield* mosquittoHashOf(secret)
        const until = (yield* Clock.currentTimeMillis) + nextSecretMs
        const next = { secretHash: hashOfSecret(secret), brokerHash, until }
        // The secret that it has is good still: no other generation yet.
        yield* renewed(scope, device, "device.secret_changed", ({ generation }) => ({
          generation,
          next,
        }))
        yield* afterCommit(
          () => void endLater(endSecretBefore(scope.tenantId, device.deviceId, until)),
        )
        return secret
      }),
      takeSecret: ({ tenantId }, { deviceId }) => endSecretBefore(tenantId, deviceId),
      newAddress: Effect.fnUntraced(function* (scope, device) {
        const secret = newSecret()
        yield* renewed(scope, device, "device.address_changed", () => ({
          addressHash: hashOfSecret(secret),
        }))
        return secret
      }),
      signOut: (scope, device) => renewed(scope, device, "device.signed_out", () => ({})),
      bind: (scope, deviceId, hardwareId) =>
        changing(
          scope,
          { action: "device.bound", target: `device/${deviceId}`, after: { hardwareId } },
          Effect.gen(function* () {
            const known = yield* store.held(scope.tenantId, deviceId)
            if (known === undefined || known.status === "revoked")
              return yield* refused("DEVICE_NOT_FOUND", "There is no such device (any more)", {
                id: deviceId,
              })
            yield* store.put({
              ...known,
              hardwareId,
              ...inService(known),
            })
          }),
        ),
    })
  }),
)

/** Nothing opens it any more. */
const nothingLeft = {
  secretHash: undefined,
  brokerHash: undefined,
  addressHash: undefined,
  hardwareId: undefined,
  next: undefined,
} as const

/** It has what it waited for. */
const inService = ({ status }: StoredDevice) =>
  status === "pending" ? ({ status: "active" } as const) : {}
