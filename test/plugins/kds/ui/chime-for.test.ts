import { describe, expect, it } from "vitest"
import type { TicketView } from "#core/kitchen/ticket.ts"
import { chimeFor } from "#plugins/kds/ui/chime-for.ts"
import { ticket } from "#test/browser/support/kitchen-fixture.ts"

const picture = (...tickets: ReadonlyArray<TicketView>) =>
  new Map(tickets.map((one) => [one.ticketId as string, one]))
const one = ticket({ n: 1 })
const changed = ticket({ n: 1, lines: [{ change: { was: "3 Burger", ack: false } }] })

describe("the sound of a change on the board", () => {
  it("[KDS-11] tells a new ticket, a change and a recall apart", () => {
    expect(chimeFor(picture(one), picture(one, ticket({ n: 2 })))).toBe("newTicket")
    expect(chimeFor(picture(one), picture(changed))).toBe("change")
    expect(chimeFor(picture(one), picture(ticket({ n: 1, recalls: 1 })))).toBe("recall")
  })

  it("[KDS-11] comes when a held ticket is fired, not when it arrives", () => {
    const held = ticket({ n: 2, status: "held" })
    expect(chimeFor(picture(one), picture(one, held))).toBeUndefined()
    expect(chimeFor(picture(one, held), picture(one, ticket({ n: 2 })))).toBe("newTicket")
  })

  it("[KDS-11] is silent about what the cook did: a line made ready, a bump, a change acknowledged", () => {
    const ready = ticket({ n: 1, lines: [{ ready: 2, status: "ready" }] })
    expect(chimeFor(picture(one), picture(ready))).toBeUndefined()
    expect(chimeFor(picture(one), picture(ticket({ n: 1, status: "bumped" })))).toBeUndefined()
    const heard = ticket({ n: 1, lines: [{ change: { was: "3 Burger", ack: true } }] })
    expect(chimeFor(picture(changed), picture(heard))).toBeUndefined()
  })
})
