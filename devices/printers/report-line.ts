import { Context, Deferred, Effect, Layer } from "effect"
import type { PrinterReport } from "#core/hub/printing.ts"
import type { TenantId } from "#core/kitchen/ids.ts"

/** A report as a driver of this process makes it. */
export interface DriverReport {
  readonly tenantId: TenantId
  readonly deviceId: string
  readonly report: PrinterReport
  /**
   * What makes two reports the same one, beside the device: a repeat is answered as the first was. Absent for a state or
   * status, which is new each time it is said.
   */
  readonly facts?: ReadonlyArray<string | number | boolean>
}

/** Settles when the hub has stored it, or knew it: `gaveUp` after about 25 s without a database. */
export type Told = "answered" | "refused" | "gaveUp"

/**
 * What printers say that the hub drives itself, on its way to the gate. The wires are built before the gate, for the
 * actors behind it hand jobs to them: reports wait here until it stands.
 */
export class ReportLine extends Context.Service<
  ReportLine,
  {
    readonly tell: (report: DriverReport) => Effect.Effect<Told>
    /** Called once, by the layer that knows the gate. */
    readonly attach: (handle: (report: DriverReport) => Effect.Effect<Told>) => Effect.Effect<void>
  }
>()("heard/devices/ReportLine") {}

export const reportLineLayer: Layer.Layer<ReportLine> = Layer.effect(
  ReportLine,
  Effect.gen(function* () {
    const attached = yield* Deferred.make<(report: DriverReport) => Effect.Effect<Told>>()
    return {
      tell: (report) => Effect.flatMap(Deferred.await(attached), (handle) => handle(report)),
      attach: (handle) => Effect.asVoid(Deferred.succeed(attached, handle)),
    }
  }),
)
