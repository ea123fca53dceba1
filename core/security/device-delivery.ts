import { Clock, Context, Effect, Layer } from "effect"
import type { Outage } from "#core/hub/gate.ts"
import { type Refused, refused } from "#core/kitchen/refusal.ts"
import { Audit } from "./audit.ts"
import { barredRefusal, DeviceBook } from "./device-book.ts"
import { hasSecret } from "./device-kinds.ts"
import { hashOfSecret, mosquittoHashOf, newSecret } from "./device-secrets.ts"
import { DeviceStore } from "./device-store.ts"
import { PairingStore, type StoredPairing } from "./pairing-store.ts"
import type { AskedFrom, DeviceWayIn } from "./pairings.ts"
import { SessionStore } from "./session-store.ts"
import { Tokens } from "./tokens.ts"

/** The last step of a pairing: the machine that has the code becomes the device, and no other machine is it any more. */
export class DeviceDelivery extends Context.Service<
  DeviceDelivery,
  {
    readonly deliver: (
      pairing: StoredPairing,
      from: AskedFrom,
      brokerUrl: string,
    ) => Effect.Effect<DeviceWayIn, Refused | Outage>
  }
>()("heard/security/DeviceDelivery") {}

export const deviceDeliveryLayer = Layer.effect(
  DeviceDelivery,
  Effect.gen(function* () {
    const store = yield* DeviceStore
    const pairings = yield* PairingStore
    const sessions = yield* SessionStore
    const book = yield* DeviceBook
    const tokens = yield* Tokens
    const audit = yield* Audit

    return {
      deliver: Effect.fnUntraced(function* (pairing, { address }, brokerUrl) {
        const { tenantId, deviceId, name, kind, secretHash: code } = pairing
        if (tenantId === undefined || deviceId === undefined) return yield* over
        const secret = hasSecret(kind) ? newSecret() : undefined
        const brokerHash = secret === undefined ? undefined : yield* mosquittoHashOf(secret)
        const pair = yield* store.together(
          tenantId,
          Effect.gen(function* () {
            const now = yield* Clock.currentTimeMillis
            const device = yield* store.held(tenantId, deviceId)
            if (device === undefined || device.status === "revoked") return yield* over
            if (device.status === "suspended") return yield* barredRefusal(device)
            if (!(yield* pairings.take(code, now))) return yield* over
            yield* store.put({
              ...device,
              status: "active",
              generation: device.generation + 1,
              next: undefined,
              secretHash: secret === undefined ? undefined : hashOfSecret(secret),
              brokerHash,
            })
            // Whichever machine was this device before.
            yield* sessions.endAllOfDevice(tenantId, deviceId, "device has another secret", now)
            yield* audit.record(
              {
                tenantId,
                principal: { kind: "device", id: deviceId, ...(name && { name }) },
                permissions: [],
                address,
              },
              {
                action: "device.paired",
                target: `device/${deviceId}`,
                after: { kind, way: pairing.way },
              },
            )
            return yield* tokens.beginDevice(
              { tenantId, id: deviceId, kind, ...(name && { name }) },
              address,
            )
          }),
        )
        yield* book.changed(tenantId)
        return {
          deviceId,
          tenantId,
          ...pair,
          ...(secret === undefined
            ? {}
            : {
                mqtt: { url: brokerUrl, username: `${tenantId}/${deviceId}`, password: secret },
              }),
        }
      }),
    }
  }),
)

const over = refused("PAIRING_EXPIRED", "This code is over, or was used already: begin anew")
