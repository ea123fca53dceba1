import { Context, type Effect, type Scope as EffectScope } from "effect"
import type { Outage } from "#core/hub/gate.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import type { DeviceStatus, KnownDevice } from "./device-credentials.ts"
import type { CredentialKind } from "./device-kinds.ts"

/** A device's credential, as stored. */
export interface StoredDevice {
  readonly tenantId: TenantId
  readonly deviceId: string
  readonly kind: CredentialKind
  readonly status: DeviceStatus
  /** Key of a role; undefined: all that the kind may do. */
  readonly role: string | undefined
  readonly secretHash: string | undefined
  readonly brokerHash: string | undefined
  readonly addressHash: string | undefined
  readonly hardwareId: string | undefined
  /** Counts secrets: 0 before the first. The one that follows from the start-up secret counts as one and has no hash. */
  readonly generation: number
  /** Handed to it over its session and not used yet: good beside the other one until then. */
  readonly next: NextSecret | undefined
}

export interface NextSecret {
  readonly secretHash: string
  readonly brokerHash: string
  /** Then the one before ends even if this one was never used. Epoch milliseconds. */
  readonly until: number
}

/** Credentials of devices as stored. What is allowed stands in `stored-devices.ts` and `stored-register.ts`. */
export class DeviceStore extends Context.Service<
  DeviceStore,
  {
    /** All or nothing; joins the transaction that is open already, a plugin's too. */
    readonly together: <A, E, R>(
      tenantId: TenantId,
      work: Effect.Effect<A, E, R>,
    ) => Effect.Effect<A, E | Outage, R>
    /** All of a restaurant, revoked ones too. */
    readonly list: (tenantId: TenantId) => Effect.Effect<ReadonlyArray<StoredDevice>, Outage>
    /** Inside of `together` it stays as it is until the end. */
    readonly held: (
      tenantId: TenantId,
      deviceId: string,
    ) => Effect.Effect<StoredDevice | undefined, Outage>
    readonly put: (device: StoredDevice) => Effect.Effect<void, Outage>
    readonly byAddress: (
      addressHash: string,
    ) => Effect.Effect<Pick<StoredDevice, "tenantId" | "deviceId"> | undefined, Outage>
    readonly brokerAccounts: Effect.Effect<
      ReadonlyArray<KnownDevice & { readonly mosquittoHash: string }>,
      Outage
    >
    /**
     * Calls back after every stored change, whichever process made it; undefined: something may have been missed, look
     * at everything again.
     */
    readonly whenStored: (
      listener: (tenantId: TenantId | undefined) => void,
    ) => Effect.Effect<void, Outage, EffectScope.Scope>
  }
>()("heard/security/DeviceStore") {}
