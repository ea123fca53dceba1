import { describe, expect, it } from "vitest"
import { copyIdOf } from "#core/kitchen/print-job.ts"
import { nextToSend } from "#core/kitchen/printer-queue.ts"
import { nextDeadline } from "#core/kitchen/printer-step.ts"
import {
  ack,
  device,
  enqueue,
  handedOver,
  jobId,
  type PrinterStory,
  printer,
  result,
  seconds,
  ticketJob,
} from "./printer-story.ts"

const due = ({ queue }: PrinterStory, second: number) => {
  const next = nextToSend(queue, seconds(second))
  return next === undefined ? undefined : [next.job.id, next.attempt]
}
const looksAt = ({ queue }: PrinterStory) => nextDeadline(queue, { at: seconds(0) })
const states = ({ queue }: PrinterStory) =>
  [...queue.done, ...queue.jobs].map(({ id, state }) => [id, state])
const waiting = printer().at(0, device("ready", 1), enqueue(1))
const sent = waiting.at(0, handedOver(1))
const accepted = sent.at(1, ack(1))

describe("a printer's queue", () => {
  it("[PRINT-1] hands over one job at a time, in order", () => {
    const two = printer().at(0, device("ready", 1), enqueue(1), enqueue(2))
    expect(due(two, 0)).toEqual([jobId(1), 1])
    const first = two.at(0, handedOver(1))
    expect(due(first, 1)).toBeUndefined()
    const done = first.at(1, ack(1), result(1, "printed"))
    expect(due(done, 1)).toEqual([jobId(2), 1])
    expect(nextToSend(done.queue, seconds(1))?.seq).toBe(2)
  })
  it("[PRINT-1] takes the same job once", () => {
    expect(waiting.at(1, enqueue(1)).events).toEqual([])
    const done = accepted.at(2, result(1, "printed"))
    expect(done.at(3, enqueue(1)).events).toEqual([])
  })
  it("[PRINT-2] hands over again what nobody confirmed for ten seconds", () => {
    expect(due(sent, 9)).toBeUndefined()
    expect(due(sent, 10)).toEqual([jobId(1), 2])
    expect(looksAt(sent)).toBe(seconds(10))
  })
  it("[PRINT-2] waits for the word of a device that has the job in its journal", () => {
    expect(due(accepted, 500)).toBeUndefined()
    expect(accepted.at(660, { op: "tick" }).events).toEqual([])
  })
  it("[PRINT-2] hands it over at once when the device is reborn", () => {
    const known = printer().at(0, device("ready", 1), enqueue(1), handedOver(1), ack(1))
    const reborn = known.at(2, device("lost", 1), device("ready", 2))
    expect(due(reborn, 2)).toEqual([jobId(1), 2])
  })
  it("[PRINT-2] hands it over at once when the device is there again, unless it has it in its journal", () => {
    const known = printer().at(0, device("ready", 1), enqueue(1), handedOver(1))
    // The hub was killed with the message: nobody noticed that the device was gone.
    expect(due(known.at(2, device("ready", 1)), 2)).toEqual([jobId(1), 2])
    expect(due(known.at(2, device("lost", 1), device("ready", 1)), 2)).toEqual([jobId(1), 2])
    expect(due(known.at(1, ack(1)).at(2, device("ready", 1)), 2)).toBeUndefined()
    expect(printer().at(0, device("ready", 1), device("ready", 1)).events).toEqual([])
  })
  it("[PRINT-2] hands nothing to a device that is not there", () => {
    const gone = printer().at(0, device("lost", 1), enqueue(1))
    expect(due(gone, 0)).toBeUndefined()
    expect(due(gone.at(5, device("ready", 2)), 5)).toEqual([jobId(1), 1])
  })
  it("[PRINT-2] keeps the answer of a device that is quicker than the wire", () => {
    const quick = waiting.at(0, ack(1), handedOver(1))
    expect(states(quick)).toEqual([[jobId(1), "accepted"]])
    expect(quick.queue.seq).toBe(1)
  })
  it("[PRINT-3] tries a refused job again after five seconds, before all others", () => {
    const refused = accepted.at(2, result(1, "refused", { cause: "paper_out" }), enqueue(2))
    expect(refused.queue.jobs[0]).toMatchObject({ state: "refused", cause: "paper_out" })
    expect(due(refused, 6)).toBeUndefined()
    expect(due(refused, 7)).toEqual([jobId(1), 2])
    expect(due(refused.at(3, { op: "retryJob", job: jobId(1) }), 3)).toEqual([jobId(1), 2])
    expect(due(refused, 601)).toBeUndefined()
  })
  it("[PRINT-3] gives up at once what no printer can print", () => {
    const failed = accepted.at(2, result(1, "refused", { cause: "too_large" }))
    expect(states(failed)).toEqual([[jobId(1), "failed"]])
  })
  it("[PRINT-4] repeats under a banner, in its place, what may or may not be on paper", () => {
    const unknown = accepted.at(2, enqueue(2), result(1, "unknown"))
    const copy = copyIdOf(jobId(1), 1)
    expect(states(unknown)).toEqual([
      [jobId(1), "unknown"],
      [copy, "queued"],
      [jobId(2), "queued"],
    ])
    expect(unknown.queue.jobs[0]).toMatchObject({
      copyOf: jobId(1),
      chit: { banners: [{ kind: "possibleDuplicate" }] },
    })
    expect(unknown.at(3, result(1, "unknown")).events).toEqual([])
  })
  it("[PRINT-4] leaves it to a person where the restaurant wants that", () => {
    const asked = printer(accepted.queue, "ask").at(2, result(1, "unknown"))
    expect(asked.queue.jobs).toEqual([])
    const retried = asked.at(9, { op: "retryJob", job: jobId(1) })
    expect(retried.queue.jobs[0]?.chit.banners).toEqual([{ kind: "possibleDuplicate" }])
    expect(retried.at(9, { op: "retryJob", job: jobId(1) }).events).toEqual([])
  })
  it("[PRINT-4] stops repeating by itself after five copies", () => {
    let told = printer().at(0, enqueue(1))
    for (let n = 0; n < 10; n += 1) {
      const [job] = told.queue.jobs
      if (job === undefined) break
      const report = {
        report: "result" as const,
        job: job.id,
        attempt: 1,
        state: "unknown" as const,
      }
      told = told.at(n, { op: "report", report })
    }
    expect(told.queue.jobs).toEqual([])
    expect(told.queue.done).toHaveLength(6)
    expect(new Set(told.queue.done.map(({ id }) => id)).size).toBe(6)
  })
  it("[PRINT-5] prints nothing after its time", () => {
    expect(looksAt(printer().at(0, device("lost", 1), enqueue(1)))).toBe(seconds(600) + 1)
    expect(due(waiting, 601)).toBeUndefined()
    expect(states(waiting.at(601, { op: "tick" }))).toEqual([[jobId(1), "expired"]])
    expect(waiting.at(600, { op: "tick" }).events).toEqual([])
  })
  it("[PRINT-5] waits a minute longer for a device that may be printing", () => {
    expect(sent.at(660, { op: "tick" }).events).toEqual([])
    const expired = sent.at(661, { op: "tick" })
    expect(expired.events).toMatchObject([{ type: "JobExpired", cause: "unreachable" }])
  })
  it("[PRINT-6] ignores what belongs to an earlier life or is said again", () => {
    const ready = printer().at(0, device("ready", 7))
    expect(ready.at(1, device("lost", 6)).events).toEqual([])
    expect(ready.at(1, device("ready", 7)).events).toEqual([])
    expect(ready.at(1, result(9, "printed")).events).toEqual([])
    const again = accepted.at(2, result(1, "refused"), handedOver(1, 2))
    expect(again.at(9, result(1, "refused")).events).toEqual([])
    expect(again.at(9, ack(1, 1)).events).toEqual([])
    const done = accepted.at(2, result(1, "printed"))
    expect(done.at(3, result(1, "printed", { duplicate: true })).events).toEqual([])
    expect(done.at(3, result(1, "unknown")).events).toEqual([])
  })
  it("[PRINT-6] believes a late word that it is printed after all", () => {
    const late = sent.at(661, { op: "tick" }).at(700, result(1, "printed"))
    expect(states(late)).toEqual([[jobId(1), "printed"]])
  })
  it("[PRINT-6] notes the printer's condition once", () => {
    const status = { report: "status" as const, online: true, paper: "low" as const, cover: false }
    const told = printer().at(0, { op: "report", report: { ...status, error: null } })
    expect(told.queue.status).toEqual({ online: true, paper: "low", cover: false })
    expect(told.at(1, { op: "report", report: status }).events).toEqual([])
  })
  it("[PRINT-8] reprints for a person, who stands on the paper with the count", () => {
    const reprint = (n: number) =>
      ({ op: "reprint", job: jobId(1), newId: jobId(n), by: "Ana", time: "18:42" }) as const
    expect(waiting.at(1, reprint(5)).refusal).toBe("JOB_NOT_PRINTED")
    const done = accepted.at(2, result(1, "printed"))
    const twice = done.at(3, reprint(5), reprint(5), reprint(6))
    expect(twice.queue.jobs.map(({ chit, copyOf }) => [chit.banners, copyOf])).toEqual([
      [[{ kind: "reprint", copy: 1, at: "18:42", by: "Ana" }], jobId(1)],
      [[{ kind: "reprint", copy: 2, at: "18:42", by: "Ana" }], jobId(1)],
    ])
    expect(done.at(3, { ...reprint(5), job: jobId(9) }).refusal).toBe("JOB_UNKNOWN")
  })
  it("[PRINT-9] cancels what waits, and at the device only when the device is gone", () => {
    const cancel = { op: "cancelJob", job: jobId(1) } as const
    expect(states(waiting.at(1, cancel))).toEqual([[jobId(1), "cancelled"]])
    expect(waiting.at(1, cancel, cancel).events).toEqual([])
    expect(sent.at(1, cancel).refusal).toBe("JOB_ALREADY_SENT")
    expect(accepted.at(2, device("lost", 1), cancel).refusal).toBeUndefined()
    expect(accepted.at(2, result(1, "printed"), cancel).refusal).toBe("JOB_ALREADY_DONE")
  })
  it("[PRINT-9] does not retry what is printed or under way", () => {
    const retry = { op: "retryJob", job: jobId(1) } as const
    expect(sent.at(1, retry).events).toEqual([])
    expect(accepted.at(2, result(1, "printed"), retry).refusal).toBe("JOB_ALREADY_PRINTED")
  })
  it("[PRINT-18] lets what a printer was given of which no device was ever there be cancelled, unless it was accepted", () => {
    const cancel = { op: "cancelJob", job: jobId(1) } as const
    const never = printer().at(0, enqueue(1))
    expect(states(never.at(1, cancel))).toEqual([[jobId(1), "cancelled"]])
    const given = never.at(0, handedOver(1))
    expect(states(given.at(1, cancel))).toEqual([[jobId(1), "cancelled"]])
    expect(given.at(1, ack(1)).at(2, cancel).refusal).toBe("JOB_ALREADY_SENT")
  })
  it("[PRINT-10] keeps the last two hundred finished jobs", () => {
    const numbers = Array.from({ length: 203 }, (_, n) => n + 1)
    const told = numbers.reduce(
      (story, n) => story.at(0, { op: "enqueue", job: ticketJob(n) }, result(n, "printed")),
      printer(),
    )
    expect(told.queue.done).toHaveLength(200)
    expect(told.queue.done[0]?.id).toBe(jobId(4))
  })
})
