import { Context, type Effect, type Scope as EffectScope } from "effect"
import type { Outage } from "#core/hub/gate.ts"
import type { Scope } from "#core/hub/scope.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import type { Unauthorized } from "./tokens.ts"

/** `pending`: a printer's address that nobody has claimed yet. `suspended` may come back, `revoked` never. */
export type DeviceStatus = "pending" | "active" | "suspended" | "revoked"

export interface KnownDevice {
  readonly tenantId: TenantId
  readonly deviceId: string
  readonly status: DeviceStatus
}

/** A printer that asks at a secret address (CloudPRNT, Epson Server Direct Print). */
export interface PulledDevice extends KnownDevice {
  readonly kind: "cloudprnt" | "epson"
  /** MAC or serial that it was claimed with; no other machine is served at its address. */
  readonly hardwareId: string | undefined
}

/** Devices by what they prove themselves with. Secrets are kept hashed; they are told once, when they are made. */
export class DeviceCredentials extends Context.Service<
  DeviceCredentials,
  {
    /** MQTT: user name `{tenantId}/{deviceId}` and the device's secret. Suspended and revoked ones are refused. */
    readonly verify: (
      tenantId: string,
      deviceId: string,
      secret: string,
    ) => Effect.Effect<Scope, Unauthorized | Outage>
    /** Whose address `/p/{secret}/…` this is; undefined: nobody's (any more). */
    readonly byAddress: (secret: string) => Effect.Effect<PulledDevice | undefined, Outage>
    /**
     * A machine that nobody claimed asked at its address for the first time, or again.
     *
     * @returns the code to print on its claim ticket, the same until it ends (15 minutes); then another
     */
    readonly claimCode: (
      device: PulledDevice,
      hardwareId: string,
    ) => Effect.Effect<{ readonly userCode: string; readonly approveAt: string }, Outage>
    /** Everybody whom a broker of somebody else is to let in, with the hash that its password file wants. */
    readonly brokerAccounts: Effect.Effect<
      ReadonlyArray<KnownDevice & { readonly mosquittoHash: string }>,
      Outage
    >
    /** After every change that lets a device in or keeps it out. Edges end the sessions of whom they must not serve. */
    readonly whenChanged: (
      listener: (device: KnownDevice) => void,
    ) => Effect.Effect<void, never, EffectScope.Scope>
    /** What a device said about itself, kept in memory and stored at most once a minute. */
    readonly heardFrom: (
      scope: Scope,
      about: {
        readonly version?: string
        /** Its clock minus ours, in milliseconds. */
        readonly clockSkewMs?: number
        /** Of its radio, in dBm. */
        readonly signalDbm?: number
        readonly model?: string
        readonly address?: string
      },
    ) => Effect.Effect<void>
  }
>()("heard/security/DeviceCredentials") {}
