import { paperClock } from "#actors/tenant/business-day.ts"
import { chitsOf } from "#core/kitchen/chit-of.ts"
import type { Printer, Station } from "#core/kitchen/menu.ts"
import { absentOrder, type Order, type PlacedOrder } from "#core/kitchen/order.ts"
import type { OrderEvent } from "#core/kitchen/order-event.ts"
import { evolve } from "#core/kitchen/order-evolve.ts"
import type { NewJob } from "#core/kitchen/print-job.ts"
import type { PrinterEvent } from "#core/kitchen/printer-queue.ts"
import { currentPayload } from "#core/log/upcast.ts"
import type { CutPaper } from "#test/simulation/printer-room.ts"
import { mayBeSecond, readPapers } from "./cut-papers.ts"
import { appendsOf, type StoredLog } from "./stored-log.ts"
import { broken, type Violation } from "./violation.ts"

export interface Kitchen {
  readonly timezone: string
  readonly stations: ReadonlyArray<Station>
  readonly printers: ReadonlyArray<Printer>
}

/** Each chit was asked for once, and came out once; a second paper says that it may be one. */
export const papersRight = (
  log: StoredLog,
  kitchen: Kitchen,
  papersFile: string,
): ReadonlyArray<Violation> => {
  const jobs = jobsOf(log)
  return [...unasked(log, kitchen, jobs), ...onPaper(jobs, readPapers(papersFile))].map(
    broken("paper"),
  )
}

export interface JobStory {
  readonly job: NewJob
  readonly printer: string
  /** Events of it after it was queued. */
  readonly happened: Array<PrinterEvent["type"]>
}

export const jobsOf = (log: StoredLog): ReadonlyMap<string, JobStory> => {
  const jobs = new Map<string, JobStory>()
  for (const recorded of log.events) {
    if (!recorded.stream.startsWith("printer/")) continue
    const event = currentPayload(recorded) as PrinterEvent
    if (event.type === "JobQueued")
      jobs.set(event.job.id, { job: event.job, printer: recorded.stream, happened: [] })
    else if ("job" in event) jobs.get(event.job)?.happened.push(event.type)
  }
  return jobs
}

/** Chits that the orders' events call for, against those that were queued. */
const unasked = function* (
  log: StoredLog,
  kitchen: Kitchen,
  jobs: ReadonlyMap<string, JobStory>,
): Iterable<string> {
  const wanted = new Map<string, number>()
  const count = (key: string, by: number) => wanted.set(key, (wanted.get(key) ?? 0) + by)
  const orders = new Map<string, Order>()
  for (const append of appendsOf(log, "order/")) {
    const stream = append[0]?.stream ?? ""
    const events = append.map((recorded) => currentPayload(recorded) as OrderEvent)
    const after = events.reduce<Order>(evolve, orders.get(stream) ?? absentOrder) as PlacedOrder
    orders.set(stream, after)
    const clock = paperClock((events[0]?.at ?? 0) as never, kitchen.timezone)
    for (const printer of kitchen.printers)
      for (const { ticketId, chit } of chitsOf(events, after, kitchen, printer, clock))
        count(keyOf(printer.id, ticketId, chit), 1)
  }
  for (const { job, printer } of jobs.values())
    if (job.copyOf === undefined && job.movedFrom === undefined && job.kind === "ticket")
      count(keyOf(printer.slice("printer/".length), job.ticketId, job.chit), -1)
  for (const [key, missing] of wanted) {
    if (missing > 0) yield `${missing} chit(s) never asked for: ${key}`
    if (missing < 0) yield `${-missing} chit(s) asked for once too often: ${key}`
  }
}

const keyOf = (printerId: string, ticketId: string | undefined, chit: NewJob["chit"]): string =>
  JSON.stringify([printerId, ticketId, sorted(chit)])

/** PostgreSQL keeps JSON, not the order of its keys. */
const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, part]) => part !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, part]) => [key, sorted(part)]),
  )
}

const onPaper = function* (
  jobs: ReadonlyMap<string, JobStory>,
  papers: ReadonlyArray<CutPaper>,
): Iterable<string> {
  const cut = new Map<string, number>()
  for (const paper of papers) {
    const { job } = paper
    cut.set(job, (cut.get(job) ?? 0) + 1)
    const story = jobs.get(job)
    if (story === undefined) yield `a paper of job ${job}, which nobody asked for`
    else if (story.job.copyOf !== undefined && !mayBeSecond(paper))
      yield `job ${job} repeats ${story.job.copyOf} and its paper does not say so`
  }
  for (const [job, count] of cut) if (count > 1) yield `job ${job} came out ${count} times`
  yield* withoutPaper(jobs, cut)
}

/**
 * A family of copies: the first one bare, each next one only after nobody knew or when the one before went to a neighbour,
 * and paper at the end.
 */
const withoutPaper = function* (
  jobs: ReadonlyMap<string, JobStory>,
  cut: ReadonlyMap<string, number>,
): Iterable<string> {
  const families = new Map<string, Array<JobStory>>()
  for (const story of jobs.values()) {
    const first = firstOf(jobs, story.job)
    families.set(first, [...(families.get(first) ?? []), story])
  }
  for (const [first, family] of families) {
    const unknown = family.filter(({ happened }) => happened.includes("JobUnknown")).length
    const moved = family.filter(({ happened }) => happened.includes("JobMoved")).length
    if (family.length > unknown + moved + 1)
      yield `job ${first}: ${unknown} times unknown, ${moved} times moved, ${family.length - 1} copies`
    if (!family.some(({ job }) => cut.has(job.id)))
      yield `job ${first} never came out: ${family.map(({ happened }) => happened.join(" ")).join(" | ")}`
    for (const { job, happened } of family)
      if (happened.includes("JobPrinted") && !cut.has(job.id))
        yield `job ${job.id} is said to be printed, and there is no paper`
  }
}

/** The job that all of a family repeat or stand in for. */
const firstOf = (jobs: ReadonlyMap<string, JobStory>, job: NewJob): string => {
  const before = job.copyOf ?? job.movedFrom
  const story = before === undefined ? undefined : jobs.get(before)
  return story === undefined ? job.id : firstOf(jobs, story.job)
}
