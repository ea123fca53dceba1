import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { OrderNumbers } from "#actors/tenant/order-numbers.ts"
import type { EpochMs } from "#core/kitchen/ids.ts"
import type { RestaurantRules } from "#core/kitchen/menu.ts"

const paris = { name: "Chez Margaux", currency: "EUR", locale: "fr", timezone: "Europe/Paris" }
const rules = (change: {
  readonly dayStartsAtMinute?: number
  readonly numbering?: Partial<RestaurantRules["numbering"]>
}): RestaurantRules => ({
  dayStartsAtMinute: change.dayStartsAtMinute ?? 240,
  numbering: { prefix: "", start: 1, reset: "day", ...change.numbering },
})
const at = (instant: string): EpochMs => Date.parse(instant) as EpochMs

/** Numbers given out at these instants, one after the other. */
const given = (restaurant: RestaurantRules | undefined, ...instants: ReadonlyArray<string>) => {
  const numbers = new OrderNumbers()
  const setup = { tenant: paris, ...(restaurant === undefined ? {} : { restaurant }) }
  return instants.map((instant) => numbers.next(at(instant), setup))
}

describe("numbers of the day", () => {
  it("[NUMBER-1] begin again when the business day does, on the restaurant's own clock", () => {
    expect(
      given(
        rules({}),
        "2026-11-20T23:30:00Z",
        "2026-11-21T02:59:59Z",
        "2026-11-21T03:00:00Z",
        "2026-11-21T11:00:00Z",
      ),
    ).toEqual([
      { number: "1", businessDay: "2026-11-20" },
      { number: "2", businessDay: "2026-11-20" },
      { number: "1", businessDay: "2026-11-21" },
      { number: "2", businessDay: "2026-11-21" },
    ])
  })

  it("[NUMBER-1] turn at the same hour on the wall in the night that summer time begins", () => {
    // 29 March 2026: at 02:00 it is 03:00, and 04:00 is 02:00 UTC instead of 03:00.
    expect(given(rules({}), "2026-03-29T01:59:00Z", "2026-03-29T02:00:00Z")).toEqual([
      { number: "1", businessDay: "2026-03-28" },
      { number: "1", businessDay: "2026-03-29" },
    ])
  })

  it("[NUMBER-1] turn at the same hour on the wall in the night that summer time ends", () => {
    // 25 October 2026: at 03:00 it is 02:00 again, and 04:00 is 03:00 UTC instead of 02:00.
    expect(given(rules({}), "2026-10-25T02:59:00Z", "2026-10-25T03:00:00Z")).toEqual([
      { number: "1", businessDay: "2026-10-24" },
      { number: "1", businessDay: "2026-10-25" },
    ])
  })

  it("[NUMBER-1] turn once when the hour of turning comes twice or not at all", () => {
    const halfPastTwo = rules({ dayStartsAtMinute: 150 })
    expect(
      given(
        halfPastTwo,
        "2026-10-25T00:15:00Z",
        "2026-10-25T00:30:00Z",
        "2026-10-25T01:15:00Z",
        "2026-10-25T01:45:00Z",
      ).map(({ number, businessDay }) => `${businessDay} ${number}`),
    ).toEqual(["2026-10-24 1", "2026-10-25 1", "2026-10-25 2", "2026-10-25 3"])
    expect(
      given(halfPastTwo, "2026-03-29T00:59:00Z", "2026-03-29T01:00:00Z").map(
        ({ businessDay }) => businessDay,
      ),
    ).toEqual(["2026-03-28", "2026-03-29"])
  })

  it("[NUMBER-1] turn at five in the morning for a restaurant that said nothing", () => {
    expect(given(undefined, "2026-11-21T03:59:00Z", "2026-11-21T04:00:00Z")).toEqual([
      { number: "1", businessDay: "2026-11-20" },
      { number: "1", businessDay: "2026-11-21" },
    ])
  })

  it("[NUMBER-3] stay in today when the clock goes back a little, over the turn of the day too", () => {
    expect(
      given(rules({}), "2026-11-21T03:01:00Z", "2026-11-21T02:50:00Z", "2026-11-21T03:02:00Z"),
    ).toEqual([
      { number: "1", businessDay: "2026-11-21" },
      { number: "2", businessDay: "2026-11-21" },
      { number: "3", businessDay: "2026-11-21" },
    ])
  })

  it("[NUMBER-3] come back from a clock that was years ahead, and none of a day comes twice", () => {
    const numbers = new OrderNumbers()
    const setup = { tenant: paris, restaurant: rules({}) }
    const order = (instant: string) => numbers.next(at(instant), setup)
    order("2026-11-20T12:00:00Z")
    order("2026-11-20T12:01:00Z")
    expect(order("2028-11-20T12:02:00Z")).toEqual({ number: "1", businessDay: "2028-11-20" })
    expect(order("2026-11-20T12:03:00Z")).toEqual({ number: "3", businessDay: "2026-11-20" })
    const restarted = new OrderNumbers()
    for (const number of JSON.parse(JSON.stringify(numbers))) restarted.note(number)
    expect(restarted.next(at("2026-11-20T12:04:00Z"), setup)).toEqual({
      number: "4",
      businessDay: "2026-11-20",
    })
    expect(restarted.next(at("2026-11-21T12:04:00Z"), setup).number).toBe("1")
  })

  it("[NUMBER-2] never come twice in a day, however wrong the clock goes and wherever the hub restarts", () => {
    const begin = at("2026-11-20T00:00:00Z")
    const step = fc.record({ hours: fc.integer({ min: -60, max: 60 }), restart: fc.boolean() })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        let numbers = new OrderNumbers()
        const seen = new Set<string>()
        for (const { hours, restart } of steps) {
          const instant = (begin + hours * 3_600_000) as EpochMs
          const { number, businessDay } = numbers.next(instant, { tenant: paris })
          expect(seen.has(`${businessDay} ${number}`)).toBe(false)
          seen.add(`${businessDay} ${number}`)
          if (!restart) continue
          const written = JSON.parse(JSON.stringify(numbers))
          numbers = new OrderNumbers()
          for (const one of written) numbers.note(one)
        }
      }),
    )
  })

  it("[NUMBER-2] carry the restaurant's prefix and begin where it says", () => {
    const numbering = { prefix: "A-", start: 100 }
    expect(
      given(rules({ numbering }), "2026-11-20T12:00:00Z", "2026-11-20T12:01:00Z").map(
        ({ number }) => number,
      ),
    ).toEqual(["A-100", "A-101"])
  })

  it("[NUMBER-2] go on over the days when the restaurant wants it so", () => {
    const numbering = { reset: "never" } as const
    expect(given(rules({ numbering }), "2026-11-20T12:00:00Z", "2026-11-21T12:00:00Z")).toEqual([
      { number: "1", businessDay: "2026-11-20" },
      { number: "2", businessDay: "2026-11-21" },
    ])
  })

  it("[NUMBER-2] go on after a restart, whatever prefix the orders before it had", () => {
    const numbers = new OrderNumbers()
    numbers.note({ number: "A-7", businessDay: "2026-11-20" })
    for (const number of JSON.parse(JSON.stringify(numbers))) numbers.note(number)
    const setup = { tenant: paris, restaurant: rules({ numbering: { prefix: "B" } }) }
    expect(numbers.next(at("2026-11-20T12:00:00Z"), setup).number).toBe("B8")
  })

  it("[NUMBER-2] follow a start that was raised in the middle of the service, and never go back", () => {
    const numbers = new OrderNumbers()
    const with_ = (start: number) => ({
      tenant: paris,
      restaurant: rules({ numbering: { start } }),
    })
    const noon = at("2026-11-20T12:00:00Z")
    expect([1, 50, 10].map((start) => numbers.next(noon, with_(start)).number)).toEqual([
      "1",
      "50",
      "51",
    ])
  })
})
