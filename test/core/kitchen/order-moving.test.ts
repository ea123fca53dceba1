import { describe, expect, it } from "vitest"
import type { TableId } from "#core/kitchen/ids.ts"
import type { OrderCommand } from "#core/kitchen/order-command.ts"
import { expoTicketsOf, ticketsOf } from "#core/kitchen/ticket-view.ts"
import { bumping, burger, fries, lineId, minutes, placing, story } from "./kitchen-story.ts"

const table8 = "01930000-0000-7000-8000-000000000808" as TableId
const table9 = "01930000-0000-7000-8000-000000000909" as TableId
const move: OrderCommand = { op: "moveTable", tableId: table8, table: "8" }
const lineIds = [lineId(1)]
const placed = story(placing([burger(1), fries(2, { hold: true, course: 2 })]))
const ticketsNow = ({ order }: typeof placed) => ticketsOf(order, { tables: new Map() })

describe("an order whose guests move", () => {
  it("[MOVE-1] stands at the other table, and no unit of it goes anywhere", () => {
    const cooked = placed.next({ op: "readyLines", parts: [{ lineId: lineId(1), quantity: 1 }] })
    const told = cooked.next(move)
    expect(told.order).toMatchObject({ tableId: table8, table: "8" })
    expect(told.order.lines).toEqual(cooked.order.lines)
    expect(told.order.tickets.map(({ items }) => items)).toEqual(
      cooked.order.tickets.map(({ items }) => items),
    )
    expect(told.next(move).events).toEqual([])
  })

  it("[MOVE-1] is refused as any other command when it is closed or cancelled", () => {
    const done = placed.next({ op: "voidLine", lineId: lineId(2) }, { op: "serveLines", lineIds })
    expect(done.next({ op: "close" }, move).refusal).toBe("ORDER_CLOSED")
    expect(placed.next({ op: "cancel" }, move).refusal).toBe("ORDER_CANCELLED")
  })

  it("[MOVE-2] tells whoever cooks it which table it was, and nobody else", () => {
    const told = placed.next(move)
    const [fired, held] = ticketsNow(told)
    expect(fired).toMatchObject({ table: "8", movedFrom: "5", status: "fired" })
    expect(held).toMatchObject({ table: "8", status: "held" })
    expect(held).not.toHaveProperty("movedFrom")
    expect(expoTicketsOf(told.order)[0]).toMatchObject({ table: "8", movedFrom: "5" })
    const [, later] = ticketsNow(told.next({ op: "fireCourse", course: 2 }))
    expect(later).not.toHaveProperty("movedFrom")
  })

  it("[MOVE-2] changes every ticket that somebody may look at, and says the table before last no more", () => {
    const bumped = placed.next(bumping("grill"))
    const before = ticketsNow(bumped)
    const after = ticketsNow(bumped.next(move))
    expect(after.map(({ table }) => table)).toEqual(["8", "8"])
    expect(after.map(({ rev }, n) => rev > (before[n]?.rev ?? 0))).toEqual([true, true])
    expect(after[0]).not.toHaveProperty("movedFrom")
    const twice = placed.next(move, { op: "moveTable", tableId: table9, table: "9" })
    expect(ticketsNow(twice)[0]).toMatchObject({ table: "9", movedFrom: "8" })
  })

  it("[MOVE-4] is promised for another instant, or for none any more", () => {
    const promised = placed.next({ op: "setPromise", promisedAt: minutes(30) })
    expect(promised.order.promisedAt).toBe(minutes(30))
    expect(promised.next({ op: "setPromise", promisedAt: minutes(30) }).events).toEqual([])
    expect(promised.next({ op: "setPromise", promisedAt: null }).order).not.toHaveProperty(
      "promisedAt",
    )
    const [before, after] = [ticketsNow(placed)[0], ticketsNow(promised)[0]]
    expect(after?.promisedAt).toBe(new Date(minutes(30)).toISOString())
    expect(after?.rev).toBeGreaterThan(before?.rev ?? 0)
  })

  it("[MOVE-5] is handed to somebody whom its tickets name, and the same again changes nothing", () => {
    const told = placed.next({ op: "transferTo", server: "Ben" })
    expect(told.events).toMatchObject([{ type: "OrderTransferred", server: "Ben" }])
    expect(ticketsNow(told)[0]).toMatchObject({ server: "Ben" })
    expect(told.next({ op: "transferTo", server: "Ben" }).events).toEqual([])
    expect(told.next({ op: "transferTo", server: "Ana" }).events).toMatchObject([{ was: "Ben" }])
  })
})
