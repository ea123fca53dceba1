import { assert, describe, it } from "@effect/vitest"
import { OrderByTicket } from "#actors/tenant/order-by-ticket.ts"
import { expoTicketIdOf } from "#core/kitchen/expo-course.ts"
import { type OrderId, ticketIdOf } from "#core/kitchen/ids.ts"

const early = "01930000-0001-7000-8000-000000000001" as OrderId
const twin = "01930000-0001-7abc-8000-000000000002" as OrderId
const late = "01930000-0002-7000-8000-000000000003" as OrderId

describe("finding an order by one of its tickets", () => {
  it("names the orders that were made in the ticket's millisecond, and no others", () => {
    const index = new OrderByTicket()
    for (const id of [early, late, early]) index.add(id)
    assert.deepStrictEqual(index.of(ticketIdOf(early, 1)), [early])
    assert.deepStrictEqual(index.of(expoTicketIdOf(late, 2)), [late])
    index.add(twin)
    assert.deepStrictEqual(index.of(ticketIdOf(twin, 3)), [early, twin])
  })

  it("forgets one without the other", () => {
    const index = new OrderByTicket()
    for (const id of [early, twin]) index.add(id)
    index.delete(early)
    index.delete(late)
    assert.deepStrictEqual(index.of(ticketIdOf(early, 1)), [twin])
    index.delete(twin)
    assert.deepStrictEqual(index.of(ticketIdOf(early, 1)), [])
  })
})
