import { randomUUID } from "node:crypto"
import { it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { TestClock } from "effect/testing"
import { describe, expect } from "vitest"
import { Outage } from "#core/hub/gate.ts"
import { Setups } from "#core/hub/setup.ts"
import { TenantDirectory } from "#core/hub/tenant-directory.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import {
  SetupRegistry,
  type SetupSource,
  setupRegistryLayer,
} from "#core/plugins/running/setup-registry.ts"

const tenant = () => randomUUID() as TenantId

const directory = Layer.succeed(TenantDirectory, {
  list: Effect.succeed([]),
  bySlug: () => Effect.succeed(undefined),
  byId: (id) =>
    Effect.succeed({
      id,
      slug: "margaux",
      name: "Chez Margaux",
      currency: "EUR",
      locale: "fr",
      timezone: "Europe/Paris",
    }),
  create: () => Effect.void,
  update: () => Effect.void,
})

const registry = (maxTenants?: number) =>
  setupRegistryLayer(maxTenants).pipe(Layer.provide(directory))

/** A source that says how often it was read, as the name of a room. */
const counting = () => {
  const source = {
    reads: 0,
    broken: false,
    plugin: "rooms",
    read: () =>
      Effect.suspend(() => {
        source.reads += 1
        return source.broken
          ? Effect.fail(new Outage({ reason: "no database" }))
          : Effect.succeed({ rooms: [{ id: "1", name: `read ${source.reads}`, sort: 0 }] })
      }),
  }
  return source satisfies SetupSource
}

const roomName = (tenantId: TenantId) =>
  Effect.flatMap(Setups, (setups) =>
    Effect.map(setups.get(tenantId), ({ rooms }) => rooms[0]?.name),
  )

describe("the picture of a restaurant", () => {
  it.effect("[SETUP-2] is not there until the plugins are", () =>
    Effect.gen(function* () {
      const outage = yield* Effect.flip(roomName(tenant()))
      expect(outage).toMatchObject({ _tag: "Outage", reason: "The hub is starting" })
    }).pipe(Effect.provide(registry())),
  )

  it.effect("[SETUP-1] is read once, and again with every change, one reading at a time", () =>
    Effect.gen(function* () {
      const source = counting()
      const { fill, changed } = yield* SetupRegistry
      yield* fill([source])
      const mine = tenant()
      const heard: Array<string | undefined> = []
      const stop = (yield* Setups).onChange((id, { rooms }) => {
        if (id === mine) heard.push(rooms[0]?.name)
      })
      yield* Effect.all([roomName(mine), roomName(mine), roomName(mine)], {
        concurrency: "unbounded",
      })
      expect(source.reads).toBe(1)
      yield* changed(mine)
      expect(yield* roomName(mine)).toBe("read 2")
      yield* Effect.all(
        Array.from({ length: 20 }, () => changed(mine)),
        { concurrency: "unbounded" },
      )
      // Who waited for its turn found its change shown by the reading before.
      expect(source.reads).toBeLessThanOrEqual(22)
      stop()
      yield* changed(mine)
      expect(heard.at(-1)).toBe(`read ${source.reads - 1}`)
    }).pipe(Effect.provide(registry())),
  )

  it.effect("[SETUP-3] is tried again when a change could not be read, and told late", () =>
    Effect.gen(function* () {
      const source = counting()
      const { fill, changed } = yield* SetupRegistry
      yield* fill([source])
      const mine = tenant()
      yield* roomName(mine)
      const heard: Array<string | undefined> = []
      const setups = yield* Setups
      setups.onChange((_, { rooms }) => heard.push(rooms[0]?.name))
      source.broken = true
      yield* changed(mine)
      expect(heard).toEqual([])
      expect(yield* Effect.flip(setups.get(mine))).toMatchObject({ reason: "no database" })
      source.broken = false
      yield* TestClock.adjust("1 second")
      expect(heard).toHaveLength(1)
      expect(yield* roomName(mine)).toBe(heard[0])
    }).pipe(Effect.provide(registry())),
  )

  it.effect("[SETUP-4] is kept for as many restaurants as there is room for", () =>
    Effect.gen(function* () {
      const source = counting()
      yield* (yield* SetupRegistry).fill([source])
      const [first, second, third] = [tenant(), tenant(), tenant()]
      yield* roomName(first)
      yield* roomName(second)
      yield* roomName(first)
      yield* roomName(third)
      expect(source.reads).toBe(3)
      yield* roomName(first)
      expect(source.reads).toBe(3)
      yield* roomName(second)
      expect(source.reads).toBe(4)
    }).pipe(Effect.provide(registry(2))),
  )
})
