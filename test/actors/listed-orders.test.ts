import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { type OrderFilter, OrderQueries } from "#core/hub/orders.ts"
import type { EpochMs } from "#core/kitchen/ids.ts"
import { acme, order, placing, rival } from "#test/support/memory-kitchen.ts"
import { ask, hub, inOrder } from "./at-the-gate.ts"

const found = (filter: Omit<OrderFilter, "page" | "size">, scope = acme) =>
  OrderQueries.use((queries) =>
    Effect.map(queries.list(scope, { ...filter, page: 1, size: 50 }), ({ items, total }) => {
      assert.strictEqual(items.length, total)
      return items.map(({ id }) => id)
    }),
  )

const placedAt = (n: number) =>
  OrderQueries.use((queries) =>
    Effect.map(queries.get(acme, order(n)), (view) => Date.parse(view?.placedAt ?? "") as EpochMs),
  )

/** Two orders at table 5 and, a minute later, one to take away. */
const evening = Effect.gen(function* () {
  yield* ask(placing(1))
  yield* ask(placing(2))
  yield* TestClock.adjust("1 minute")
  const { tableId: _, ...takeaway } = placing(3).args as Record<string, unknown>
  yield* ask({ ...placing(3), args: { ...takeaway, type: "takeaway" } })
})

describe("the list of orders", () => {
  it.effect("[ORDERS-70] is those placed since an instant, and until one", () =>
    Effect.gen(function* () {
      yield* evening
      const [first, last] = [yield* placedAt(1), yield* placedAt(3)]
      assert.deepStrictEqual(yield* found({ since: last }), [order(3)])
      assert.deepStrictEqual(yield* found({ until: first }), [order(2), order(1)])
      assert.deepStrictEqual(
        yield* found({ since: first, until: last }),
        [1, 2, 3].map(order).reverse(),
      )
      assert.deepStrictEqual(yield* found({ until: (first - 1) as EpochMs }), [])
    }).pipe(Effect.provide(hub)),
  )

  it.effect("[ORDERS-70] is those whose number or table has what is looked for in it", () =>
    Effect.gen(function* () {
      yield* evening
      assert.deepStrictEqual(yield* found({ search: "#3" }), [order(3)])
      assert.deepStrictEqual(yield* found({ search: " # 2 " }), [order(2)])
      assert.deepStrictEqual(yield* found({ search: "5" }), [order(2), order(1)])
      assert.deepStrictEqual(yield* found({ search: "nobody sits there" }), [])
      assert.deepStrictEqual(yield* found({ search: " " }), [3, 2, 1].map(order))
      yield* ask(inOrder(2, "cancel"))
      assert.deepStrictEqual(yield* found({ search: "5", status: "open" }), [order(1)])
    }).pipe(Effect.provide(hub)),
  )

  it.effect("[ORDERS-70] is never another restaurant's, whatever is asked", () =>
    Effect.gen(function* () {
      yield* evening
      const until = yield* placedAt(3)
      for (const filter of [{}, { search: "5" }, { until }, { since: 0 as EpochMs }])
        assert.deepStrictEqual(yield* found(filter, rival), [])
    }).pipe(Effect.provide(hub)),
  )
})
