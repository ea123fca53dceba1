import { it } from "@effect/vitest"
import fc from "fast-check"
import { expect } from "vitest"
import { OverdueLine } from "#actors/screen/overdue-line.ts"
import type { OrderId, TicketId } from "#core/kitchen/ids.ts"

it("gives each ticket once, as soon as its time is over and not before, whatever the order they came in", () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ now: fc.nat(50), adds: fc.array(fc.nat(60)) }), { maxLength: 20 }),
      (steps) => {
        const line = new OverdueLine()
        let waiting: Array<{ at: number; n: number }> = []
        let n = 0
        for (const { now, adds } of steps) {
          for (const at of adds) {
            waiting.push({ at, n })
            line.add({ at, orderId: "order" as OrderId, ticketId: `${n++}` as TicketId })
          }
          const due = waiting.filter(({ at }) => at <= now).sort((a, b) => a.at - b.at || a.n - b.n)
          waiting = waiting.filter(({ at }) => at > now)
          expect(line.take(now).map(({ ticketId }) => Number(ticketId))).toEqual(
            due.map((one) => one.n),
          )
          expect(line.next()).toBe(
            Math.min(Number.POSITIVE_INFINITY, ...waiting.map(({ at }) => at)),
          )
        }
      },
    ),
  )
})
