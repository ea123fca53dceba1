import { Context, type Effect } from "effect"
import type { Outage } from "#core/hub/gate.ts"
import type { Scope } from "#core/hub/scope.ts"
import type { Refused } from "#core/kitchen/refusal.ts"
import type { DevicesById } from "./device-book.ts"
import type { CredentialKind } from "./device-kinds.ts"

/** A device that the restaurant knows, whether or not it has a credential of its own yet. */
export interface NamedDevice {
  readonly deviceId: string
  readonly kind: CredentialKind
}

/**
 * What a restaurant does with its devices' credentials. Everything is part of the transaction that is open, and has its
 * line in the audit log. Whoever asks has looked whether the scope may.
 *
 * Codes: `DEVICES_TOO_MANY`, `DEVICE_REVOKED`, `DEVICE_NOT_PAIRED` (it has no rights of its own to change), `ROLE_UNKNOWN`, `AUTH_FORBIDDEN` (a role with more rights than one's own).
 */
export class DeviceRegister extends Context.Service<
  DeviceRegister,
  {
    readonly of: (scope: Scope) => Effect.Effect<DevicesById, Outage>
    /** Returns when what was stored before holds in this process, and edges were told. Outside of the transaction. */
    readonly settled: (scope: Scope) => Effect.Effect<void>
    /** A new device without a secret: `pending` until it gets one. */
    readonly enrol: (
      scope: Scope,
      device: NamedDevice & { readonly role?: string },
    ) => Effect.Effect<void, Refused | Outage>
    /**
     * From its next message on it has that role's rights, as far as its kind goes; undefined: all that its kind may. Of no
     * meaning for what prints.
     */
    readonly giveRole: (
      scope: Scope,
      device: NamedDevice,
      role: string | undefined,
    ) => Effect.Effect<void, Refused | Outage>
    /** Keeps it out until it is resumed. What it has open ends; what it signed in with stays. */
    readonly suspend: (scope: Scope, device: NamedDevice) => Effect.Effect<void, Refused | Outage>
    readonly resume: (scope: Scope, device: NamedDevice) => Effect.Effect<void, Refused | Outage>
    /** For ever. Again it changes nothing. */
    readonly revoke: (scope: Scope, device: NamedDevice) => Effect.Effect<void, Outage>
    /** Another secret for the same machine, told once; the one before is worth nothing from now on. */
    readonly newSecret: (
      scope: Scope,
      device: NamedDevice,
    ) => Effect.Effect<string, Refused | Outage>
    /**
     * Another secret for a machine that is connected and will be handed it there: good beside the one before, which ends
     * when this one is used, taken, or after five minutes.
     */
    readonly offerSecret: (
      scope: Scope,
      device: NamedDevice,
    ) => Effect.Effect<string, Refused | Outage>
    /** The one that was offered is its only secret now; what was opened with the one before ends. */
    readonly takeSecret: (scope: Scope, device: NamedDevice) => Effect.Effect<void, Outage>
    /** Another address for a printer that asks by itself, told once; the machine that asked at the old one may go on. */
    readonly newAddress: (
      scope: Scope,
      device: NamedDevice,
    ) => Effect.Effect<string, Refused | Outage>
    /** Ends what it has open: it has to be paired or claimed again, as the same device. */
    readonly signOut: (scope: Scope, device: NamedDevice) => Effect.Effect<void, Refused | Outage>
    /** From now on the address serves this machine and no other. */
    readonly bind: (
      scope: Scope,
      deviceId: string,
      hardwareId: string,
    ) => Effect.Effect<void, Refused | Outage>
  }
>()("heard/security/DeviceRegister") {}
