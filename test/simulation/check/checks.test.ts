import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, describe, expect, it } from "vitest"
import type { Cid, TenantId } from "#core/kitchen/ids.ts"
import type { RecordedEvent } from "#core/log/event-log.ts"
import { Ledger } from "#test/simulation/ordering/ledger.ts"
import type { CutPaper } from "#test/simulation/printer-room.ts"
import { papersRight } from "./papers-right.ts"
import { promisesKept } from "./promises-kept.ts"
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
  })
})
