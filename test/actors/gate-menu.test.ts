import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { acme, Bench, burgerLine, friesLine, placing, setup } from "#test/support/memory-kitchen.ts"
import { ask, hub, inOrder, refusal } from "./at-the-gate.ts"

/** The restaurant when nothing is left of any dish. */
const soldOut = {
  ...setup,
  menu: {
    ...setup.menu,
    products: new Map(
      Array.from(setup.menu.products, ([id, product]) => [id, { ...product, available: false }]),
    ),
  },
}

describe("the gate, while menu and floor change", () => {
  it.effect(
    "[GATE-4] answers a repeat though the dish is out of stock and the table gone since",
    () =>
      Effect.gen(function* () {
        const first = yield* ask(placing(1))
        const add = inOrder(1, "addLines", { lines: [burgerLine()] }, 30_000)
        const added = yield* ask(add)
        const { changeSetup } = yield* Bench
        changeSetup(acme, { ...soldOut, tables: new Map() })
        const again = yield* ask(placing(1))
        assert.deepStrictEqual([again.repeated, again.order], [true, first.order])
        const addedAgain = yield* ask(add)
        assert.deepStrictEqual([addedAgain.repeated, addedAgain.rev], [true, added.rev])
        assert.strictEqual((yield* refusal(placing(2))).code, "TABLE_UNKNOWN")
      }).pipe(Effect.provide(hub)),
  )

  it.effect("[GATE-4] knows a repeat by what it says, in whatever order its fields stand", () =>
    Effect.gen(function* () {
      yield* ask(placing(1, [{ productId: friesLine().productId, quantity: 2 }]))
      const { args, ...command } = placing(1, [{ quantity: 2, productId: friesLine().productId }])
      const turned = Object.fromEntries(Object.entries(args).toReversed())
      assert.isTrue((yield* ask({ ...command, args: turned })).repeated)
    }).pipe(Effect.provide(hub)),
  )

  it.effect("[ROUTE-2] lets nobody have more of a dish that is out of stock, but fewer", () =>
    Effect.gen(function* () {
      const { order: placed } = yield* ask(placing(1, [friesLine(2)]))
      const { changeSetup } = yield* Bench
      changeSetup(acme, soldOut)
      const change = (quantity: number, c: number) =>
        inOrder(1, "changeLine", { lineId: placed.lines[0]?.lineId, quantity }, c)
      assert.strictEqual((yield* refusal(change(3, 30_000))).code, "PRODUCT_UNAVAILABLE")
      assert.strictEqual((yield* ask(change(1, 30_001))).order.lines[0]?.quantity, 1)
    }).pipe(Effect.provide(hub)),
  )
})
