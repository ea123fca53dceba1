/** Faults of one plugin in one restaurant: bugs and time-outs, not refusals. Times are epoch milliseconds. */
export interface Circuit {
  /** When it last failed, oldest first. */
  readonly faults: ReadonlyArray<number>
  /** When calls were last cut off, oldest first. */
  readonly openings: ReadonlyArray<number>
  /** Calls are cut off until then. */
  readonly openUntil: number
  /** One call is let through to see whether it works again. */
  readonly probing: boolean
}

export const circuitLimits = {
  faults: 3,
  faultsWithinMs: 60_000,
  openMs: 30_000,
  openings: 3,
  openingsWithinMs: 3_600_000,
} as const

export const closedCircuit: Circuit = { faults: [], openings: [], openUntil: 0, probing: false }

/** How a call is let through, or how long to wait. */
export type Passage =
  | { readonly is: "open" }
  | { readonly is: "probe" }
  | { readonly is: "closed"; readonly retryAfterMs: number }

/** While somebody else's call is the probe, the others ask again after this. */
const probeWaitMs = 1_000

export const passage = (circuit: Circuit, now: number): Passage => {
  if (now < circuit.openUntil) return { is: "closed", retryAfterMs: circuit.openUntil - now }
  if (circuit.openUntil === 0) return { is: "open" }
  return circuit.probing ? { is: "closed", retryAfterMs: probeWaitMs } : { is: "probe" }
}

export const probed = (circuit: Circuit): Circuit => ({ ...circuit, probing: true })

/** The probe neither worked nor failed (its caller went away): the next call is the probe. */
export const unprobed = (circuit: Circuit): Circuit => ({ ...circuit, probing: false })

/** It answered. Only the probe closes what was cut off; how often that happened is remembered. */
export const answered = (circuit: Circuit, now: number): Circuit =>
  circuit.openUntil > 0 && now >= circuit.openUntil
    ? { ...circuit, faults: [], openUntil: 0, probing: false }
    : circuit

export const faulted = (
  circuit: Circuit,
  now: number,
): { readonly circuit: Circuit; readonly became: "worse" | "open" | "quarantined" } => {
  const faults = [...circuit.faults, now].filter((at) => at > now - circuitLimits.faultsWithinMs)
  const wasProbe = circuit.openUntil > 0 && now >= circuit.openUntil
  // A call that began before the others failed adds nothing to what is cut off already.
  if (circuit.openUntil > now) return { circuit, became: "worse" }
  if (!wasProbe && faults.length < circuitLimits.faults)
    return { circuit: { ...circuit, faults }, became: "worse" }
  const openings = [...circuit.openings, now].filter(
    (at) => at > now - circuitLimits.openingsWithinMs,
  )
  return {
    circuit: {
      faults: [],
      openings,
      openUntil: now + circuitLimits.openMs,
      probing: false,
    },
    became: openings.length >= circuitLimits.openings ? "quarantined" : "open",
  }
}

/** Nothing in it matters any more: it need not be kept. */
export const isForgotten = (circuit: Circuit, now: number): boolean =>
  circuit.openUntil === 0 &&
  circuit.faults.every((at) => at <= now - circuitLimits.faultsWithinMs) &&
  circuit.openings.every((at) => at <= now - circuitLimits.openingsWithinMs)
