import { expect, layer } from "@effect/vitest"
import { Deferred, Effect, Fiber, Layer } from "effect"
import { TestClock } from "effect/testing"
import type { TenantId } from "#core/kitchen/ids.ts"
import { extensionPoint, extensionPointLayer } from "#core/plugins/extension-point.ts"
import { offeredViewsLayer } from "#core/plugins/running/plugin-views.ts"
import { definePlugin } from "#core/plugins/sdk.ts"
import { TenantContext } from "#core/plugins/tenant-context.ts"
import { pluginDatabaseLayer } from "#sql/plugin-database.ts"
import { newTenantId, person, pluginRig } from "#test/core/plugins/plugin-rig.ts"
import { testDatabase } from "#test/support/postgres.ts"

const database = testDatabase()

const Greetings = extensionPoint<string>()("heard/greeter/Greetings")

const greeter = definePlugin({
  key: "greeter",
  provides: [Greetings],
  tenant: extensionPointLayer(Greetings),
})

/** Adds one word, and says when it starts and stops. */
const extender = (
  key: string,
  word: string,
  life: Array<string> = [],
  before: Effect.Effect<void> = Effect.void,
) =>
  definePlugin({
    key,
    needs: [Greetings],
    tenant: Layer.effectDiscard(
      Effect.gen(function* () {
        yield* before
        const { tenantId } = yield* TenantContext
        yield* Effect.acquireRelease(
          Effect.sync(() => life.push("up")),
          () => Effect.sync(() => life.push("down")),
        )
        const greetings = yield* Greetings
        yield* greetings.register(`${word} ${tenantId.slice(0, 4)}`)
      }),
    ),
  })

const requiresGreeter = { requires: { greeter: "^1.0.0" } }

const rig = (...extenders: ReadonlyArray<ReturnType<typeof extender>>) =>
  Effect.map(
    pluginRig([
      { definition: greeter },
      ...extenders.map((definition) => ({ definition, manifest: requiresGreeter })),
    ]),
    (rigged) => ({
      ...rigged,
      greetings: (tenantId: TenantId) =>
        Effect.map(
          rigged.work.run(
            person(tenantId),
            { plugin: "greeter", permission: "greeter.read" },
            Effect.flatMap(Greetings, ({ all }) => all),
          ),
          (all) => all.map((text) => text.split(" ")[0]),
        ),
    }),
  )

const services = Layer.mergeAll(
  pluginDatabaseLayer.pipe(Layer.provideMerge(database.layer)),
  offeredViewsLayer,
)

layer(services)("an extension point", (it) => {
  it.effect("[EXT-1] gives the owner what others contribute, though nobody called them yet", () =>
    Effect.gen(function* () {
      const { greetings } = yield* rig(extender("salut", "Salut"), extender("hello", "Hello"))
      expect(yield* greetings(newTenantId())).toEqual(["Hello", "Salut"])
    }),
  )

  it.effect("[EXT-2] is each restaurant's own", () =>
    Effect.gen(function* () {
      const { work, greetings } = yield* rig(extender("hello", "Hello"))
      const [mine, theirs] = [newTenantId(), newTenantId()]
      yield* greetings(theirs)
      const all = yield* work.run(
        person(mine),
        { plugin: "greeter", permission: "greeter.read" },
        Effect.flatMap(Greetings, (point) => point.all),
      )
      expect(all).toEqual([`Hello ${mine.slice(0, 4)}`])
    }),
  )

  it.effect("[EXT-3] has nothing of a disabled extender on the next read, and again later", () =>
    Effect.gen(function* () {
      const { greetings, turn } = yield* rig(extender("hello", "Hello"), extender("hi", "Hi"))
      const mine = newTenantId()
      expect(yield* greetings(mine)).toEqual(["Hello", "Hi"])
      yield* turn(mine, "hello", "off")
      expect(yield* greetings(mine)).toEqual(["Hi"])
      yield* turn(mine, "hello", "on")
      expect(yield* greetings(mine)).toEqual(["Hello", "Hi"])
    }),
  )

  it.effect("[EXT-4] counts a contribution once while an extender's instance is replaced", () =>
    Effect.gen(function* () {
      const life: Array<string> = []
      const { work, greetings, renew } = yield* rig(extender("hello", "Hello", life))
      const mine = newTenantId()
      yield* greetings(mine)
      const finish = yield* Deferred.make<void>()
      // A call that still runs keeps the old instance alive.
      const running = yield* Effect.forkChild(
        work.run(
          person(mine),
          { plugin: "hello", permission: "hello.read" },
          Deferred.await(finish),
        ),
      )
      yield* Effect.yieldNow
      yield* renew(mine, "hello")
      expect(yield* greetings(mine)).toEqual(["Hello"])
      expect(life).toEqual(["up", "up"])
      yield* Deferred.succeed(finish, undefined)
      yield* Fiber.join(running)
      yield* Effect.yieldNow
      expect(yield* greetings(mine)).toEqual(["Hello"])
      expect(life).toEqual(["up", "up", "down"])
    }),
  )

  it.effect("[EXT-5] does without an extender that does not start, or not in time", () =>
    Effect.gen(function* () {
      const { greetings } = yield* rig(
        extender("broken", "Never", [], Effect.die(new Error("does not start"))),
        extender("hangs", "Never", [], Effect.never),
        extender("hello", "Hello"),
      )
      const asked = yield* Effect.forkChild(greetings(newTenantId()))
      yield* TestClock.adjust("5 seconds")
      expect(yield* Fiber.join(asked)).toEqual(["Hello"])
    }),
  )
})
