import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { JobId } from "#core/kitchen/ids.ts"
import {
  asked,
  confirmed,
  fetched,
  gone,
  type HandOver,
  handedIn,
  noted,
  takenBack,
} from "#devices/printers/pull/hand-over.ts"
import { fetchingWorld, type Visit } from "./fetching-world.ts"

const given = { job: "job-1" as JobId, attempt: 1, token: "T1", notAfter: 100_000 }
const well = { printing: false }
const patience = 15_000

const offered = handedIn(undefined, given, false).next
const out = noted(fetched(offered, "T1", 0).next, "T1", true).next
const actOf = ({ act }: { readonly act: object }) => act

describe("a paper on its way to a printer that fetches it", () => {
  it("[PULL-1] leaves only when the log has it that it leaves", () => {
    const asking = fetched(offered, "T1", 0)
    expect(actOf(asking)).toEqual({ act: "note" })
    expect(noted(asking.next, "T1", true)).toMatchObject({
      act: { act: "give" },
      next: { phase: "out" },
    })
    expect(noted(asking.next, "T1", false)).toMatchObject({
      act: { act: "withhold" },
      next: { phase: "offered" },
    })
    expect(actOf(fetched(asking.next, "T1", 0))).toEqual({ act: "withhold" })
  })

  it("[PULL-2] is given again within the same visit, and not at a later one", () => {
    expect(actOf(fetched(out, "T1", 1))).toEqual({ act: "give" })
    const later = asked(out, well, 1_000, patience).next
    expect(actOf(asked(out, well, 1_000, patience))).toEqual({ act: "nothing" })
    expect(actOf(fetched(later, "T1", 1_001))).toEqual({ act: "withhold" })
    expect(actOf(fetched(out, "T2", 1))).toEqual({ act: "withhold" })
  })

  it("[PULL-3] is of unknown fate when the printer that took it asks on, idle and well, for too long", () => {
    const first = asked(out, well, 1_000, patience).next
    expect(actOf(asked(first, well, 15_999, patience))).toEqual({ act: "nothing" })
    expect(asked(first, well, 16_000, patience)).toEqual({
      next: undefined,
      act: { act: "tell", state: "unknown", cause: "unconfirmed" },
    })
    const busy = asked(first, { printing: true }, 10_000, patience).next
    expect(actOf(asked(busy, well, 20_000, patience))).toEqual({ act: "nothing" })
    const open = asked(first, { printing: false, trouble: "cover_open" }, 10_000, patience).next
    expect(actOf(asked(open, well, 24_000, patience))).toEqual({ act: "nothing" })
  })

  it("[PULL-4] was not printed only if the printer says so at the visit at which it took it", () => {
    const refused = { state: "refused", cause: "unreachable" } as const
    expect(confirmed(out, "T1", refused).act).toMatchObject({ state: "refused" })
    const later = asked(out, well, 1_000, patience).next
    expect(confirmed(later, "T1", refused).act).toMatchObject({ state: "unknown" })
    expect(confirmed(later, "T1", { state: "printed" }).act).toMatchObject({ state: "printed" })
    expect(actOf(confirmed(out, "T2", refused))).toEqual({ act: "nothing" })
  })

  it("[PULL-11] is not printed while nothing of it has left", () => {
    const printed = confirmed(offered, "T1", { state: "printed" })
    expect(printed).toEqual({ next: offered, act: { act: "withhold" } })
    const refused = { state: "refused", cause: "unreachable" } as const
    expect(confirmed(offered, "T1", refused).act).toMatchObject({ state: "refused" })
  })

  it("[PULL-5] that is not out yet is refused by a printer in trouble, expires, and can be taken back", () => {
    expect(asked(offered, { printing: false, trouble: "paper_out" }, 0, patience).act).toEqual({
      act: "tell",
      state: "refused",
      cause: "paper_out",
    })
    expect(asked(offered, well, 100_001, patience).act).toMatchObject({ state: "expired" })
    expect(fetched(offered, "T1", 100_001).act).toMatchObject({ state: "expired" })
    expect(gone(offered, false).act).toMatchObject({ state: "refused", cause: "offline" })
    expect(takenBack(offered, "job-1")).toBeUndefined()
    expect(takenBack(out, "job-1")).toBe(out)
  })

  it("[PULL-6] is waited for while its printer is silent, and given up when that lasts", () => {
    const silent = gone(out, false)
    expect(silent).toMatchObject({ act: { act: "nothing" }, next: { phase: "out" } })
    expect(gone(silent.next, true).act).toMatchObject({ state: "unknown", cause: "offline" })
  })

  it("[PULL-1] may be out from before a restart of the hub: it is waited for and noted again", () => {
    const again = handedIn(undefined, { ...given, attempt: 2 }, true)
    expect(again).toMatchObject({ act: { act: "note" }, next: { phase: "out", visiting: false } })
    expect(actOf(fetched(again.next, "T1", 1))).toEqual({ act: "withhold" })
    expect(handedIn(out, { ...given, attempt: 3 }, true)).toMatchObject({
      act: { act: "note" },
      next: { phase: "out", visiting: true, attempt: 3 } satisfies Partial<HandOver>,
    })
  })

  it("[PULL-8] comes out once under each token, whatever is lost, repeated or crashes", () => {
    const visit: fc.Arbitrary<Visit> = fc.record({
      hubCrash: fc.constantFrom("never", "never", "before noted", "after noted", "before told"),
      powerCut: fc.constantFrom("never", "never", "before paper", "after paper"),
      bodyLost: fc.boolean(),
      word: fc.constantFrom("heard", "heard", "lost", "answer lost"),
      late: fc.boolean(),
      trouble: fc.constantFrom(undefined, undefined, undefined, "cover_open"),
    })
    fc.assert(
      fc.property(fc.array(visit, { maxLength: 40 }), (visits) => {
        const world = fetchingWorld(4)
        for (const one of visits) world.visit(one)
        world.calm()
        expect(world.papersOfOneToken()).toBeLessThanOrEqual(1)
        expect(world.withoutPaper()).toEqual([])
        expect(world.needlessCopies()).toEqual(0)
      }),
      { numRuns: 2_000 },
    )
  })
})
