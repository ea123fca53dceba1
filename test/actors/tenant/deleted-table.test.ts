import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { Gate } from "#core/hub/gate.ts"
import type { TableId } from "#core/kitchen/ids.ts"
import { hub } from "#test/actors/at-the-gate.ts"
import { run, watch } from "#test/actors/watcher.ts"
import {
  acme,
  Bench,
  order,
  placing,
  setup,
  tableFive,
  uuid,
} from "#test/support/memory-kitchen.ts"

const tableSix = uuid(501) as TableId
const [five] = setup.tables.values()
const both = new Map(setup.tables)
if (five !== undefined) both.set(tableSix, { ...five, id: tableSix, name: "6", sort: 2 })
const withBoth = { ...setup, tables: both }
const withoutFive = {
  ...withBoth,
  tables: new Map([...both].filter(([id]) => id !== tableFive)),
}

interface Row {
  readonly type: string
  readonly table?: string
  readonly tableId?: string
  readonly number?: string
  readonly counts?: object
  readonly orders?: ReadonlyArray<{ readonly orderId: string }>
}

/** The rows of a floor in which an order stands. */
const rowsOf = (items: ReadonlyMap<string, unknown>, id: string) =>
  [...(items as ReadonlyMap<string, Row>)].flatMap(([row, { orders }]) =>
    row === `order/${id}` || orders?.some(({ orderId }) => orderId === id) ? [row] : [],
  )
const own = `order/${order(1)}`

/** Table 5 with an open order, and who watched it from the beginning. */
const open = Effect.gen(function* () {
  const { changeSetup } = yield* Bench
  changeSetup(acme, withBoth)
  const floor = yield* watch("floor")
  yield* Gate.use((gate) => gate.run(acme, placing(1)))
  const change = (next: typeof setup) => changeSetup(acme, next)
  return { floor, change, rows: () => rowsOf(floor.items, order(1)) }
})

describe("a table that is deleted while an order is open", () => {
  it.effect("[PICTURE-11] leaves the order a row of its own, with the name of its table", () =>
    Effect.gen(function* () {
      const { floor, change, rows } = yield* open
      change(withoutFive)
      expect(rows()).toEqual([own])
      expect(floor.items.has(tableFive)).toBe(false)
      expect(floor.items.get(own)).toMatchObject({
        type: "order",
        tableId: tableFive,
        table: "5",
        number: "1",
        counts: { heard: 2 },
      })
      // Whoever comes later sees the same.
      expect((yield* watch("floor")).items).toEqual(floor.items)
    }).pipe(Effect.scoped, Effect.provide(hub)),
  )

  it.effect("[PICTURE-11] leaves no moment in which the order is in no row", () =>
    Effect.gen(function* () {
      const { floor, change } = yield* open
      const least: number[] = []
      const { set, delete: remove } = floor.items
      floor.items.set = (key, value) => {
        set.call(floor.items, key, value)
        least.push(rowsOf(floor.items, order(1)).length)
        return floor.items
      }
      floor.items.delete = (key) => {
        const had = remove.call(floor.items, key)
        least.push(rowsOf(floor.items, order(1)).length)
        return had
      }
      change(withoutFive)
      yield* run("moveTable", { orderId: order(1), tableId: tableSix })
      yield* run("moveTable", { orderId: order(1), tableId: tableFive }).pipe(Effect.flip)
      change(withBoth)
      yield* run("moveTable", { orderId: order(1), tableId: tableFive })
      change(withoutFive)
      change(withBoth)
      expect(least.length).toBeGreaterThan(2)
      expect(Math.min(...least)).toBe(1)
    }).pipe(Effect.scoped, Effect.provide(hub)),
  )

  it.effect("[PICTURE-11] follows the order there, and forgets it when it is closed", () =>
    Effect.gen(function* () {
      const { floor, change, rows } = yield* open
      change(withoutFive)
      yield* run("rush", { orderId: order(1), on: true })
      expect(floor.items.get(own)).toMatchObject({ priority: 1 })
      yield* run("cancel", { orderId: order(1) })
      expect(rows()).toEqual([])
    }).pipe(Effect.scoped, Effect.provide(hub)),
  )

  it.effect("[PICTURE-11] has the order in its own row again when it comes back", () =>
    Effect.gen(function* () {
      const { floor, change, rows } = yield* open
      change(withoutFive)
      change(withBoth)
      expect(rows()).toEqual([tableFive])
      yield* run("rush", { orderId: order(1), on: true })
      expect(rows()).toEqual([tableFive])
      expect((yield* watch("floor")).items).toEqual(floor.items)
    }).pipe(Effect.scoped, Effect.provide(hub)),
  )

  it.effect("[PICTURE-11] leaves the way to another table", () =>
    Effect.gen(function* () {
      const { floor, change, rows } = yield* open
      change(withoutFive)
      yield* run("moveTable", { orderId: order(1), tableId: tableSix })
      expect(rows()).toEqual([tableSix])
      change(setup)
      expect(rows()).toEqual([own])
      expect(floor.items.get(own)).toMatchObject({ tableId: tableSix, table: "6" })
    }).pipe(Effect.scoped, Effect.provide(hub)),
  )

  it.effect(
    "[PICTURE-11] shows an order of a deleted table to a restaurant that was just read",
    () =>
      Effect.gen(function* () {
        const { changeSetup } = yield* Bench
        yield* Gate.use((gate) => gate.run(acme, placing(1)))
        changeSetup(acme, { ...setup, tables: new Map() })
        const floor = yield* watch("floor")
        expect(rowsOf(floor.items, order(1))).toEqual([own])
        changeSetup(acme, setup)
        expect(rowsOf(floor.items, order(1))).toEqual([tableFive])
      }).pipe(Effect.scoped, Effect.provide(hub)),
  )
})
