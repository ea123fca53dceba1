import { randomUUID } from "node:crypto"
import { Effect, Layer } from "effect"
import { type Command, Gate } from "#core/hub/gate.ts"
import type { Scope } from "#core/hub/scope.ts"
import { reportCid } from "#devices/mqtt/report-cid.ts"
import { patiently } from "./patiently.ts"
import { type DriverReport, ReportLine } from "./report-line.ts"

/** Reports of printers that this process drives itself, as `printerReport` commands through the gate. */
export const driverReportsLayer: Layer.Layer<never, never, ReportLine | Gate> = Layer.effectDiscard(
  Effect.gen(function* () {
    const line = yield* ReportLine
    const gate = yield* Gate
    yield* line.attach((report) => patiently(gate.run(scopeOf(report), commandOf(report))))
  }),
)

const scopeOf = ({ tenantId, deviceId }: DriverReport): Scope => ({
  tenantId,
  principal: { kind: "device", id: deviceId },
  permissions: ["printer.report"],
})

const commandOf = ({ tenantId, deviceId, report, facts }: DriverReport): Command => ({
  cid: reportCid(tenantId, deviceId, ...(facts ?? [report.report, randomUUID()])),
  op: "printerReport",
  args: { deviceId, report },
})
