import { describe, expect, it } from "vitest"
import type { Banner } from "#core/kitchen/chit.ts"
import type { PrinterId } from "#core/kitchen/ids.ts"
import type { PrinterCommand, Report } from "#core/kitchen/printer-command.ts"
import { kitchenPrinter, NeighbouringPrinters, printerId } from "./neighbouring-printers.ts"
import { ack, enqueue, jobId, result, ticketJob } from "./printer-story.ts"

const says = (report: Report): PrinterCommand => ({ op: "report", report })
const paper = (state: "ok" | "out") =>
  says({ report: "status", online: true, paper: state, cover: false })
const device = (state: "ready" | "lost", boot = 1) => says({ report: "state", state, boot })

/** Grill and kitchen stand in for each other, a bar stands behind the kitchen; all three print. */
const three = (more: Parameters<typeof kitchenPrinter>[2] = {}) => {
  const kitchen = new NeighbouringPrinters([
    kitchenPrinter(0, [1], { name: "Grill", ...more }),
    kitchenPrinter(1, [0, 2], { name: "Kitchen" }),
    kitchenPrinter(2, [], { name: "Bar" }),
  ])
  for (const place of kitchen.places) kitchen.ask(place, device("ready"))
  const [grill, neighbour, bar] = kitchen.places
  if (grill === undefined || neighbour === undefined || bar === undefined) throw new Error("three")
  const driveAll = () => {
    for (let n = 0; n < 10; n += 1) for (const place of kitchen.places) kitchen.drive(place)
  }
  return { kitchen, grill, neighbour, bar, driveAll }
}
type Places = ReturnType<typeof three>
const waits = ({ queue }: Places["grill"]) =>
  queue.jobs.map(({ state, chit }) => [state, chit.banners.map(named).join("+")])
const named = (banner: Banner) =>
  banner.kind === "backupFrom" ? `from ${banner.printer}` : banner.kind
const fates = ({ queue }: Places["grill"]) => queue.done.map(({ state, cause }) => [state, cause])
const toldBy = ({ events }: Places["grill"]) => events.map(({ type }) => type)

