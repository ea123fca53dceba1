import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { DueHeap } from "#core/plugins/jobs/due-heap.ts"
import { cronProblem, JobTimes } from "#core/plugins/jobs/job-times.ts"

/** The next `count` times after `from`, as ISO minutes in UTC. */
const dueAfter = (from: string, expression: string, zone: string, count: number) => {
  const times = new JobTimes()
  let at = Date.parse(from)
  return Array.from({ length: count }, () => {
    at = times.next(expression, zone, at) ?? Number.NaN
    return new Date(at).toISOString().slice(5, 16)
  })
}

describe("when a job is due", () => {
  it("[JOB-1] is by the restaurant's clock", () => {
    expect(dueAfter("2026-01-10T12:00:00Z", "0 4 * * *", "Europe/Paris", 2)).toEqual([
      "01-11T03:00",
      "01-12T03:00",
    ])
    expect(dueAfter("2026-01-10T12:00:00Z", "0 4 * * *", "Asia/Kolkata", 1)).toEqual([
      "01-10T22:30",
    ])
    expect(dueAfter("2026-01-10T12:00:00Z", "30 15 4 * * *", "UTC", 1)).toEqual(["01-11T04:15"])
  })

  it("[JOB-2] is once on the day when the clock is put forward, after the missing hour", () => {
    expect(dueAfter("2026-03-27T12:00:00Z", "30 2 * * *", "Europe/Paris", 4)).toEqual([
      "03-28T01:30",
      "03-29T01:30",
      "03-30T00:30",
      "03-31T00:30",
    ])
  })

  it("[JOB-2] is once on the day when the clock is put back, though half past two comes twice", () => {
    expect(dueAfter("2026-10-23T12:00:00Z", "30 2 * * *", "Europe/Paris", 4)).toEqual([
      "10-24T00:30",
      "10-25T00:30",
      "10-26T01:30",
      "10-27T01:30",
    ])
  })

  it("[JOB-2] is in both of the repeated hours for what is due in every hour", () => {
    expect(dueAfter("2026-10-24T23:45:00Z", "*/30 * * * *", "Europe/Paris", 5)).toEqual([
      "10-25T00:00",
      "10-25T00:30",
      "10-25T01:00",
      "10-25T01:30",
      "10-25T02:00",
    ])
  })

  it("[JOB-3] is told to be wrong before the plugin is loaded", () => {
    expect(cronProblem("0 4 * * *")).toBeUndefined()
    expect(cronProblem("*/5 * * * * *")).toBeUndefined()
    for (const wrong of ["", "4", "0 25 * * *", "at four", "0 0 30 2 *"])
      expect(cronProblem(wrong), wrong).toEqual(expect.any(String))
  })
})

describe("the heap of what is due", () => {
  it("[JOB-4] gives the earliest first, whatever came in between, and nothing early", () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.integer({ min: 0, max: 50 }), fc.constant("take"))),
        (steps) => {
          const heap = new DueHeap<number>()
          let model: ReadonlyArray<number> = []
          for (const step of steps) {
            if (typeof step === "number") {
              heap.add(step, step)
              model = [...model, step]
            } else {
              const due = model.filter((at) => at <= 25)
              const first = due.length === 0 ? undefined : Math.min(...due)
              expect(heap.take(25)?.value).toBe(first)
              if (first !== undefined) model = model.toSpliced(model.indexOf(first), 1)
            }
          }
          expect(heap.size).toBe(model.length)
        },
      ),
      { numRuns: 300 },
    )
  })
})
