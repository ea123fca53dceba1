import { randomUUID } from "node:crypto"
import { assert, it } from "@effect/vitest"
import { Effect } from "effect"
import type { OrderId } from "#core/kitchen/ids.ts"
import { EventLog } from "#core/log/event-log.ts"
import { FloorStore } from "#core/log/floor-store.ts"
import { asking, happening, newOrder, newRestaurant } from "#test/support/append-request.ts"
import { testDatabase } from "#test/support/postgres.ts"

const database = testDatabase()
const order = () => randomUUID() as OrderId

it.effect("[FLOOR-1] gives back the open orders as they stood at the checkpoint", () =>
  Effect.gen(function* () {
    const floor = yield* FloorStore
    const scope = newRestaurant()
    assert.deepStrictEqual(yield* floor.load(scope), { position: 0, counters: {}, orders: [] })
    const [stays, changes, goes] = [order(), order(), order()]
    const opened = [stays, changes, goes].map((id) => ({ id, state: { id, rev: 1 } }))
    yield* floor.save(scope, { position: 3, counters: { day: 1 }, changed: opened, gone: [] })
    yield* floor.save(scope, {
      position: 7,
      counters: { day: 2, cursor: 5 },
      changed: [{ id: changes, state: { id: changes, rev: 4 } }],
      gone: [goes],
    })
    const loaded = yield* floor.load(scope)
    assert.strictEqual(loaded.position, 7)
    assert.deepStrictEqual(loaded.counters, { day: 2, cursor: 5 })
    assert.sameDeepMembers(
      [...loaded.orders],
      [
        { id: stays, rev: 1 },
        { id: changes, rev: 4 },
      ],
    )
  }).pipe(Effect.provide(database.layer)),
)

it.effect("[FLOOR-2] shows no restaurant the open orders of another", () =>
  Effect.gen(function* () {
    const floor = yield* FloorStore
    const [acme, rival] = [newRestaurant(), newRestaurant()]
    const id = order()
    yield* floor.save(acme, { position: 1, counters: {}, changed: [{ id, state: 1 }], gone: [] })
    yield* floor.save(rival, { position: 2, counters: {}, changed: [], gone: [id] })
    assert.deepStrictEqual((yield* floor.load(rival)).orders, [])
    assert.deepStrictEqual((yield* floor.load(acme)).orders, [1])
  }).pipe(Effect.provide(database.layer)),
)

it.effect("[FLOOR-3] names the restaurants to wake: those with open orders or unread events", () =>
  Effect.gen(function* () {
    const floor = yield* FloorStore
    const log = yield* EventLog
    const [idle, behind, open, unknown] = [1, 2, 3, 4].map(newRestaurant)
    for (const scope of [idle, behind] as const)
      if (scope !== undefined) yield* log.append(scope, asking(happening(newOrder(), 0, "a", "b")))
    const save = (
      scope: ReturnType<typeof newRestaurant> | undefined,
      position: number,
      ids: Array<OrderId>,
    ) =>
      scope === undefined
        ? Effect.void
        : floor.save(scope, {
            position,
            counters: {},
            changed: ids.map((id) => ({ id, state: {} })),
            gone: [],
          })
    yield* save(idle, 2, [])
    yield* save(behind, 1, [])
    yield* save(open, 0, [order()])
    const busy = new Set(yield* floor.busyTenants)
    const named = [idle, behind, open, unknown].map((scope) => busy.has(scope?.tenantId ?? ""))
    assert.deepStrictEqual(named, [false, true, true, false])
  }).pipe(Effect.provide(database.layer)),
)
