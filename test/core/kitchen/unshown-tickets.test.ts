import { describe, expect, it } from "vitest"
import type { ScreenId, StationKey } from "#core/kitchen/ids.ts"
import type { PlacedOrder } from "#core/kitchen/order.ts"
import { standingChit } from "#core/kitchen/standing-chit.ts"
import { unshownTickets } from "#core/kitchen/unshown-tickets.ts"
import { bistro } from "./bistro.ts"
import { burger, eveningClock, lineId, placing, showing, story } from "./kitchen-story.ts"

const grill = "grill" as StationKey
const screen = {
  id: "s" as ScreenId,
  name: "Grill",
  kind: "station" as const,
  stations: [grill],
  slots: 8,
}
const withScreen = { screens: [screen], printers: [] }
const unshown = (order: PlacedOrder) => unshownTickets(order, withScreen, () => true)

describe("a ticket that no screen proved", () => {
  it("[ALARM-1] is known until it is shown, begun or bumped", () => {
    const placed = story(placing([burger(2)]))
    expect(unshown(placed.order)).toMatchObject([{ number: placed.order.number, station: "grill" }])
    const [ticket] = placed.order.tickets
    expect(unshown(story(placing([burger(2)]), showing).order)).toEqual([])
    for (const op of ["startLines", "readyLines", "serveLines"] as const)
      expect(unshown(story(placing([burger(2)]), { op, lineIds: [lineId(2)] }).order)).toEqual([])
    expect(
      unshown(
        story(placing([burger(2)]), { op: "bumpTicket", ticketId: ticket?.id as never }).order,
      ),
    ).toEqual([])
  })

  it("[ALARM-2] counts from its last units; held ones count for nothing", () => {
    const more = story(placing([burger(1)]), showing, {
      op: "changeLine",
      lineId: lineId(1),
      quantity: 5,
    }).order
    const [ticket] = unshown(more)
    expect(ticket?.since).toBe(more.tickets[0]?.lastFiredAt)
    expect(ticket?.since).toBeGreaterThan(more.tickets[0]?.firedAt as number)
    expect(unshown(story(placing([{ ...burger(1), hold: true }])).order)).toEqual([])
  })

  it("[ALARM-3] is read on paper where there is no screen", () => {
    const { order } = story(placing([burger(1)]))
    const printer = { enabled: true, stations: [grill] } as never
    const look = (printers: ReadonlyArray<never>, out: boolean) =>
      unshownTickets(order, { screens: [], printers }, () => out).length
    expect([look([printer], true), look([printer], false), look([], true)]).toEqual([0, 1, 1])
  })

  it("[ALARM-5] stands on one paper with everything that is still to be cooked", () => {
    const { order } = story(placing([burger(1)]), {
      op: "readyLines",
      parts: [{ lineId: lineId(1), quantity: 1 }],
    })
    const [ticket] = order.tickets
    if (ticket === undefined) throw new Error("the story has a ticket")
    const banners = [{ kind: "backupFrom" as const, printer: "Grill" }]
    const chit = standingChit(order, ticket, bistro([]), {
      language: "en",
      clock: eveningClock,
      banners,
    })
    expect(chit).toMatchObject({ banners, number: order.number, time: "18:42" })
    expect(chit.lines.map(({ quantity }) => quantity)).toEqual([1])
  })

  it("[ORDER-18] is proved for the units that were on the screen", () => {
    const { order } = story(placing([burger(1)]))
    const [ticket] = order.tickets
    if (ticket === undefined) throw new Error("the story has a ticket")
    const proof = (edition: number) =>
      ({ op: "markShown", tickets: [ticket.id], editions: [edition], screenId: "s" }) as const
    const more = { op: "changeLine", lineId: lineId(1), quantity: 5 } as const
    const late = story(placing([burger(1)]), more, proof(ticket.edition)).order
    expect(late.tickets[0]?.shownAt).toBeUndefined()
    const inTime = story(placing([burger(1)]), proof(ticket.edition)).order
    expect(inTime.tickets[0]).toMatchObject({ shownBy: "s" })
  })
})
