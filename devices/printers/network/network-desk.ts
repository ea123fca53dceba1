import { Effect, Exit, FiberSet, Queue, Scope } from "effect"
import type { Presence } from "#core/hub/presence.ts"
import type { Scope as HubScope } from "#core/hub/scope.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import type { Moment } from "#devices/agent/print-desk.ts"
import type { PrintMachine } from "#devices/agent/print-machine.ts"
import { openStation, type PrintStation, type StationWord } from "#devices/agent/print-station.ts"
import type { JournalFailed } from "#devices/agent/printer-journal.ts"
import { readReport } from "#devices/mqtt/device-report.ts"
import type { DriverReport, ReportLine } from "#devices/printers/report-line.ts"

export interface NetworkDeskOptions {
  readonly tenantId: TenantId
  readonly deviceId: string
  /** Where the printer listens, for people. */
  readonly address: string
  readonly directory: string
  readonly machine: PrintMachine & { readonly looked: Effect.Effect<void> }
  readonly line: ReportLine["Service"]
  readonly presence: Presence["Service"]
  readonly fenceMs?: number
  /** For tests; see the desk. */
  readonly moment?: (moment: Moment, job: string) => Effect.Effect<void>
}

/** What waits to be told; a desk has eight jobs at most and says the rest again. */
const untoldWords = 64

/**
 * One printer of the hub's own: desk and journal in this process, reports by the {@link ReportLine}. It tells when the
 * printer is there and when it is gone, each under the journal's boot number.
 */
export const openNetworkDesk = (
  options: NetworkDeskOptions,
): Effect.Effect<PrintStation, JournalFailed, Scope.Scope> =>
  Effect.gen(function* () {
    const { tenantId, deviceId, machine, line, presence } = options
    const outbox = yield* Queue.dropping<DriverReport>(untoldWords)
    const forkAck = yield* FiberSet.makeRuntime<never, void, never>()

    const say = ({ leaf, body }: StationWord): Effect.Effect<void> => {
      const reading = readReport(leaf, Buffer.from(JSON.stringify(body)))
      if (reading === undefined || reading === "notForHub" || "answer" in reading)
        return Effect.void
      const { report, facts } = reading
      const word = { tenantId, deviceId, report, ...(facts === undefined ? {} : { facts }) }
      // It is answered when it is noted with the word after it, which therefore must not wait for it.
      return leaf === "ack"
        ? Effect.sync(() => void forkAck(Effect.asVoid(line.tell(word))))
        : Effect.asVoid(Queue.offer(outbox, word))
    }
    const station = yield* openStation({
      directory: options.directory,
      machine,
      say,
      ...(options.fenceMs === undefined ? {} : { fenceMs: options.fenceMs }),
      ...(options.moment === undefined ? {} : { moment: options.moment }),
    })
    const tell = Effect.gen(function* () {
      const word = yield* Queue.take(outbox)
      const told = yield* line.tell(word)
      if (word.report.report === "result" && told !== "gaveUp")
        yield* station.desk.receipted(word.report.job, word.report.attempt)
    })
    // A journal that cannot be written ends the printing, which the desk's own work says.
    yield* Effect.forkScoped(Effect.forever(Effect.ignore(tell)))

    const here = yield* Effect.scope
    const scope: HubScope = {
      tenantId,
      principal: { kind: "device", id: deviceId },
      permissions: ["printer.report"],
    }
    let present: Scope.Closeable | undefined
    let told = false
    const tellState = Effect.gen(function* () {
      const reachable = machine.status().error !== "unreachable"
      if (reachable === (present !== undefined) && told) return
      told = true
      const was = present
      present = undefined
      if (was !== undefined) yield* Scope.close(was, Exit.void)
      if (reachable) {
        present = yield* Scope.fork(here)
        yield* Scope.provide(
          presence.arrive(scope, { wire: "tcp", address: options.address }),
          present,
        )
      }
      const state = reachable ? "ready" : "lost"
      yield* Queue.offer(outbox, {
        tenantId,
        deviceId,
        report: { report: "state", state, boot: station.boot },
      })
    })
    const changes = yield* Queue.dropping<void>(1)
    yield* machine.onChange(() => void Queue.offerUnsafe(changes, undefined))
    yield* Effect.forkScoped(
      Effect.gen(function* () {
        yield* machine.looked
        yield* tellState
        yield* station.sayStatus
        yield* station.tellUntold(true)
        return yield* Effect.forever(Effect.andThen(Queue.take(changes), tellState))
      }),
    )
    return station
  })
