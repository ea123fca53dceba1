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

/** Why what a device has open must end. `rotated`: it has another secret, and another machine may have it. */
export type DeviceOver = "suspended" | "revoked" | "rotated"

export interface DeviceChange extends KnownDevice {
  /** Absent: what it has open may go on. */
  readonly over?: DeviceOver
}

/** What a device said about itself. */
export interface DeviceAbout {
  readonly version?: string
  /** Its clock minus ours, in milliseconds. */
  readonly clockSkewMs?: number
  /** Of its radio, in dBm. */
  readonly signalDbm?: number
  readonly model?: string
  readonly address?: string
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
    /**
     * MQTT: user name `{tenantId}/{deviceId}` and the device's secret. Suspended and revoked ones are refused; so is
     * whoever guessed too often, even with the right secret.
     *
     * @param address where it comes from: wrong secrets are counted per device and address
     */
    readonly verify: (
      tenantId: string,
      deviceId: string,
      secret: string,
      address?: string,
    ) => Effect.Effect<Scope, Unauthorized | Outage>
    /** Whose address `/p/{secret}/…` this is; undefined: nobody's (any more), or asked by who guessed too often. */
    readonly byAddress: (
      secret: string,
      address?: string,
    ) => Effect.Effect<PulledDevice | undefined, Outage>
    /** Whether it is a device of the restaurant: it has a credential, or was here before. */
    readonly isKnown: (tenantId: TenantId, deviceId: string) => Effect.Effect<boolean, Outage>
    /**
     * A machine that nobody claimed asked at its address for the first time, or again.
     *
     * @param origin of the address that it asked at, `http://10.0.0.2:8080`: `approveAt` begins with it
     * @returns the code to print on its claim ticket, the same until it ends (15 minutes); then another
     */
    readonly claimCode: (
      device: PulledDevice,
      hardwareId: string,
      origin?: string,
    ) => Effect.Effect<{ readonly userCode: string; readonly approveAt: string }, Outage>
    /** Everybody whom a broker of somebody else is to let in, with the hash that its password file wants. */
    readonly brokerAccounts: Effect.Effect<
      ReadonlyArray<KnownDevice & { readonly mosquittoHash: string }>,
      Outage
    >
    /** After every change that lets a device in or keeps it out. Edges end the sessions of whom they must not serve. */
    readonly whenChanged: (
      listener: (change: DeviceChange) => void,
    ) => Effect.Effect<void, never, EffectScope.Scope>
    /** What a device said about itself, kept in memory and stored at most once a minute. */
    readonly heardFrom: (scope: Scope, about: DeviceAbout) => Effect.Effect<void>
  }
>()("heard/security/DeviceCredentials") {}