describe("printers that stand in for each other", () => {
  it("[BACKUP-1] are in trouble from the first sign until nothing is wrong any more", () => {
    const { kitchen, grill } = three()
    const cause = () => grill.queue.trouble?.cause
    const status = { report: "status", online: true, paper: "ok", cover: false } as const
    kitchen.ask(grill, says({ ...status, paper: "low" }))
    expect(cause()).toBeUndefined()
    const signs: ReadonlyArray<readonly [Report, string]> = [
      [{ ...status, paper: "out" }, "paper_out"],
      [{ ...status, cover: true }, "cover_open"],
      [{ ...status, error: "cutter" }, "error"],
      [{ ...status, online: false }, "offline"],
      [{ report: "state", state: "disconnected", boot: 1 }, "disconnected"],
      [{ report: "state", state: "lost", boot: 1 }, "lost"],
    ]
    for (const [report, expected] of signs) {
      kitchen.second += 10
      kitchen.ask(grill, says(report))
      expect(cause()).toBe(expected)
    }
    // One trouble, however many causes it has one after the other.
    const since = grill.queue.trouble?.since
    kitchen.ask(grill, device("ready", 2), says(status))
    expect([cause(), Number(grill.queue.device?.since) - Number(since)]).toEqual([
      undefined,
      50_000,
    ])
    kitchen.ask(grill, enqueue(1), result(1, "refused", { cause: "busy" }))
    expect(cause()).toBe("busy")
  })
  it("[BACKUP-1] are in trouble when they should print and were never seen", () => {
    const kitchen = new NeighbouringPrinters([kitchenPrinter(0, [])])
    const [place] = kitchen.places
    if (place === undefined) throw new Error("one")
    expect(place.queue.trouble).toBeUndefined()
    kitchen.order(place, 1)
    expect(place.queue.trouble?.cause).toBe("never_seen")
    kitchen.ask(place, result(1, "printed"))
    expect(place.queue.trouble?.cause).toBe("never_seen")
    kitchen.ask(place, device("ready"))
    expect(place.queue.trouble).toBeUndefined()
  })
  it("[BACKUP-2] hand on after a second what is certainly not on paper, in order, under a banner", () => {
    const { kitchen, grill, neighbour, driveAll } = three()
    kitchen.ask(grill, enqueue(1), enqueue(2), enqueue(3))
    kitchen.ask(grill, ack(1), paper("out"), result(1, "refused", { cause: "paper_out" }))
    expect(waits(grill).map(([state]) => state)).toEqual(["refused", "queued", "queued"])
    kitchen.wait(1)
    expect(fates(grill)).toEqual([
      ["cancelled", "moved"],
      ["cancelled", "moved"],
      ["cancelled", "moved"],
    ])
    driveAll()
    expect(waits(neighbour)).toEqual([
      ["sent", "from Grill"],
      ["queued", "from Grill"],
      ["queued", "from Grill"],
    ])
    expect(neighbour.queue.jobs.map(({ movedFrom }) => movedFrom)).toEqual([1, 2, 3].map(jobId))
    expect(grill.queue.done[0]?.movedTo).toEqual({
      printerId: printerId(1),
      jobId: neighbour.queue.jobs[0]?.id,
    })
    expect(neighbour.queue.jobs[0]?.copyOf).toBeUndefined()
  })
  it("[BACKUP-2] send new jobs straight on, in one append", () => {
    const { kitchen, grill } = three()
    kitchen.ask(grill, paper("out"))
    kitchen.wait(1)
    const before = grill.events.length
    kitchen.order(grill, 1)
    expect(toldBy(grill).slice(before)).toEqual(["JobQueued", "JobMoved"])
    expect(grill.wire).toEqual([])
  })
  it("[BACKUP-2] wait as long as they are told, and for ever without a neighbour", () => {
    const patient = three({ backupAfterSeconds: 30 })
    patient.kitchen.ask(patient.grill, paper("out"), enqueue(1))
    patient.kitchen.wait(29)
    expect(patient.grill.queue.jobs).toHaveLength(1)
    patient.kitchen.wait(1)
    expect(patient.grill.queue.jobs).toEqual([])
    const { kitchen, bar } = three()
    kitchen.ask(bar, paper("out"), enqueue(1))
    kitchen.wait(60)
    expect(bar.queue.jobs).toHaveLength(1)
  })
  it("[BACKUP-2] are asked again what they refused while their neighbours wait", () => {
    const { kitchen, grill } = three({ backupAfterSeconds: 30 })
    kitchen.ask(grill, enqueue(1))
    kitchen.ask(grill, result(1, "refused", { cause: "busy" }), enqueue(2))
    kitchen.wait(5)
    expect(waits(grill).map(([state]) => state)).toEqual(["sent", "queued"])
    kitchen.ask(grill, result(1, "printed", { attempt: 2 }))
    expect(grill.queue.trouble).toBeUndefined()
    expect(waits(grill).map(([state]) => state)).toEqual(["sent"])
  })
  it("[BACKUP-3] pass on what a neighbour cannot print either, never back to where it was", () => {
    const { kitchen, grill, neighbour, bar, driveAll } = three()
    kitchen.ask(grill, paper("out"), enqueue(1))
    kitchen.wait(1)
    driveAll()
    kitchen.ask(neighbour, ack(1), device("lost"))
    const [moved] = neighbour.queue.jobs
    kitchen.ask(neighbour, says({ report: "state", state: "ready", boot: 2 }), paper("out"))
    kitchen.ask(
      neighbour,
      says({ report: "result", job: moved?.id ?? "", attempt: 2, state: "refused" }),
    )
    kitchen.wait(1)
    driveAll()
    expect(waits(bar)).toEqual([["sent", "from Grill"]])
    expect(bar.queue.jobs[0]?.via).toEqual([printerId(0), printerId(1)])
    // Its own backup is the grill, which had it: nobody is left.
    kitchen.ask(bar, says({ report: "state", state: "ready", boot: 1 }))
    expect(grill.queue.jobs).toEqual([])
  })
  it("[BACKUP-3] go past a neighbour that is in trouble to that one's own", () => {
    const { kitchen, grill, neighbour, bar, driveAll } = three()
    kitchen.ask(neighbour, paper("out"))
    kitchen.ask(grill, paper("out"), enqueue(1))
    kitchen.wait(1)
    driveAll()
    expect([waits(neighbour), waits(bar)]).toEqual([[], [["sent", "from Grill"]]])
  })
  it("[BACKUP-5] leave a paper that is under way to its device", () => {
    const { kitchen, grill } = three()
    kitchen.ask(grill, enqueue(1), enqueue(2), ack(1), paper("out"))
    kitchen.wait(1)
    expect(waits(grill).map(([state]) => state)).toEqual(["accepted"])
    kitchen.wait(60)
    expect(waits(grill).map(([state]) => state)).toEqual(["accepted"])
    kitchen.ask(grill, paper("ok"), result(1, "printed"))
    expect(fates(grill).map(([state]) => state)).toEqual(["cancelled", "printed"])
  })
  it("[BACKUP-5] repeat under both banners what a device took with it", () => {
    const { kitchen, grill, neighbour, driveAll } = three()
    kitchen.ask(grill, enqueue(1), ack(1), device("lost"))
    kitchen.wait(14)
    expect(waits(grill).map(([state]) => state)).toEqual(["accepted"])
    kitchen.wait(1)
    driveAll()
    expect(grill.queue.done.map(({ state, cause }) => [state, cause])).toEqual([
      ["unknown", "lost"],
      ["cancelled", "moved"],
    ])
    expect(waits(neighbour)).toEqual([["sent", "from Grill+possibleDuplicate"]])
    expect(neighbour.queue.jobs[0]?.copyOf).toBe(jobId(1))
  })
  it("[BACKUP-5] ask a person where the restaurant wants that", () => {
    const { kitchen, grill, neighbour, driveAll } = three({ onUnknown: "ask" })
    kitchen.ask(grill, enqueue(1), ack(1), device("lost"))
    kitchen.wait(15)
    driveAll()
    expect(fates(grill)).toEqual([["unknown", "lost"]])
    expect(neighbour.queue.jobs).toEqual([])
  })
  it("[BACKUP-6] print nothing again when they are mended", () => {
    const { kitchen, grill, driveAll } = three()
    kitchen.ask(grill, paper("out"), enqueue(1), enqueue(2))
    kitchen.wait(1)
    driveAll()
    kitchen.ask(grill, paper("ok"))
    expect([grill.queue.jobs, grill.queue.moving, grill.wire]).toEqual([[], undefined, []])
    kitchen.order(grill, 3)
    expect(waits(grill)).toEqual([["sent", ""]])
  })
  it("[BACKUP-7] keep their jobs while no neighbour prints, and let them go when one gets well", () => {
    const { kitchen, grill, neighbour, bar } = three()
    kitchen.ask(neighbour, device("lost"))
    kitchen.ask(bar, device("lost"))
    kitchen.ask(grill, device("lost"), enqueue(1))
    kitchen.wait(10)
    expect(grill.queue.jobs).toHaveLength(1)
    kitchen.ask(bar, device("ready", 2))
    kitchen.wait(5)
    expect(grill.queue.moving?.[0]?.to).toBe(printerId(2))
  })
  it("[BACKUP-14] print their own when the network is back, whoever of them is there first", () => {
    const { kitchen, grill, neighbour, bar } = three()
    for (const place of [grill, neighbour, bar]) kitchen.ask(place, device("lost"))
    kitchen.ask(grill, enqueue(1))
    kitchen.ask(neighbour, enqueue(2))
    kitchen.wait(60)
    kitchen.ask(bar, device("ready", 1))
    kitchen.wait(4)
    expect([grill.queue.moving, neighbour.queue.moving]).toEqual([undefined, undefined])
    kitchen.ask(neighbour, device("ready", 1))
    expect(waits(neighbour)).toEqual([["sent", ""]])
    // The grill stays away: whoever has been back for a while prints for it.
    kitchen.wait(1)
    expect(grill.queue.moving?.map(({ to }) => to)).toEqual([bar.printer.id])
  })
  it("[BACKUP-14] take over at once from one that is there and only cannot print", () => {
    const { kitchen, grill, neighbour } = three()
    kitchen.ask(neighbour, device("lost"))
    kitchen.ask(neighbour, device("ready", 1))
    kitchen.ask(grill, paper("out"), enqueue(1))
    kitchen.wait(1)
    expect(grill.queue.moving?.[0]?.to).toBe(neighbour.printer.id)
  })
  it("[BACKUP-8] keep their test pages to themselves", () => {
    const { kitchen, grill } = three()
    kitchen.ask(grill, device("lost"), enqueue(1, { kind: "test" }))
    kitchen.wait(60)
    expect(grill.queue.jobs).toHaveLength(1)
  })
  it("[BACKUP-11] do not know what became of a job whose neighbour was taken away on the way", () => {
    const { kitchen, grill } = three()
    kitchen.ask(grill, paper("out"), enqueue(1))
    kitchen.wait(1)
    const failed = { op: "moveFailed", job: jobId(1), cause: "backup_gone" } as const
    kitchen.ask(grill, failed)
    expect(grill.queue.done[0]).toMatchObject({ state: "unknown", cause: "backup_gone" })
    const [moving] = grill.queue.moving ?? []
    expect(moving?.job.chit.banners.map(({ kind }) => kind)).toEqual([
      "backupFrom",
      "possibleDuplicate",
    ])
    const before = grill.events.length
    kitchen.ask(grill, failed)
    expect(grill.events).toHaveLength(before)
  })
  it("[BACKUP-12] take back a copy that nobody has been given yet", () => {
    const { kitchen, neighbour } = three()
    const moved = { ...ticketJob(5), via: [printerId(0) as PrinterId] }
    kitchen.ask(neighbour, enqueue(1), { op: "enqueue", job: moved })
    kitchen.ask(neighbour, { op: "withdraw", job: jobId(5) }, { op: "withdraw", job: jobId(1) })
    expect(fates(neighbour)).toEqual([["cancelled", "printed"]])
    expect(waits(neighbour).map(([state]) => state)).toEqual(["sent"])
  })
  it("[BACKUP-13] answer for a job that left by naming where it is", () => {
    const { kitchen, grill } = three()
    kitchen.ask(grill, paper("out"), enqueue(1))
    kitchen.wait(1)
    for (const op of ["cancelJob", "retryJob"] as const)
      expect(kitchen.ask(grill, { op, job: jobId(1) })).toBe("JOB_MOVED")
  })
})
