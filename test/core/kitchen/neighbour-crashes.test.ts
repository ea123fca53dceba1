import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { isInFlight, type JobState } from "#core/kitchen/print-job.ts"
import { crashPoints } from "./crashing-printer.ts"
import { kitchenPrinter, NeighbouringPrinters } from "./neighbouring-printers.ts"

const step = fc.record({
  does: fc.constantFrom(
    "order",
    "deviceTakes",
    "deviceTakes",
    "hubHears",
    "hubHears",
    "hubHears",
    "hubHearsTwice",
    "hubHearsLater",
    "reportIsLost",
    "hubDrives",
    "hubDrives",
    "hubIsKilledDriving",
    "hubIsKilled",
    "wireDown",
    "wireUp",
    "brokerRepeats",
    "brokerLoses",
    "powerOn",
    "paperOut",
    "paperOutUnsaid",
    "paperIn",
    "timePasses",
    "timePasses",
  ),
  printer: fc.nat({ max: 2 }),
  crash: fc.oneof(
    { weight: 4, arbitrary: fc.constant("never" as const) },
    { weight: 1, arbitrary: fc.constantFrom(...crashPoints) },
  ),
})
type Drawn<A> = A extends fc.Arbitrary<infer T> ? T : never
type Step = Drawn<typeof step>

/** Two that stand in for each other, three in a ring, a chain with an end. */
const chains = fc.constantFrom(
  [[1], [0]],
  [[1], [2], [0]],
  [[1, 2], [2], []],
  [[1], [0, 2], [1, 0]],
)

const mostOrders = 8

/** Rare in a drawn rush, so asked of every run: a cook who holds the paper of which no result came. */
const paperWithoutResult: [Drawn<typeof chains>, Array<Step>] = [
  [[1], [0]],
  [
    { does: "order", printer: 1, crash: "never" },
    { does: "deviceTakes", printer: 1, crash: "afterBytes" },
  ],
]

class Rush {
  readonly kitchen: NeighbouringPrinters
  ordered = 0
  readonly #ended = new Map<string, JobState>()

  constructor(chain: ReadonlyArray<ReadonlyArray<number>>) {
    this.kitchen = new NeighbouringPrinters(
      chain.map((backups, n) =>
        kitchenPrinter(n, backups, {
          backupAfterSeconds: n % 2,
          ...(n === 2 ? { onUnknown: "ask" } : {}),
        }),
      ),
    )
    for (const { device } of this.kitchen.places) device.powerOn()
    for (const place of this.kitchen.places) this.kitchen.hear(place)
  }

  do({ does, printer, crash }: Step): void {
    const { kitchen } = this
    const place = kitchen.at(printer)
    const { device, wire } = place
    switch (does) {
      case "order":
        if (this.ordered < mostOrders) kitchen.order(place, ++this.ordered)
        return
      case "deviceTakes":
        kitchen.take(place, crash)
        return
      case "hubHears":
        kitchen.hear(place)
        return
      case "hubHearsTwice":
        kitchen.hear(place, 0, true)
        return
      case "hubHearsLater":
        kitchen.hear(place, 1)
        return
      case "reportIsLost": {
        // A device tells its results until it hears a receipt; only an ack or a status may get lost.
        const [report] = device.said
        if (report?.report === "ack" || report?.report === "status") device.said.shift()
        return
      }
      case "hubDrives":
        kitchen.drive(place)
        return
      case "hubIsKilledDriving":
        kitchen.drive(place, true)
        kitchen.kill(place)
        return
      case "hubIsKilled":
        kitchen.kill(place)
        return
      case "wireDown":
      case "wireUp":
        place.wireDown = does === "wireDown"
        return
      case "brokerRepeats": {
        const [next] = wire
        if (next !== undefined && wire.length < 50) wire.push(next)
        return
      }
      case "brokerLoses":
        wire.shift()
        return
      case "powerOn":
        device.powerOn()
        return
      case "paperOut":
        device.feed("out", true)
        return
      case "paperOutUnsaid":
        device.feed("out", false)
        return
      case "paperIn":
        device.feed("ok", true)
        return
      case "timePasses":
        kitchen.wait(6)
    }
  }

  /** What must hold at every moment. */
  check(): void {
    for (const { queue } of this.kitchen.places) {
      expect(queue.jobs.slice(1).filter(isInFlight)).toEqual([])
      for (const { id, state } of queue.done) {
        const was = this.#ended.get(id)
        // Over is over; only the truth about a paper may still come.
        if (was !== undefined && was !== state) expect([was, state]).toEqual([was, "printed"])
        expect(was).not.toBe(was === state ? undefined : "printed")
        this.#ended.set(id, state)
      }
    }
  }
}

describe("printers that stand in for each other, in a rush where everything fails", () => {
  it("[BACKUP-4] bring every paper out once, and a second time only under the banner", () => {
    const seen = { moved: 0, duplicates: 0, passedOn: 0 }
    const rushes = fc.property(
      chains,
      fc.array(step, { maxLength: 200, size: "max" }),
      (chain, steps) => {
        const rush = new Rush(chain)
        const { kitchen } = rush
        for (const one of steps) {
          rush.do(one)
          rush.check()
        }
        kitchen.settle()
        rush.check()
        for (const { queue } of kitchen.places) {
          expect(queue.jobs).toEqual([])
          expect(queue.moving).toBeUndefined()
        }
        const events = kitchen.places.flatMap((place) => place.events)
        const moved = events.filter(({ type }) => type === "JobMoved")
        expect(new Set(moved.map((event) => "job" in event && event.job)).size).toBe(moved.length)
        const queued = events.flatMap((event) => (event.type === "JobQueued" ? [event.job.id] : []))
        expect(new Set(queued).size).toBe(queued.length)
        for (let n = 1; n <= rush.ordered; n += 1) {
          const line = kitchen.lineOf(n)
          const papers = kitchen.papersOf(n)
          const kinds = papers.map(({ chit }) => new Set(chit.banners.map(({ kind }) => kind)))
          expect(kinds.filter((banners) => !banners.has("possibleDuplicate")).length).toBeLessThan(
            2,
          )
          // A paper that is nowhere is told to a person.
          const told = line.some(({ state }) => state === "unknown" || state === "expired")
          expect(papers.length > 0 || told).toBe(true)
          for (const job of line) {
            expect(new Set(job.via).size).toBe(job.via?.length ?? 0)
            if (job.movedFrom !== undefined) expect(job.chit.banners[0]?.kind).toBeDefined()
          }
          seen.passedOn += line.filter(({ via = [] }) => via.length > 1).length
          seen.duplicates += Math.max(0, papers.length - 1)
        }
        seen.moved += moved.length
      },
    )
    fc.assert(rushes, { numRuns: 300, examples: [paperWithoutResult] })
    // The rushes must have been worth something.
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(0)
  })
})
