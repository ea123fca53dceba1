import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, describe, expect, it } from "vitest"
import type { Cid, TenantId, TicketId } from "#core/kitchen/ids.ts"
import type { Screen } from "#core/kitchen/menu.ts"
import type { TicketView } from "#core/kitchen/ticket.ts"
import { ticketsOf } from "#core/kitchen/ticket-view.ts"
import type { RecordedEvent } from "#core/log/event-log.ts"
import { burger, lineId, orderId, placing, story } from "#test/core/kitchen/kitchen-story.ts"
import { Ledger } from "#test/simulation/ordering/ledger.ts"
import type { CutPaper } from "#test/simulation/printer-room.ts"
import { wrongNumbers, wrongUnits } from "./orders-right.ts"
import { papersRight } from "./papers-right.ts"
import { promisesKept } from "./promises-kept.ts"
import { wrongTickets } from "./screens-right.ts"
import type { StoredLog } from "./stored-log.ts"

const folder = mkdtempSync(join(tmpdir(), "heard-checks-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const logOf = (
  stream: string,
  payloads: ReadonlyArray<object>,
  replies: StoredLog["replies"] = new Map(),
): StoredLog => ({
  events: payloads.map(
    (payload, n): RecordedEvent => ({
      tenantId: "tenant" as TenantId,
      position: n + 1,
      stream,
      version: n + 1,
      type: "Happened@1",
      payload,
      cid: `cid-${n}` as Cid,
      at: 0 as RecordedEvent["at"],
    }),
  ),
  head: payloads.length,
  replies,
})

const queued = (id: string, copyOf?: string) => ({
  type: "JobQueued",
  job: { id, kind: "test", chit: {}, ...(copyOf === undefined ? {} : { copyOf }) },
})
const printed = (job: string) => ({ type: "JobPrinted", job })
const unknown = (job: string) => ({ type: "JobUnknown", job })
const paper = (job: string, text = ""): CutPaper => ({
  job,
  base64: Buffer.from(text).toString("base64"),
})
const banner = "POSSIBLE DUPLICATE"

const wrongPapers = (events: ReadonlyArray<object>, papers: ReadonlyArray<CutPaper>) => {
  const file = join(folder, "papers.ndjson")
  writeFileSync(file, papers.map((line) => `${JSON.stringify(line)}\n`).join(""))
  const kitchen = { timezone: "UTC", stations: [], printers: [] }
  return papersRight(logOf("printer/p", events), kitchen, file).map(({ what }) => what)
}

describe("the check of papers", () => {
  it("[CRASH-3] lets pass what came out once, and a copy that says so after nobody knew", () => {
    expect(wrongPapers([queued("a"), printed("a")], [paper("a")])).toEqual([])
    const copied = [queued("a"), unknown("a"), queued("b", "a"), printed("b")]
    expect(wrongPapers(copied, [paper("b", banner)])).toEqual([])
    expect(wrongPapers(copied, [paper("a"), paper("b", banner)])).toEqual([])
  })

  it.each([
    ["a second paper", [queued("a"), printed("a")], [paper("a"), paper("a")], "came out 2 times"],
    ["a paper that is missing", [queued("a"), printed("a")], [], "never came out"],
    ["a paper of nobody's job", [], [paper("a")], "nobody asked for"],
    [
      "a copy that does not say so",
      [queued("a"), unknown("a"), queued("b", "a"), printed("b")],
      [paper("a"), paper("b")],
      "does not say so",
    ],
    [
      "a copy of what was known",
      [queued("a"), printed("a"), queued("b", "a"), printed("b")],
      [paper("a"), paper("b", banner)],
      "0 times unknown",
    ],
  ])("[CRASH-3] sees %s", (_, events, papers, what) => {
    expect(wrongPapers(events, papers).join()).toContain(what)
  })
})

describe("the check of promises", () => {
  const ledger = new Ledger()
  ledger.heard({ cid: "c", orderId: "o", op: "rush", args: {}, rev: 2 })
  ledger.refuse("r", "LINE_VOIDED")

  it("[CRASH-1] lets pass what is stored as it was heard", () => {
    expect(promisesKept(ledger, logOf("order/o", [{}, {}], new Map([["c", 2]])))).toEqual([])
  })

  it("[CRASH-1] sees what is lost, what was told otherwise and what was refused and happened", () => {
    const look = (replies: StoredLog["replies"]) =>
      promisesKept(ledger, logOf("order/o", [], replies)).map(({ promise }) => promise)
    expect(look(new Map())).toEqual(["lost"])
    expect(look(new Map([["c", 3]]))).toEqual(["heard"])
    expect(
      look(
        new Map([
          ["c", 2],
          ["r", 2],
        ]),
      ),
    ).toEqual(["heard"])
  })

  it("[CRASH-2] sees a gap, a fork and a command that happened twice", () => {
    const whole = logOf("order/o", [{}, {}, {}], new Map([["c", 2]]))
    const [first, second, third] = whole.events as [RecordedEvent, RecordedEvent, RecordedEvent]
    const look = (...events: ReadonlyArray<RecordedEvent>) =>
      promisesKept(ledger, { ...whole, events, head: 3 })
        .map(({ what }) => what)
        .join()
    expect(look(first, third)).toContain("position 2 is missing")
    expect(look(first, second, { ...third, version: 2 })).toContain("goes from 2 to 2")
    expect(look(first, second, { ...third, cid: first.cid })).toContain("happened twice")
    const along = { ...second, cid: first.cid, stream: "printer/p", version: 1 }
    const after = { ...third, version: 2 }
    expect(look(first, along, after)).toBe("")
    expect(look(first, { ...along, stream: "order/other" }, after)).toContain("happened in")
  })
})

describe("the check of orders", () => {
  const { order } = story(placing([burger(1)]))
  const orders = new Map([[order.id, order]])
  const heardOf = (quantity: number) => {
    const ledger = new Ledger()
    const args = { lines: [{ id: lineId(1), quantity }] }
    ledger.heard({ cid: "c", orderId, op: "placeOrder", args, rev: 3 })
    return ledger
  }

  it("[CRASH-4] sees units that nobody ordered, units that are missing and a line that is lost", () => {
    const look = (ledger: Ledger, now: Parameters<typeof wrongUnits>[0] = orders) =>
      [...wrongUnits(now, ledger)].join()
    expect(look(heardOf(2))).toBe("")
    expect(look(heardOf(3))).toContain("3 ordered, its counters add up to 2")
    expect(look(new Ledger())).toContain("never acknowledged")
    expect(look(heardOf(2), new Map())).toContain("is lost")
    const less = story(placing([burger(1)]), { op: "voidLine", lineId: lineId(1), quantity: 1 })
    expect(look(heardOf(2), new Map([[orderId, less.order]]))).toContain("0 taken back, 1 voided")
  })

  it("[CRASH-4] sees two orders that are called by the same number", () => {
    expect([...wrongNumbers(orders)]).toEqual([])
    expect([...wrongNumbers(new Map([...orders, ["other", order]]))]).toHaveLength(1)
  })
})

describe("the check of screens", () => {
  const { order } = story(placing([burger(1)]))
  const tables = new Map()
  const screen = { id: "s", name: "Grill", kind: "station", stations: ["grill"], slots: 8 }
  const look = (...items: ReadonlyArray<TicketView>) =>
    [
      ...wrongTickets(
        screen as never as Screen,
        new Map(items.map((item) => [item.ticketId, item])),
        new Map([[order.id, order]]),
        tables,
      ),
    ].join()

  it("[CRASH-5] sees a ticket that is missing, old, or gone", () => {
    const [ticket]: ReadonlyArray<TicketView> = ticketsOf(order, { tables })
    if (ticket === undefined) throw new Error("the story has a ticket")
    expect(look({ ...ticket, slot: 3 })).toBe("")
    expect(look()).toContain("Grill shows")
    expect(look({ ...ticket, status: "started" })).toContain("the log says")
    expect(look(ticket, { ...ticket, ticketId: "other" as TicketId })).toContain("which is gone")
  })
})

it("[CRASH-6] a bug that a client is told of is a broken promise", () => {
  const ledger = new Ledger()
  ledger.refuse("c", "INTERNAL")
  ledger.refuse("d", "LINE_VOIDED")
  expect(ledger.broken).toHaveLength(1)
})
