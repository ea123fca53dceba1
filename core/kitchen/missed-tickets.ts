import type { Chit } from "./chit.ts"
import { derivedId, type EpochMs, type JobId } from "./ids.ts"
import type { NewJob, PrintJob } from "./print-job.ts"
import type { PrinterSelf } from "./printer-command.ts"
import { keptMissed, type MissedTicket, type PrinterQueue } from "./printer-queue.ts"

type Missed = NonNullable<PrinterQueue["missed"]>

const none: Missed = { tickets: [], more: 0 }

/** One more ticket that nobody printed in time. The oldest are only counted. */
export const withMissed = (missed: Missed = none, job: PrintJob): Missed => {
  const { chit } = job
  const ticket: MissedTicket = {
    job: job.id,
    number: job.number ?? chit.number,
    ...(chit.table === undefined ? {} : { table: chit.table }),
    dishes: chit.lines.reduce((sum, { quantity }) => sum + quantity, 0),
    time: chit.time,
  }
  const tickets = [...missed.tickets, ticket]
  return {
    tickets: tickets.slice(-keptMissed),
    more: missed.more + Math.max(0, tickets.length - keptMissed),
  }
}

/** It came out after all, or somebody has it again: it is not told as missing. */
export const withoutMissed = (missed: Missed | undefined, job: JobId): Missed | undefined => {
  if (missed?.tickets.some((ticket) => ticket.job === job) !== true) return missed
  const tickets = missed.tickets.filter((ticket) => ticket.job !== job)
  return tickets.length === 0 && missed.more === 0 ? undefined : { ...missed, tickets }
}

/** One chit instead of a flood of old ones: what was not printed while the printer could not. */
export const summaryJob = (missed: Missed, self: PrinterSelf, at: EpochMs): NewJob => ({
  id: derivedId(missed.tickets[0]?.job ?? self.id, `summary ${at}`) as JobId,
  kind: "summary",
  notAfter: (at + self.maxAgeMs) as EpochMs,
  chit: summaryChit(missed, self, at),
})

const summaryChit = ({ tickets, more }: Missed, self: PrinterSelf, at: EpochMs): Chit => ({
  banners: [{ kind: "notPrinted", count: tickets.length + more }],
  station: self.name,
  number: `${tickets.length + more}`,
  type: "counter",
  time: self.wallClock(at),
  lines: tickets.map(({ number, table, dishes, time }) => ({
    quantity: dishes,
    name: [`#${number}`, ...(table === undefined ? [] : [`T ${table}`]), time].join("  "),
    modifiers: [],
  })),
  ...(more === 0 ? {} : { more }),
  rev: 1,
  language: self.language,
})
