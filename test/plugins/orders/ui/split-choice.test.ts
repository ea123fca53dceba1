import { describe, expect, it } from "vitest"
import type { OrderId } from "#core/kitchen/ids.ts"
import type { ShownLine } from "#plugins/orders/ui/shown-order.ts"
import {
  type Going,
  goingOf,
  linesToSplit,
  maySplit,
  splitOf,
  sumOfGoing,
  whyNotSplit,
  withAllOrNone,
  withGoing,
} from "#plugins/orders/ui/split-choice.ts"
import { lineId, productId, tableId } from "#test/browser/support/bistro-setup.ts"

const line = (n: number, quantity: number, unitPrice: number): ShownLine => ({
  lineId: lineId(n),
  productId: productId("burger"),
  name: "Margaux burger",
  quantity,
  progress: quantity === 0 ? "voided" : "heard",
  counts: { draft: 0, held: 0, sent: quantity, started: 0, ready: 0, served: 0, voided: 0 },
  modifiers: [],
  unitPrice,
})
const id = "0193f4c0-0000-7000-8000-800000000001" as OrderId
const other = "0193f4c0-0000-7000-8000-800000000002" as OrderId
const three = line(1, 3, 1850)
const one = line(2, 1, 600)
const order = { id, lines: [three, one, line(3, 0, 900)] }
const none: Going = new Map()

describe("what goes to another order", () => {
  it("[WAITER-29] is chosen among what somebody still wants, and there must be two of it", () => {
    expect(linesToSplit(order)).toEqual([three, one])
    expect(maySplit(order)).toBe(true)
    expect(maySplit({ lines: [one, line(3, 0, 900)] })).toBe(false)
    expect(maySplit({ lines: [line(1, 2, 600)] })).toBe(true)
  })

  it("[WAITER-29] is all of a dish or none of it with a tap, and is summed with its price", () => {
    const some = withGoing(three, none, 1)
    expect(sumOfGoing(order, some)).toEqual({ units: 1, price: 1850 })
    const all = withAllOrNone(three, some)
    expect(sumOfGoing(order, withAllOrNone(one, all))).toEqual({ units: 4, price: 6150 })
    expect(goingOf(three, withAllOrNone(three, all))).toBe(0)
  })

  it("[WAITER-29] is neither nothing nor everything", () => {
    expect(whyNotSplit(order, none)).toBe("nothing")
    const all = withAllOrNone(three, none)
    expect(whyNotSplit(order, all)).toBeUndefined()
    expect(whyNotSplit(order, withAllOrNone(one, all))).toBe("everything")
  })

  it("[WAITER-29] is never more than a colleague left of it", () => {
    const two = line(1, 2, 1850)
    const left = { id, lines: [two, one] }
    expect(sumOfGoing(left, withGoing(three, none, 3))).toEqual({ units: 2, price: 3700 })
  })

  it("[WAITER-29] is asked for as whole lines and parts of others, with an id for a new order alone", () => {
    const going = withGoing(three, withAllOrNone(one, none), 2)
    const selection = {
      orderId: id,
      lineIds: [one.lineId],
      parts: [{ lineId: three.lineId, quantity: 2 }],
    }
    expect(splitOf(order, going, { kind: "new" }, other)).toEqual({
      op: "splitTo",
      args: { ...selection, toOrderId: other },
    })
    const away = { kind: "table", tableId: tableId(8), name: "8" } as const
    expect(splitOf(order, going, away, other)).toMatchObject({
      args: { toOrderId: other, tableId: tableId(8) },
    })
    const open = { kind: "order", orderId: id, number: "43" } as const
    expect(splitOf(order, going, open, other)).toEqual({
      op: "splitTo",
      args: { ...selection, toOrderId: id },
    })
  })
})
