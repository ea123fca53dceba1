import { Effect, Layer, Queue } from "effect"
import { type Answer, type Command, type CommandFailure, Gate, Outage } from "#core/hub/gate.ts"
import { type PrintAttempt, type PrinterReport, PrinterWire } from "#core/hub/printing.ts"
import { type Scope, systemScope } from "#core/hub/scope.ts"
import { Setups } from "#core/hub/setup.ts"
import type { Chit } from "#core/kitchen/chit.ts"
import type { JobId, PrinterId, TenantId } from "#core/kitchen/ids.ts"
import type { Printer } from "#core/kitchen/menu.ts"
import { paperLayer } from "#devices/encoders/paper.ts"
import { deviceOrdersLayer } from "#devices/mqtt/device-orders.ts"
import { MqttLink, mqttLinkLayer } from "#devices/mqtt/mqtt-link.ts"
import { printerConfigsLayer } from "#devices/mqtt/printer-configs.ts"
import { mqttReportsLayer } from "#devices/mqtt/printer-reports.ts"
import { mqttWire } from "#devices/mqtt/printer-wire.ts"
import { deviceRecords } from "./broker-rig.ts"

export interface Asked {
  readonly scope: Scope
  readonly command: Command
  readonly report: PrinterReport
}

/** A gate that remembers every cid as the real one does, and hands new reports on. */
export const recordingGate = (
  failing: (asked: Asked) => CommandFailure | undefined = () => undefined,
) => {
  const asked: Array<Asked> = []
  const fresh = Effect.runSync(Queue.unbounded<PrinterReport>())
  const answered = new Set<string>()
  const layer = Layer.succeed(Gate, {
    run: (scope, command) =>
      Effect.suspend(() => {
        const { report } = command.args as { readonly report: PrinterReport }
        const one = { scope, command, report }
        asked.push(one)
        const failure = failing(one)
        if (failure !== undefined) return Effect.fail(failure)
        const repeated = answered.has(command.cid)
        answered.add(command.cid)
        if (!repeated) Queue.offerUnsafe(fresh, report)
        return Effect.succeed<Answer>({ repeated })
      }),
  })
  return { asked, fresh, layer }
}

/** Nobody said yet what the restaurants have. */
const noRestaurant = Layer.succeed(Setups, {
  get: () => Effect.fail(new Outage({ reason: "no restaurant" })),
  onChange: () => () => {},
})

/** The hub's whole MQTT side, with the given gate, over whatever broker. */
export const hubSide = (gate: Layer.Layer<Gate>, setups = noRestaurant) =>
  Layer.mergeAll(
    Layer.effect(PrinterWire, mqttWire).pipe(Layer.provide(paperLayer)),
    mqttReportsLayer,
  ).pipe(
    Layer.provideMerge(Layer.mergeAll(deviceOrdersLayer, printerConfigsLayer)),
    Layer.provideMerge(mqttLinkLayer),
    Layer.provide(Layer.mergeAll(gate, deviceRecords, setups)),
  )

/** Waits until the hub's link to its broker stands, or is known to be down. */
export const untilLinked = (connected: boolean) =>
  Effect.gen(function* () {
    const link = yield* MqttLink
    while ((yield* link.connected) !== connected) yield* Effect.sleep(5)
  }).pipe(Effect.timeout("15 seconds"))

export const printerFor = (deviceId: string): Printer => ({
  id: crypto.randomUUID() as PrinterId,
  name: "Grill",
  deviceId,
  stations: [],
  columns: 48,
  encoder: "receipt",
  language: "en",
  maxAgeSeconds: 600,
  enabled: true,
})

export const attemptOf = (
  job: JobId,
  attempt: number,
  copyOf?: JobId,
  chit: Chit = chitWithDish("Burger"),
): PrintAttempt => ({
  job,
  attempt,
  seq: attempt,
  kind: "ticket",
  order: "K-000042",
  station: "grill",
  chit: copyOf === undefined ? chit : { ...chit, banners: [{ kind: "possibleDuplicate" }] },
  notAfter: new Date(Date.now() + 600_000).toISOString(),
  ...(copyOf === undefined ? {} : { copyOf }),
})

/**
 * Brings one job onto paper by the hub's rules (devices.md §4.4): sent again while nobody acknowledged it and at the
 * printer's birth; refused tries again; unknown becomes a copy under a banner. Answers with every id it used.
 */
export const settle = (
  tenantId: string,
  printer: Printer,
  reports: Queue.Queue<PrinterReport>,
  job: JobId,
  paper: { readonly copyOf?: JobId; readonly chit?: Chit } = {},
): Effect.Effect<ReadonlyArray<JobId>, unknown, PrinterWire> =>
  Effect.gen(function* () {
    const { chit, copyOf } = paper
    const wire = yield* PrinterWire
    const scope = systemScope(tenantId as TenantId)
    let attempt = 0
    let accepted = false
    const send = Effect.suspend(() => {
      attempt += 1
      return Effect.ignore(wire.send(scope, printer, attemptOf(job, attempt, copyOf, chit)))
    })
    yield* send
    for (;;) {
      const report = yield* Queue.take(reports).pipe(
        Effect.timeoutOrElse({ duration: "400 millis", orElse: () => Effect.undefined }),
      )
      if (report === undefined) {
        if (!accepted) yield* send
        continue
      }
      if (report.report === "state" && report.state === "ready") yield* send
      if (!("job" in report) || report.job !== job) continue
      if (report.report === "ack") accepted = true
      else if (report.state === "printed") return [job]
      else if (report.state === "unknown") {
        const copy = crypto.randomUUID() as JobId
        const again = { ...paper, copyOf: copyOf ?? job }
        return [job, ...(yield* settle(tenantId, printer, reports, copy, again))]
      } else {
        accepted = false
        yield* send
      }
    }
  })

export const chitWithDish = (name: string): Chit => ({
  banners: [],
  station: "Grill",
  table: "12",
  number: "42",
  type: "dineIn",
  time: "18:42",
  lines: [{ quantity: 2, name, modifiers: [{ name: "Bacon", kind: "add" }] }],
  rev: 1,
  language: "en",
})
