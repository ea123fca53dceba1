import { Context, type Effect } from "effect"
import type { Outage } from "#core/hub/gate.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import type { CredentialKind } from "./device-kinds.ts"

/** Who shows the code: the device, the manager, or a printer on paper. */
export type PairingWay = "pairing" | "claim" | "ticket"

/** A code on its way, as stored. Times are epoch milliseconds. */
export interface StoredPairing {
  /** Of the device's code, or of the claim. */
  readonly secretHash: string
  /** Eight letters, without a dash. */
  readonly userCode: string
  readonly way: PairingWay
  readonly kind: CredentialKind
  readonly name: string | undefined
  /** Where it was asked from. */
  readonly address: string | undefined
  readonly hardwareId: string | undefined
  /** Absent until somebody approves it. */
  readonly tenantId: TenantId | undefined
  readonly deviceId: string | undefined
  readonly state: "waiting" | "approved" | "denied"
  readonly askedAt: number
  readonly expiresAt: number
}

/**
 * Codes on their way, of the whole instance: a device asks before it belongs to a restaurant. Nobody lists them; who has
 * the secret or the code finds one.
 */
export class PairingStore extends Context.Service<
  PairingStore,
  {
    /**
     * @param bounds codes of this asker (an address, or a restaurant for its own), and in all
     * @returns the code in force for this secret, `taken` when the code is somebody else's, or `full`
     */
    readonly ask: (
      pairing: StoredPairing,
      bounds: { readonly own: number; readonly all: number },
    ) => Effect.Effect<string, Outage>
    readonly find: (
      by: { readonly secretHash: string } | { readonly userCode: string },
      now: number,
    ) => Effect.Effect<StoredPairing | undefined, Outage>
    /** Notes that the device asked how it stands. False: sooner than it may. */
    readonly polled: (
      secretHash: string,
      now: number,
      intervalMs: number,
    ) => Effect.Effect<boolean, Outage>
    /** Once, and only of a code that waits, for this restaurant if it is a restaurant's own. */
    readonly decide: (
      userCode: string,
      decision: {
        readonly state: "approved" | "denied"
        readonly tenantId: TenantId
        readonly deviceId?: string
        readonly name?: string
      },
      now: number,
    ) => Effect.Effect<boolean, Outage>
    /** Counts a wrong use of a code; the `most`-th burns it. */
    readonly wrong: (userCode: string, most: number) => Effect.Effect<void, Outage>
    /** Uses up what was approved. False: it is gone. */
    readonly take: (secretHash: string, now: number) => Effect.Effect<boolean, Outage>
    /** Codes of this device that nobody used yet. */
    readonly forget: (tenantId: TenantId, deviceId: string) => Effect.Effect<void, Outage>
  }
>()("heard/security/PairingStore") {}
