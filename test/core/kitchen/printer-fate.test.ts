import { describe, expect, it } from "vitest"
import { asksOf } from "#core/kitchen/job-copy.ts"
import type { PrinterCommand, Report } from "#core/kitchen/printer-command.ts"
import { maxWaiting } from "#core/kitchen/printer-queue.ts"
import { kitchenPrinter, NeighbouringPrinters } from "./neighbouring-printers.ts"
import { ack, enqueue, jobId, result, seconds } from "./printer-story.ts"

const says = (report: Report): PrinterCommand => ({ op: "report", report })
const device = (state: "ready" | "lost", boot = 1) => says({ report: "state", state, boot })

/** One printer that is there. */
const alone = (more: Parameters<typeof kitchenPrinter>[2] = {}) => {
  const kitchen = new NeighbouringPrinters([kitchenPrinter(0, [], { name: "Grill", ...more })])
  const place = kitchen.at(0)
  kitchen.ask(place, device("ready"))
  return {
    place,
    /** One after the other. */
    ask: (...commands: ReadonlyArray<PrinterCommand>) =>
      commands.map((command) => kitchen.ask(place, command)).at(-1),
    wait: (more: number) => kitchen.wait(more),
    states: () => [...place.queue.done, ...place.queue.jobs].map(({ state }) => state),
    asks: () => asksOf(place.queue).map(({ id }) => id),
  }
}
const confirm = { op: "confirmJob", job: jobId(1) } as const

