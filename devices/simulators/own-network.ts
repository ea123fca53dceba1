import { Effect, type Scope } from "effect"
import { type FaultProxy, type FaultProxyOptions, startFaultProxy } from "./fault-proxy.ts"
import type { ShownPrinter } from "./shown-printer.ts"

/** A piece of the restaurant's network that leads to one printer, or from it, and that somebody can cut. */
export const startNetwork = (
  options: FaultProxyOptions,
): Effect.Effect<FaultProxy, never, Scope.Scope> =>
  Effect.acquireRelease(
    Effect.promise(() => startFaultProxy(options)),
    (proxy) => Effect.promise(() => proxy.close()),
  )

/** The printer, whose network can be out. What was under way then is lost; with the network back, both ends begin anew. */
export const behind = (network: FaultProxy, printer: ShownPrinter): ShownPrinter => {
  let state: "on" | "out" = "on"
  return {
    ...printer,
    state: () => ({ ...printer.state(), network: state }),
    apply: ({ network: wanted, ...faults }) =>
      Effect.suspend(() => {
        if (wanted !== undefined && wanted !== state) {
          state = wanted
          if (wanted === "out") network.unplug()
          else {
            network.cut("reset")
            network.plugIn()
          }
        }
        return printer.apply(faults)
      }),
  }
}
