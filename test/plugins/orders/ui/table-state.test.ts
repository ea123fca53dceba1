import { describe, expect, it } from "vitest"
import type { OrderId } from "#core/kitchen/ids.ts"
import type { FloorOrder } from "#plugins/orders/ui/floor-row.ts"
import { tableState } from "#plugins/orders/ui/table-state.ts"

const now = Date.parse("2025-01-01T20:00:00.000Z")
const ago = (minutes: number): string => new Date(now - minutes * 60_000).toISOString()

const order = (
  counts: FloorOrder["counts"],
  minutes = 5,
  rest: Partial<FloorOrder> = {},
): FloorOrder => ({
  orderId: "0193f4c0-0000-7000-8000-000000000001" as OrderId,
  number: "1",
  placedAt: ago(minutes),
  counts,
  rev: 1,
  ...rest,
})

const nameOf = (orders: ReadonlyArray<FloorOrder>, queued?: number): string =>
  tableState(orders, queued, now, 25).name

describe("a table", () => {
  it("[WAITER-5] tells how it stands by the most pressing of its orders", () => {
    expect(nameOf([])).toBe("free")
    expect(nameOf([order({})])).toBe("seated")
    expect(nameOf([order({ served: 2 })])).toBe("served")
    expect(nameOf([order({ served: 2, held: 1 })])).toBe("held")
    expect(nameOf([order({ heard: 1, held: 1 })])).toBe("ordered")
    expect(nameOf([], now)).toBe("queued")
    expect(nameOf([order({ shown: 1 }, 26)])).toBe("late")
    expect(nameOf([order({ shown: 1 }, 26), order({ ready: 1 })])).toBe("ready")
  })

  it("counts a later course from its firing, not from the first dish of the evening", () => {
    const dessert = order({ served: 4, started: 2 }, 90, { waitingSince: ago(4) })
    expect(tableState([dessert], undefined, now, 25)).toEqual({
      name: "ordered",
      since: now - 4 * 60_000,
      urgent: false,
    })
  })

  it("becomes urgent when what is ready gets cold", () => {
    const ready = (minutes: number) =>
      tableState([order({ ready: 1 }, 20, { readySince: ago(minutes) })], undefined, now, 25)
    expect(ready(2).urgent).toBe(false)
    expect(ready(4).urgent).toBe(true)
    const part = order({ ready: 1, started: 1 }, 40)
    expect(tableState([part], undefined, now, 25)).toEqual({ name: "ready", urgent: false })
  })
})
