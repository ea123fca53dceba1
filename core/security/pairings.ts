import { Context, type Effect } from "effect"
import type { Outage } from "#core/hub/gate.ts"
import type { Scope } from "#core/hub/scope.ts"
import type { Refused } from "#core/kitchen/refusal.ts"
import type { CredentialKind } from "./device-kinds.ts"
import type { PairingWay } from "./pairing-store.ts"
import type { DeviceKind } from "./permissions.ts"

/** A device's own way in, told once. */
export interface DeviceWayIn {
  readonly deviceId: string
  readonly tenantId: string
  readonly accessToken: string
  readonly refreshToken: string
  /** Seconds until the access token ends. */
  readonly expiresIn: number
  /** For what speaks MQTT. */
  readonly mqtt?: MqttWayIn
}

export interface MqttWayIn {
  readonly url: string
  readonly username: string
  readonly password: string
}

/** What stands behind a code, before somebody says yes. */
export interface PendingPairing {
  /** `BCDF-GHJK` */
  readonly userCode: string
  readonly way: PairingWay
  readonly kind: CredentialKind
  readonly name: string | undefined
  /** Where the device asked from. */
  readonly address: string | undefined
  /** With a claim ticket: MAC or serial of the machine, and the device whose address it asked at. */
  readonly hardwareId: string | undefined
  readonly deviceId: string | undefined
  /** Epoch milliseconds. */
  readonly askedAt: number
  readonly expiresAt: number
}

/** Where a request came from, and how the hub is called from there. */
export interface AskedFrom {
  readonly address: string
  /** `http://10.0.0.2:8080` */
  readonly origin: string
}

/**
 * How a device comes to a restaurant (contract §5): it shows a code that a manager approves, or it brings what a manager
 * was told. Codes and claims last 15 minutes and work once.
 *
 * Codes: `PAIRING_PENDING`, `PAIRING_SLOW_DOWN`, `PAIRING_DENIED`, `PAIRING_EXPIRED` (also of what never was, or was used),
 * `PAIRING_NOT_FOUND`, `PAIRING_TOO_MANY`, `PAIRING_LOCKED` (ten wrong codes from an address in ten minutes),
 * `PAIRING_KIND` (the code is of another kind of device), `DEVICE_SUSPENDED`.
 */
export class Pairings extends Context.Service<
  Pairings,
  {
    readonly ask: (
      device: { readonly kind: DeviceKind; readonly name?: string },
      from: AskedFrom,
    ) => Effect.Effect<
      {
        readonly deviceCode: string
        readonly userCode: string
        readonly verificationUri: string
        readonly expiresIn: number
        readonly interval: number
      },
      Refused | Outage
    >
    /** How it stands with what `ask` began; its end is the device's way in. */
    readonly poll: (
      deviceCode: string,
      from: AskedFrom,
    ) => Effect.Effect<DeviceWayIn, Refused | Outage>
    /** @param claim as the manager was told, or the short code of it */
    readonly redeem: (
      claim: string,
      from: AskedFrom,
    ) => Effect.Effect<DeviceWayIn, Refused | Outage>
    /** What asks under this code: of a device, or of a printer of this restaurant. */
    readonly look: (
      scope: Scope,
      userCode: string,
    ) => Effect.Effect<PendingPairing, Refused | Outage>
    /** The device that waits is this one. Once; part of the transaction that is open. */
    readonly approve: (
      scope: Scope,
      userCode: string,
      as: { readonly deviceId: string; readonly name: string },
    ) => Effect.Effect<void, Refused | Outage>
    readonly deny: (scope: Scope, userCode: string) => Effect.Effect<void, Refused | Outage>
    /** The code was right and what was asked with it was not: the fifth time it is burnt. */
    readonly misused: (userCode: string) => Effect.Effect<void, Outage>
    /**
     * A code with which a machine becomes this device, told once. The codes that it had before are worth nothing.
     *
     * @returns `claim` for a machine to read, `userCode` for a person to type
     */
    readonly claim: (
      scope: Scope,
      device: { readonly deviceId: string; readonly kind: CredentialKind; readonly name: string },
    ) => Effect.Effect<
      { readonly claim: string; readonly userCode: string; readonly expiresIn: number },
      Refused | Outage
    >
    /** Where an agent finds the broker, from where this was asked. */
    readonly brokerUrl: (origin: string) => string
  }
>()("heard/security/Pairings") {}
