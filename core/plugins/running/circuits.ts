import type { TenantId } from "#core/kitchen/ids.ts"
import {
  answered,
  type Circuit,
  closedCircuit,
  faulted,
  isForgotten,
  type Passage,
  passage,
  probed,
  unprobed,
} from "./circuit.ts"

/** What a person reads of a fault. */
export interface Fault {
  readonly code: string
  /** One line. */
  readonly detail: string
  /** Of the request in which it happened, for the log. */
  readonly requestId?: string
  readonly at: number
}

/** How a call ended, as its plugin is judged by it. */
export type Ending = "answered" | "neither" | Fault

/** The circuits of one plugin, of the restaurants where it failed lately. A new epoch begins with a clean one. */
export class Circuits {
  readonly #circuits = new Map<TenantId, { readonly epoch: number; readonly circuit: Circuit }>()
  /** Kept when the circuit is forgotten: whoever looks an hour later wants to know what it was. */
  readonly #lastFaults = new Map<TenantId, { readonly epoch: number; readonly fault: Fault }>()

  passage(tenantId: TenantId, epoch: number, now: number): Passage {
    if (this.#circuits.size === 0) return open
    return passage(this.#of(tenantId, epoch), now)
  }

  /** The call that {@link passage} let through as a probe begins. */
  probe(tenantId: TenantId, epoch: number): void {
    this.#keep(tenantId, epoch, probed(this.#of(tenantId, epoch)))
  }

  /** @returns whether it broke so often that a person must look */
  ended(
    tenantId: TenantId,
    epoch: number,
    ending: Ending,
    wasProbe: boolean,
    now: number,
  ): "quarantined" | undefined {
    if (typeof ending === "object") {
      if ((this.#lastFaults.get(tenantId)?.epoch ?? 0) <= epoch)
        this.#lastFaults.set(tenantId, { epoch, fault: ending })
      const { circuit, became } = faulted(this.#of(tenantId, epoch), now)
      this.#keep(tenantId, epoch, circuit)
      return became === "quarantined" ? became : undefined
    }
    if (wasProbe) {
      const circuit = this.#of(tenantId, epoch)
      this.#keep(
        tenantId,
        epoch,
        ending === "answered" ? answered(circuit, now) : unprobed(circuit),
      )
    } else if (this.#circuits.size > 0 && isForgotten(this.#of(tenantId, epoch), now))
      this.#circuits.delete(tenantId)
    return undefined
  }

  /** The last of this epoch. */
  lastFault(tenantId: TenantId, epoch: number): Fault | undefined {
    const known = this.#lastFaults.get(tenantId)
    return known?.epoch === epoch ? known.fault : undefined
  }

  /** Whether calls are cut off, or only a probe is let through. */
  isCutOff(tenantId: TenantId, epoch: number): boolean {
    return this.#of(tenantId, epoch).openUntil > 0
  }

  #of(tenantId: TenantId, epoch: number): Circuit {
    const known = this.#circuits.get(tenantId)
    return known?.epoch === epoch ? known.circuit : closedCircuit
  }

  /** The end of a call on an instance that is gone says nothing of the one that serves now. */
  #keep(tenantId: TenantId, epoch: number, circuit: Circuit): void {
    if ((this.#circuits.get(tenantId)?.epoch ?? 0) <= epoch)
      this.#circuits.set(tenantId, { epoch, circuit })
  }
}

const open: Passage = { is: "open" }
