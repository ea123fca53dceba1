import { describe, expect, it } from "vitest"
import type { TicketView } from "#core/kitchen/ticket.ts"
import { callFor, mostUrgent } from "#plugins/kds/ui/sounds/call-for.ts"
import { lateTickets } from "#plugins/kds/ui/urgency.ts"
import { ticket } from "#test/browser/support/kitchen-fixture.ts"

const picture = (...tickets: ReadonlyArray<TicketView>) =>
  new Map(tickets.map((one) => [one.ticketId as string, one]))
const station = (before: Picture, after: Picture) => callFor(before, after, false)
type Picture = ReturnType<typeof picture>
const one = ticket({ n: 1 })
const fewer = { was: "3 Burger", differences: [{ kind: "quantity" as const, was: 3, now: 2 }] }
const changed = ticket({ n: 1, lines: [{ change: { ...fewer, ack: false } }] })
const takenBack = ticket({ n: 1, lines: [{ quantity: 1, voided: 1 }] })
const ready = ticket({ n: 1, status: "ready", lines: [{ ready: 2, status: "ready" }] })

describe("the sound of a change on the board", () => {
  it("[SOUND-1] tells a new ticket, a change, a dish taken back, a rush and a recall apart", () => {
    expect(station(picture(one), picture(one, ticket({ n: 2 })))).toBe("newTicket")
    expect(station(picture(one), picture(changed))).toBe("change")
    expect(station(picture(one), picture(takenBack))).toBe("void")
    expect(station(picture(one), picture(ticket({ n: 1, priority: 1 })))).toBe("rush")
    expect(station(picture(one), picture(ticket({ n: 1, recalls: 1 })))).toBe("recall")
  })

  it("[KDS-22] sounds as a change when the guests of a ticket moved", () => {
    const moved = ticket({ n: 1, table: "8", movedFrom: "1" })
    expect(station(picture(one), picture(moved))).toBe("change")
    expect(station(picture(moved), picture({ ...moved, rev: 9 }))).toBeUndefined()
  })

  it("[SOUND-1] comes when a held ticket is fired, not when it arrives", () => {
    const held = ticket({ n: 2, status: "held" })
    expect(station(picture(one), picture(one, held))).toBeUndefined()
    expect(station(picture(one, held), picture(one, ticket({ n: 2 })))).toBe("newTicket")
    const urgent = ticket({ n: 2, priority: 1 })
    expect(station(picture(one, held), picture(one, urgent))).toBe("rush")
  })

  it("[SOUND-1] is silent about what the cook did: a line made ready, a bump, a change acknowledged", () => {
    expect(station(picture(one), picture(ready))).toBeUndefined()
    expect(station(picture(one), picture(ticket({ n: 1, status: "bumped" })))).toBeUndefined()
    const heard = ticket({ n: 1, lines: [{ change: { ...fewer, ack: true } }] })
    expect(station(picture(changed), picture(heard))).toBeUndefined()
  })

  it("[SOUND-1] says ready at the pass, where somebody else made it so", () => {
    expect(callFor(picture(one), picture(ready), true)).toBe("ready")
  })

  it("[SOUND-2] of several is the most urgent one", () => {
    const after = picture(takenBack, ticket({ n: 2 }), ticket({ n: 3, recalls: 1 }))
    expect(station(picture(one, ticket({ n: 3 })), after)).toBe("void")
    expect(mostUrgent(["late", undefined, "alarm"])).toBe("alarm")
  })

  it("[SOUND-5] comes when a ticket passes its due time, for no ticket that is held, ready or gone", () => {
    const due = Date.parse(one.firedAt ?? "") + 600_000
    const others = [
      ticket({ n: 2, status: "held" }),
      ticket({ n: 3, status: "ready" }),
      ticket({ n: 4, status: "bumped" }),
    ]
    expect(lateTickets(picture(one, ...others), due - 1)).toEqual(new Set())
    expect(lateTickets(picture(one, ...others), due + 1000)).toEqual(new Set([one.ticketId]))
  })
})
