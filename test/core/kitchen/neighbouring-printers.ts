import { Result } from "effect"
import { backupOf, nextReturn } from "#core/kitchen/backup-chain.ts"
import type { JobId, PrinterId } from "#core/kitchen/ids.ts"
import { derivedId } from "#core/kitchen/ids.ts"
import type { Printer } from "#core/kitchen/menu.ts"
import type { PrintJob } from "#core/kitchen/print-job.ts"
import type { PrinterCommand, PrinterContext } from "#core/kitchen/printer-command.ts"
import { evolvePrinter } from "#core/kitchen/printer-evolve.ts"
import {
  type DueAttempt,
  idlePrinter,
  type PrinterEvent,
  type PrinterQueue,
} from "#core/kitchen/printer-queue.ts"
import { printerStep } from "#core/kitchen/printer-step.ts"
import { CrashingPrinter, type CrashPoint } from "./crashing-printer.ts"
import { jobId, seconds, ticketJob } from "./printer-story.ts"

export const printerId = (n: number): PrinterId =>
  `01930000-0000-7000-a000-${String(n).padStart(12, "0")}` as PrinterId

/** A printer of the kitchen, and which others stand in for it, by their numbers. */
export const kitchenPrinter = (
  n: number,
  backups: ReadonlyArray<number>,
  more: Partial<Printer> = {},
): Printer => ({
  id: printerId(n),
  name: `Printer ${n}`,
  deviceId: derivedId(printerId(n), "device"),
  stations: [],
  columns: 48,
  encoder: "receipt",
  language: "en",
  maxAgeSeconds: 600,
  enabled: true,
  ...(backups.length === 0 ? {} : { backups: backups.map(printerId) }),
  ...more,
})

/** One printer as the hub and the kitchen have it: its history is all that a crash of the hub leaves. */
interface Place {
  printer: Printer
  readonly device: CrashingPrinter
  events: Array<PrinterEvent>
  queue: PrinterQueue
  /** What the broker keeps for the device. */
  wire: Array<DueAttempt>
  /** What is handed over is refused at once. */
  wireDown: boolean
}

/** Some printers that stand in for each other, with everything that can go wrong between them. */
export class NeighbouringPrinters {
  readonly places: ReadonlyArray<Place>
  second = 0

  constructor(printers: ReadonlyArray<Printer>) {
    this.places = printers.map((printer) => ({
      printer,
      device: new CrashingPrinter(),
      events: [],
      queue: idlePrinter,
      wire: [],
      wireDown: false,
    }))
  }

  at(n: number): Place {
    const place = this.places[n % this.places.length]
    if (place === undefined) throw new Error("no printer")
    return place
  }

  queue(n: number): PrinterQueue {
    return this.at(n).queue
  }

  /** @returns the code of a refusal */
  ask(place: Place, ...commands: ReadonlyArray<PrinterCommand>): string | undefined {
    const step = printerStep(place.queue, commands, this.#context(place))
    if (Result.isFailure(step)) return step.failure.code
    const { events, next, due } = step.success
    // As it comes back from the log.
    place.events.push(...(JSON.parse(JSON.stringify(events)) as ReadonlyArray<PrinterEvent>))
    place.queue = next
    if (due === undefined) return undefined
    const { job, attempt } = due
    if (!place.wireDown) place.wire.push(due)
    else this.ask(place, { op: "notTaken", job: job.id, attempt, cause: "unreachable" })
    return undefined
  }

  order(place: Place, n: number): void {
    this.ask(place, { op: "enqueue", job: ticketJob(n, { notAfter: seconds(1_000_000) }) })
  }

  /** The hub hears the n-th of what the device said. */
  hear(place: Place, n = 0, twice = false): void {
    const [report] = place.device.said.splice(n, 1)
    if (report === undefined) return
    if (twice) place.device.said.splice(1, 0, report)
    this.ask(place, { op: "report", report })
  }

  take(place: Place, crash: CrashPoint): void {
    const [next] = place.wire
    if (place.device.on && next !== undefined && place.device.take(next, crash)) place.wire.shift()
  }

  /** The neighbour gets what left for it; killed in between, the hub does not note that. */
  drive(place: Place, killed = false): void {
    const [moving] = place.queue.moving ?? []
    if (moving === undefined) return
    const neighbour = this.places.find(({ printer }) => printer.id === moving.to)
    if (neighbour === undefined) throw new Error("moved to nowhere")
    this.ask(neighbour, { op: "enqueue", job: moving.job })
    if (!killed) this.ask(place, { op: "moveSettled", job: moving.from })
  }

  /** The hub is killed: what it did not put on the wire never gets there, and it knows what stands in its log. */
  kill(place: Place): void {
    place.wire.pop()
    place.queue = place.events.reduce(evolvePrinter, idlePrinter)
  }

  wait(secondsMore: number): void {
    this.second += secondsMore
    for (const place of this.places) this.ask(place, { op: "tick" })
  }

  /** Everything works again for as long as it takes. */
  settle(): void {
    for (const place of this.places) {
      place.wireDown = false
      place.device.powerOn()
      place.device.feed("ok", true)
    }
    for (let round = 0; round < 60; round += 1) {
      for (const place of this.places) {
        place.device.powerOn()
        for (let n = 0; n < 4; n += 1) {
          this.hear(place)
          this.drive(place)
          this.take(place, "never")
        }
      }
      this.wait(6)
    }
  }

  /** The jobs that were made of one wanted paper, wherever they went. */
  lineOf(n: number): ReadonlyArray<PrintJob> {
    const all = this.places.flatMap(({ queue }) => [...queue.done, ...queue.jobs])
    const line = new Set<JobId>([jobId(n)])
    for (let known = 0; known < line.size; ) {
      known = line.size
      for (const { id, copyOf, movedFrom } of all)
        if ((copyOf !== undefined && line.has(copyOf)) || (movedFrom && line.has(movedFrom)))
          line.add(id)
    }
    return all.filter(({ id }) => line.has(id))
  }

  papersOf(n: number) {
    const line = new Set(this.lineOf(n).map(({ id }) => id))
    return this.places.flatMap(({ device }) => device.papers.filter(({ job }) => line.has(job)))
  }

  #context({ printer }: Place): PrinterContext {
    const queues = new Map(this.places.map((place) => [place.printer.id, place.queue]))
    const all = this.places.map((place) => place.printer)
    const at = seconds(this.second)
    const soonest = nextReturn(printer, queues, at)
    return {
      at,
      self: {
        ...{ id: printer.id, name: printer.name, language: "en", maxAgeMs: 600_000 },
        wallClock: () => "18:42",
      },
      deviceId: printer.deviceId,
      ...(printer.onUnknown === undefined ? {} : { onUnknown: printer.onUnknown }),
      ...(printer.backups === undefined
        ? {}
        : {
            backup: {
              screens: false,
              afterMs: (printer.backupAfterSeconds ?? 1) * 1000,
              next: (visited) => backupOf(printer, all, queues, visited, at)?.id,
              ...(soonest === undefined ? {} : { soonest }),
            },
          }),
    }
  }
}
