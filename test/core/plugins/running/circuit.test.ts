import { describe, expect, it } from "vitest"
import {
  answered,
  type Circuit,
  circuitLimits,
  closedCircuit,
  faulted,
  isForgotten,
  passage,
  probed,
  unprobed,
} from "#core/plugins/running/circuit.ts"

const { openMs, faultsWithinMs } = circuitLimits

/** Three faults in a row, from `at` on. */
const cutOff = (circuit: Circuit, at: number) => {
  const first = faulted(circuit, at)
  const second = faulted(first.circuit, at + 1)
  return faulted(second.circuit, at + 2)
}

describe("a circuit", () => {
  it("[CIRCUIT-1] cuts calls off for 30 seconds after the third fault within 60", () => {
    const slowly = [0, 30_000, faultsWithinMs].reduce(
      (circuit, at) => faulted(circuit, at).circuit,
      closedCircuit,
    )
    expect(passage(slowly, faultsWithinMs)).toEqual({ is: "open" })
    const { circuit, became } = cutOff(closedCircuit, 0)
    expect(became).toBe("open")
    expect(passage(circuit, 1_000)).toEqual({ is: "closed", retryAfterMs: openMs + 2 - 1_000 })
  })

  it("[CIRCUIT-2] lets one probe through then, whose end decides for all", () => {
    const { circuit } = cutOff(closedCircuit, 0)
    const later = openMs + 10
    expect(passage(circuit, later)).toEqual({ is: "probe" })
    const probing = probed(circuit)
    expect(passage(probing, later)).toMatchObject({ is: "closed" })
    expect(passage(unprobed(probing), later)).toEqual({ is: "probe" })
    expect(passage(answered(probing, later), later)).toEqual({ is: "open" })
    const again = faulted(probing, later)
    expect(again.became).toBe("open")
    expect(passage(again.circuit, later + 1)).toMatchObject({ is: "closed" })
  })

  it("[CIRCUIT-3] gives up at the third cut within an hour, not at three over a day", () => {
    const hour = 3_600_000
    let circuit = closedCircuit
    for (const at of [0, hour, 2 * hour, 3 * hour]) {
      const cut = cutOff(circuit, at)
      expect(cut.became).toBe("open")
      circuit = answered(cut.circuit, at + openMs + 5)
    }
    circuit = closedCircuit
    const became = [0, hour / 3, hour / 2].map((at) => {
      const cut = cutOff(circuit, at)
      circuit = answered(cut.circuit, at + openMs + 5)
      return cut.became
    })
    expect(became).toEqual(["open", "open", "quarantined"])
  })

  it("[CIRCUIT-4] is not made worse by calls that began before it was cut", () => {
    const { circuit } = cutOff(closedCircuit, 0)
    expect(faulted(circuit, 100)).toEqual({ circuit, became: "worse" })
  })

  it("[CIRCUIT-5] is forgotten when nothing in it matters any more", () => {
    const once = faulted(closedCircuit, 0).circuit
    expect(isForgotten(once, faultsWithinMs - 1)).toBe(false)
    expect(isForgotten(once, faultsWithinMs)).toBe(true)
    const mended = answered(cutOff(closedCircuit, 0).circuit, openMs + 5)
    expect(isForgotten(mended, faultsWithinMs * 2)).toBe(false)
    expect(isForgotten(mended, circuitLimits.openingsWithinMs + 5)).toBe(true)
  })
})