describe("the fate of a paper", () => {
  it("[PRINT-6] is corrected by a late word, which takes back the copy that still waits", () => {
    const { ask, states } = alone()
    ask(enqueue(1), enqueue(2), ack(1), device("lost"))
    ask(result(1, "unknown"))
    expect(states()).toEqual(["unknown", "queued", "queued"])
    ask(result(1, "printed"))
    expect(states()).toEqual(["printed", "cancelled", "queued"])
  })
  it("[PRINT-5] is unknown when a device has the job and says nothing for a minute beyond its time", () => {
    const { ask, wait, place } = alone()
    ask(enqueue(1), ack(1))
    wait(660)
    expect(place.queue.jobs).toHaveLength(1)
    wait(1)
    expect(place.queue.done[0]).toMatchObject({ state: "unknown", cause: "silent" })
    ask(result(1, "printed"))
    expect(place.queue.done[0]?.state).toBe("printed")
  })
  it.each(["failed", "unknown", "expired", "refused"] as const)(
    "[PAPERWAY-18] does not follow from a late word (%s) about an attempt before the one that was taken",
    (state) => {
      const { ask, wait, place } = alone()
      ask(enqueue(1), result(1, "refused"))
      wait(5)
      expect(place.queue.jobs[0]).toMatchObject({ state: "sent", attempts: 2 })
      ask(ack(1, 2), result(1, state))
      expect(place.queue.jobs[0]).toMatchObject({ state: "accepted", attempts: 2 })
      ask(result(1, "printed"))
      expect(place.queue.done[0]?.state).toBe("printed")
    },
  )
  it("[PRINT-11] is certain when the wire did not take the job", () => {
    const { ask, wait, place } = alone()
    const notTaken = (attempt: number, cause = "unreachable") =>
      ({ op: "notTaken", job: jobId(1), attempt, cause }) as const
    ask(enqueue(1), notTaken(1))
    expect(place.queue.jobs[0]).toMatchObject({ state: "refused", cause: "unreachable" })
    wait(5)
    expect(place.queue.jobs[0]).toMatchObject({ state: "sent", attempts: 2 })
    ask(notTaken(1))
    expect(place.queue.jobs[0]?.state).toBe("sent")
    // The second went through, the third did not: the second may be on paper.
    wait(10)
    ask(notTaken(3))
    expect(place.queue.jobs[0]).toMatchObject({ state: "sent", attempts: 3 })
  })
  it("[PRINT-11] fails at once when no wire ever takes the job", () => {
    const { ask, states } = alone()
    ask(enqueue(1), { op: "notTaken", job: jobId(1), attempt: 1, cause: "too_large" })
    expect(states()).toEqual(["failed"])
  })
  it("[PRINT-12] is asked of a person until somebody says it or repeats the paper", () => {
    const { ask, asks, place } = alone({ onUnknown: "ask" })
    ask(enqueue(1), enqueue(2), ack(1), result(1, "unknown"))
    expect(asks()).toEqual([jobId(1)])
    expect(ask({ ...confirm, job: jobId(2) })).toBe("JOB_NOT_UNKNOWN")
    ask(confirm)
    expect(asks()).toEqual([])
    expect(place.queue.done[0]).toMatchObject({ state: "printed", fence: "human" })
    const before = place.events.length
    ask(confirm)
    expect(place.events).toHaveLength(before)
    ask(result(2, "unknown"), { op: "retryJob", job: jobId(2) })
    expect(asks()).toEqual([])
    expect(place.queue.jobs[0]?.chit.banners[0]?.kind).toBe("possibleDuplicate")
  })
  it("[PRINT-12] is not asked while a copy is on its way, and asked of the last copy", () => {
    const { ask, asks, place } = alone()
    ask(enqueue(1), result(1, "unknown"))
    expect(asks()).toEqual([])
    for (let n = 0; n < 5; n += 1) {
      const [copy] = place.queue.jobs
      const id = copy?.id ?? ""
      ask(says({ report: "result", job: id, attempt: 1, state: "unknown" }))
    }
    expect(asks()).toEqual([place.queue.done.at(-1)?.id])
  })
  it("[PRINT-13] is told on one chit for everything that was not printed in time", () => {
    const { ask, wait, place } = alone()
    ask(device("lost"))
    for (let n = 1; n <= 40; n += 1) ask(enqueue(n, { number: `${n}` }))
    wait(601)
    ask(enqueue(41, { notAfter: seconds(2000) }), device("ready", 2))
    expect(place.queue.jobs.map(({ kind, state }) => [kind, state])).toEqual([
      ["summary", "sent"],
      ["ticket", "queued"],
    ])
    const chit = place.queue.jobs[0]?.chit
    expect(chit?.banners).toEqual([{ kind: "notPrinted", count: 40 }])
    expect([chit?.station, chit?.lines.length, chit?.more]).toEqual(["Grill", 30, 10])
    expect(chit?.lines.at(-1)).toEqual({ quantity: 2, name: "#40  18:42", modifiers: [] })
    expect(place.queue.missed).toBeUndefined()
    ask(device("lost", 2), device("ready", 3))
    expect(place.queue.jobs).toHaveLength(2)
  })
  it("[PRINT-17] is told as missed when a thousand others wait before the next one", () => {
    const { ask, place } = alone()
    ask(enqueue(1), ack(1), device("lost"))
    for (let n = 2; n <= maxWaiting + 3; n += 1) ask(enqueue(n, { number: `${n}` }))
    expect(place.queue.jobs).toHaveLength(maxWaiting)
    expect(place.queue.jobs[0]).toMatchObject({ id: jobId(1), state: "accepted" })
    expect(place.queue.jobs.at(-1)?.number).toBe(`${maxWaiting + 3}`)
    expect(place.queue.missed?.tickets.map(({ number }) => number)).toEqual(["2", "3", "4"])
    expect(place.queue.done.at(-1)).toMatchObject({ state: "expired", cause: "queue_full" })
    expect(ask(enqueue(9_999, { kind: "test" }))).toBe("PRINTER_QUEUE_FULL")
  })
  it("[PRINT-13] leaves out what came out after all", () => {
    const { ask, wait, place } = alone()
    ask(enqueue(1), device("lost"))
    wait(661)
    expect(place.queue.missed?.tickets).toHaveLength(1)
    ask(result(1, "printed"), device("ready", 2))
    expect([place.queue.missed, place.queue.jobs]).toEqual([undefined, []])
  })
  it("[PRINT-14] is unknown when another device took the printer's place", () => {
    const { place, ask } = alone()
    ask(device("ready", 17), enqueue(1), ack(1))
    place.printer = { ...place.printer, deviceId: "another" }
    ask(device("ready", 1))
    expect(place.queue.device).toMatchObject({ id: "another", boot: 1 })
    expect(place.queue.done[0]).toMatchObject({ state: "unknown", cause: "replaced" })
    expect(place.queue.jobs[0]).toMatchObject({ state: "sent", copyOf: jobId(1) })
  })
  it("[PRINT-15] is waited for, and a device that says nothing is silent until it speaks", () => {
    const { ask, wait, place } = alone()
    ask(enqueue(1), ack(1))
    wait(89)
    expect(place.queue.trouble).toBeUndefined()
    wait(1)
    expect(place.queue.trouble?.cause).toBe("silent")
    // What it says is known already: that it speaks is the news.
    ask(ack(1))
    expect(place.queue.trouble).toBeUndefined()
    wait(90)
    expect(place.queue.trouble?.cause).toBe("silent")
    ask(result(1, "printed"))
    expect(place.queue.trouble).toBeUndefined()
  })
  it("[PRINT-16] is decided as soon as the paper is back", () => {
    const { ask, place } = alone()
    const paper = (state: "ok" | "out") =>
      says({ report: "status", online: true, paper: state, cover: false })
    ask(enqueue(1), paper("out"), result(1, "refused", { cause: "paper_out" }), paper("ok"))
    expect(place.queue.jobs[0]).toMatchObject({ state: "sent", attempts: 2 })
    expect(place.queue.trouble).toBeUndefined()
  })
})
