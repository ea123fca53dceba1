import { it } from "@effect/vitest"
import { Effect, type Layer } from "effect"
import { describe, expect } from "vitest"
import type { TenantId } from "#core/kitchen/ids.ts"
import { knownStatesLayer } from "#core/plugins/lifecycle/known-states.ts"
import { OperationStore } from "#core/plugins/lifecycle/operation-store.ts"
import { StateStore } from "#core/plugins/lifecycle/state-store.ts"
import { operationAfter } from "#core/plugins/lifecycle/stored-operation.ts"
import { PluginStates } from "#core/plugins/plugin-states.ts"
import { queued } from "./queued-operation.ts"

/** What every store of the plugins' states promises, whatever it is made of. */
export const stateStoreContract = (
  name: string,
  stores: Layer.Layer<StateStore | OperationStore, unknown>,
  newTenant: () => Promise<TenantId>,
): void => {
  const tenant = Effect.promise(newTenant)
  const provided = <A, E>(effect: Effect.Effect<A, E, StateStore | OperationStore>) =>
    Effect.provide(effect, stores)

  describe(`the states of plugins in ${name}`, () => {
    it.effect(
      "[LIFESTORE-1] counts the epoch up with what an instance must notice, and only then",
      () =>
        provided(
          Effect.gen(function* () {
            const store = yield* StateStore
            const id = yield* tenant
            const epoch = Effect.map(store.of(id), ([row]) => row?.epoch)
            yield* store.change(id, [{ plugin: "kds", desired: "enabled" }])
            expect(yield* store.of(id)).toMatchObject([
              {
                plugin: "kds",
                desired: "enabled",
                actual: "absent",
                epoch: 1,
                enabledAt: undefined,
              },
            ])
            yield* store.change(id, [
              { plugin: "kds", desired: "installed" },
              { plugin: "orders", actual: "installed" },
            ])
            expect(
              yield* Effect.map(
                store.of(id),
                (rows) => rows.find((row) => row.plugin === "kds")?.epoch,
              ),
            ).toBe(1)
            yield* store.change(id, [{ plugin: "orders", forget: true }])
            yield* store.change(id, [
              { plugin: "kds", lastError: { code: "X", detail: "x", at: 1 } },
            ])
            expect(yield* epoch).toBe(1)
            yield* store.change(id, [
              { plugin: "kds", actual: "enabled", installedVersion: "1.0.0" },
            ])
            expect(yield* epoch).toBe(2)
            yield* store.saveConfig(id, "kds", { columns: 4 })
            expect(yield* epoch).toBe(3)
            expect(yield* store.config(id, "kds")).toEqual({ columns: 4 })
            const [row] = yield* store.of(id)
            expect(row).toMatchObject({
              actual: "enabled",
              installedVersion: "1.0.0",
              lastError: { code: "X", detail: "x", at: 1 },
            })
            expect(row?.enabledAt).toEqual(expect.any(Number))
            yield* store.change(id, [{ plugin: "kds", actual: "quarantined", lastError: null }])
            expect((yield* store.of(id))[0]).toMatchObject({
              actual: "quarantined",
              enabledAt: row?.enabledAt,
              lastError: undefined,
            })
          }),
        ),
    )

    it.effect("[LIFESTORE-2] stores a change together with what belongs to it, or neither", () =>
      provided(
        Effect.gen(function* () {
          const store = yield* StateStore
          const id = yield* tenant
          const broken = store.change(id, [{ plugin: "kds", actual: "enabled" }], Effect.fail("no"))
          expect(yield* Effect.flip(broken)).toBe("no")
          expect(yield* store.of(id)).toEqual([])
        }),
      ),
    )

    it.effect(
      "[LIFESTORE-8] takes no settings while an operation is under way, nor of what is not there",
      () =>
        provided(
          Effect.gen(function* () {
            const operations = yield* OperationStore
            const store = yield* StateStore
            const id = yield* tenant
            expect(yield* Effect.flip(store.saveConfig(id, "kds", {}))).toMatchObject({
              code: "PLUGIN_NOT_INSTALLED",
            })
            yield* store.change(id, [{ plugin: "kds", actual: "installed" }])
            const operation = yield* queued(id)
            expect(yield* Effect.flip(store.saveConfig(id, "kds", { a: 1 }))).toMatchObject({
              code: "PLUGIN_OPERATION_IN_PROGRESS",
            })
            expect(yield* store.config(id, "kds")).toBeUndefined()
            yield* operations.settle(
              operation,
              operationAfter(operation, { is: "cancelled" }, 7),
              [],
            )
            yield* store.saveConfig(id, "kds", { a: 1 })
            expect(yield* store.config(id, "kds")).toEqual({ a: 1 })
          }),
        ),
    )

    it.effect("[LIFESTORE-10] tells what data there is, and which of it is due to be deleted", () =>
      provided(
        Effect.gen(function* () {
          const store = yield* StateStore
          const [mine, theirs] = [yield* tenant, yield* tenant]
          const key = (name: string) => `${name}_${mine.slice(0, 8)}`
          const own = Effect.map(store.purgeDue(2_000, 1_000), (due) =>
            due.filter(({ tenantId }) => tenantId === mine || tenantId === theirs),
          )
          const gone = { actual: "absent", desired: "absent", installedVersion: "1.0.0" } as const
          yield* store.change(mine, [
            { plugin: key("used"), actual: "enabled", installedVersion: "1.0.0", purgeAfter: 900 },
            { plugin: key("wanted"), desired: "enabled" },
            { plugin: key("kept"), ...gone, purgeAfter: 2_001 },
          ])
          yield* store.change(theirs, [{ plugin: key("kept"), ...gone, purgeAfter: 1_500 }])
          const kept = [...(yield* store.kept)].filter((name) => name.endsWith(mine.slice(0, 8)))
          expect(kept.toSorted()).toEqual([key("kept"), key("used")])
          expect(yield* own).toEqual([{ tenantId: theirs, plugin: key("kept"), purgeAfter: 1_500 }])
          const [before] = yield* store.of(theirs)
          expect(before).toMatchObject({ purgeAfter: 1_500, epoch: 1 })
          yield* store.change(theirs, [{ plugin: key("kept"), purgeAfter: null }])
          expect(yield* store.of(theirs)).toMatchObject([{ purgeAfter: undefined, epoch: 2 }])
          expect(yield* own).toEqual([])
        }),
      ),
    )

    it.effect("[LIFESTORE-9] is known in memory, and whoever listens hears of what differs", () =>
      provided(
        Effect.gen(function* () {
          const store = yield* StateStore
          const [mine, theirs] = [yield* tenant, yield* tenant]
          yield* store.change(mine, [{ plugin: "kds", actual: "enabled" }])
          yield* store.change(theirs, [{ plugin: "kds", actual: "installed" }])
          yield* Effect.gen(function* () {
            const states = yield* PluginStates
            expect([mine, theirs].map((id) => states.enabled(id, "kds"))).toEqual([true, false])
            const heard: Array<string> = []
            const stop = states.onChange((id, plugin) => heard.push(`${id} ${plugin}`))
            yield* store.change(mine, [
              { plugin: "kds", actual: "quarantined" },
              { plugin: "orders", actual: "enabled" },
            ])
            expect(states.enabled(mine, "orders")).toBe(false)
            yield* states.reload(mine)
            expect(states.enabled(mine, "kds")).toBe(true)
            expect(states.of(mine).get("kds")).toMatchObject({ actual: "quarantined" })
            yield* states.reload(mine)
            expect(heard.toSorted()).toEqual([`${mine} kds`, `${mine} orders`])
            stop()
            yield* store.change(mine, [{ plugin: "kds", forget: true }])
            yield* states.reload(mine)
            expect(states.enabled(mine, "kds")).toBe(false)
            expect(heard).toHaveLength(2)
          }).pipe(Effect.provide(knownStatesLayer))
        }),
      ),
    )
  })
}
