import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { isInFlight, originalOf } from "#core/kitchen/print-job.ts"
import { type DueAttempt, nextToSend } from "#core/kitchen/printer-queue.ts"
import { CrashingPrinter, crashPoints } from "./crashing-printer.ts"
import { enqueue, jobId, type PrinterStory, printer, seconds } from "./printer-story.ts"

const step = fc.record({
  does: fc.constantFrom(
    "hubSends",
    "hubSends",
    "deviceTakes",
    "deviceTakes",
    "hubHears",
    "hubHears",
    "hubHearsTwice",
    "hubForgetsToNote",
    "brokerRepeats",
    "brokerLoses",
    "powerOn",
    "paperOut",
    "paperIn",
    "timePasses",
  ),
  crash: fc.oneof(
    { weight: 4, arbitrary: fc.constant("never" as const) },
    { weight: 1, arbitrary: fc.constantFrom(...crashPoints) },
  ),
})
type Step = typeof step extends fc.Arbitrary<infer A> ? A : never

const papersWanted = 6

class Kitchen {
  story: PrinterStory = Array.from({ length: papersWanted }, (_, n) => n + 1).reduce(
    (told, n) => told.at(0, enqueue(n, { notAfter: seconds(1_000_000) })),
    printer(),
  )
  second = 0
  readonly device = new CrashingPrinter()
  /** What the broker keeps for the device. */
  wire: Array<DueAttempt> = []

  do({ does, crash }: Step): void {
    const { device } = this
    switch (does) {
      case "hubSends":
      case "hubForgetsToNote": {
        const due = nextToSend(this.story.queue, seconds(this.second))
        if (due === undefined) return
        this.wire.push(due)
        const { job, attempt } = due
        // A hub that is killed between the wire and its log does not know that it sent the job.
        if (does === "hubSends")
          this.story = this.story.at(this.second, { op: "sent", job: job.id, attempt })
        return
      }
      case "deviceTakes": {
        const [next] = this.wire
        if (device.on && next !== undefined && device.take(next, crash)) this.wire.shift()
        return
      }
      case "hubHears":
      case "hubHearsTwice": {
        const report = device.said.shift()
        if (report === undefined) return
        if (does === "hubHearsTwice") device.said.splice(1, 0, report)
        this.story = this.story.at(this.second, { op: "report", report })
        return
      }
      case "brokerRepeats": {
        const [next] = this.wire
        if (next !== undefined && this.wire.length < 50) this.wire.push(next)
        return
      }
      case "brokerLoses":
        this.wire.shift()
        return
      case "powerOn":
        device.powerOn()
        return
      case "paperOut":
      case "paperIn":
        device.paperOut = does === "paperOut"
        return
      case "timePasses":
        this.second += 6
        this.story = this.story.at(this.second, { op: "tick" })
    }
  }

  /** Everything works again for as long as it takes. */
  settle(): void {
    this.do({ does: "paperIn", crash: "never" })
    const healthy = ["powerOn", "hubHears", "hubSends", "deviceTakes", "hubHears", "timePasses"]
    for (let round = 0; round < 300; round += 1)
      for (const does of healthy) this.do({ does: does as Step["does"], crash: "never" })
  }
}

describe("a printer that loses its power at the worst moments", () => {
  it("[PRINT-7] never prints a job twice without saying so, and prints every job", () => {
    const copies = { labelled: 0 }
    const rounds = fc.property(fc.array(step, { maxLength: 150, size: "max" }), (steps) => {
      const kitchen = new Kitchen()
      kitchen.device.powerOn()
      for (const one of steps) {
        kitchen.do(one)
        // Only the first job is ever at the device.
        const { jobs } = kitchen.story.queue
        expect(jobs.slice(1).filter(isInFlight)).toEqual([])
      }
      kitchen.settle()
      const { done, jobs } = kitchen.story.queue
      expect(jobs).toEqual([])
      for (let n = 1; n <= papersWanted; n += 1) {
        const family = new Set(
          done.filter((job) => originalOf(job) === jobId(n)).map(({ id }) => id),
        )
        const papers = kitchen.device.papers.filter(({ job }) => family.has(job))
        const unmarked = papers.filter(({ chit }) => chit.banners.length === 0)
        expect(unmarked.length).toBeLessThanOrEqual(1)
        copies.labelled += papers.length - unmarked.length
        // Lost without a person being told would be: no paper, and nothing that ended as unknown.
        const last = done.findLast((job) => family.has(job.id))
        expect(papers.length > 0 || last?.state === "unknown").toBe(true)
        if (last?.state === "printed") expect(papers.length).toBeGreaterThan(0)
      }
    })
    fc.assert(rounds, { numRuns: 300 })
    // The rounds must have been worth something.
    expect(copies.labelled).toBeGreaterThan(0)
  })
})
