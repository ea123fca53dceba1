import { describe, expect, it } from "@effect/vitest"
import { Deferred, Effect, Exit, Fiber, Layer, Scope as Life } from "effect"
import { TestClock } from "effect/testing"
import { type CommandFailure, Outage } from "#core/hub/gate.ts"
import type { Scope } from "#core/hub/scope.ts"
import { type UnknownView, type ViewCursor, Views } from "#core/hub/view.ts"
import type { ViewItem } from "#core/plugins/plugin-view.ts"
import { afterCommit, withAfterCommit } from "#core/plugins/running/after-commit.ts"
import { OfferedViews } from "#core/plugins/running/plugin-views.ts"
import { memoryEventLog } from "#test/support/memory-event-log.ts"
import { acme, benchLayer, kitchenLayer, rival, settle } from "#test/support/memory-kitchen.ts"
import { PluginSwitch } from "#test/support/switched-plugins.ts"

const hub = Layer.fresh(
  kitchenLayer.pipe(Layer.provideMerge(Layer.mergeAll(memoryEventLog, benchLayer))),
)

interface Frame {
  readonly t: string
  readonly epoch: string
  readonly seq: number
  readonly id: string
  readonly v: unknown
  readonly items: ReadonlyArray<ViewItem>
  readonly events: ReadonlyArray<unknown>
}

const name = "tips/jar"

/** A plugin with one view, whose rows the test changes. */
const tipJar = Effect.gen(function* () {
  const offered = yield* OfferedViews
  const rows: Array<ViewItem> = [{ id: "ana", rev: 1, v: { cents: 100 } }]
  const jar = {
    rows,
    reads: 0,
    failure: undefined as CommandFailure | undefined,
    /** Set: the next reading stops here. */
    held: undefined as Deferred.Deferred<void> | undefined,
    change: (items: ReadonlyArray<ViewItem>, scope: Scope = acme) =>
      Effect.sync(() => {
        rows.splice(0, rows.length, ...items)
        offered.changed(scope.tenantId, name)
      }),
  }
  offered.fill([
    {
      name,
      plugin: "tips",
      permission: "tips.read",
      read: () =>
        Effect.suspend(() => {
          jar.reads += 1
          const now = [...rows]
          if (jar.failure !== undefined) return Effect.fail(jar.failure)
          return jar.held === undefined
            ? Effect.succeed(now)
            : Effect.as(Deferred.await(jar.held), now)
        }),
    },
  ])
  return jar
})

const watch = (scope: Scope = acme, cursor: ViewCursor = {}) =>
  Effect.gen(function* () {
    const life = yield* Life.make()
    const frames: Array<Frame> = []
    const ended: Array<CommandFailure | UnknownView> = []
    const watching = yield* (yield* Views)
      .watch(scope, name, cursor, {
        scope,
        push: (text) => {
          frames.push(JSON.parse(text) as Frame)
          return true
        },
        end: (failure) => ended.push(failure),
      })
      .pipe(Life.provide(life))
    return { frames, ended, ...watching, leave: Life.close(life, Exit.void) }
  })

const tip = (id: string, rev: number, cents: number): ViewItem => ({ id, rev, v: { cents } })

describe("a plugin's view", () => {
  it.effect("[PVIEW-1] is read when it is first watched, then once for all who watch", () =>
    Effect.gen(function* () {
      const jar = yield* tipJar
      yield* jar.change([tip("ana", 2, 150)])
      expect(jar.reads).toBe(0)
      const first = yield* watch()
      const second = yield* watch()
      expect(jar.reads).toBe(1)
      for (const { frames } of [first, second])
        expect(frames).toMatchObject([{ t: "snapshot", items: [tip("ana", 2, 150)] }])
    }).pipe(Effect.provide(hub)),
  )

  it.effect("[PVIEW-2] sends what differs, numbered without a gap, and what is gone", () =>
    Effect.gen(function* () {
      const jar = yield* tipJar
      const { frames, seq } = yield* watch()
      const start = seq()
      yield* TestClock.adjust("1 second")
      yield* jar.change([tip("ana", 1, 100), tip("ben", 1, 20)])
      yield* settle
      yield* TestClock.adjust("1 second")
      yield* jar.change([tip("ben", 2, 30)])
      yield* settle
      expect(frames.slice(1)).toMatchObject([
        { t: "ev", seq: start + 1, id: "ben", v: { cents: 20 } },
        { t: "ev", seq: start + 2, id: "ben", v: { cents: 30 } },
        { t: "ev", seq: start + 3, id: "ana", v: null },
      ])
    }).pipe(Effect.provide(hub)),
  )

  it.effect(
    "[PVIEW-3] that changes all the time is read at most every 50 ms, and last of all",
    () =>
      Effect.gen(function* () {
        const jar = yield* tipJar
        const { frames } = yield* watch()
        yield* TestClock.adjust("1 second")
        const before = jar.reads
        for (let n = 1; n <= 100; n++) {
          yield* jar.change([tip("ana", n + 1, 100 + n)])
          yield* TestClock.adjust("10 millis")
        }
        yield* TestClock.adjust("50 millis")
        expect(jar.reads - before).toBeGreaterThanOrEqual(20)
        expect(jar.reads - before).toBeLessThanOrEqual(22)
        expect(frames.at(-1)).toMatchObject({ v: { cents: 200 } })
      }).pipe(Effect.provide(hub)),
  )

  it.effect("[PVIEW-10] is read again when its plugin got other settings", () =>
    Effect.gen(function* () {
      const jar = yield* tipJar
      const { frames } = yield* watch()
      yield* TestClock.adjust("1 second")
      jar.rows.splice(0, 1, tip("ana", 2, 300))
      yield* (yield* PluginSwitch).turn(acme.tenantId, "tips", "on")
      yield* settle
      expect(frames.slice(1)).toMatchObject([{ t: "ev", id: "ana", v: { cents: 300 } }])
    }).pipe(Effect.provide(hub)),
  )

  it.effect("[PVIEW-3] misses no change that comes while it is read", () =>
    Effect.gen(function* () {
      const jar = yield* tipJar
      const { frames } = yield* watch()
      yield* TestClock.adjust("1 second")
      jar.held = yield* Deferred.make<void>()
      yield* jar.change([tip("ana", 2, 150)])
      yield* settle
      yield* jar.change([tip("ana", 3, 175)])
      yield* Deferred.succeed(jar.held, undefined)
      yield* settle
      yield* TestClock.adjust("50 millis")
      yield* settle
      expect(frames.at(-1)).toMatchObject({ v: { cents: 175 } })
    }).pipe(Effect.provide(hub)),
  )

  it.effect(
    "[PVIEW-4] goes on counting for five minutes for who comes back, then begins anew",
    () =>
      Effect.gen(function* () {
        const jar = yield* tipJar
        const first = yield* watch()
        const { epoch = "", seq = 0 } = first.frames[0] ?? {}
        yield* first.leave
        yield* jar.change([tip("ana", 1, 100), tip("ben", 1, 20)])
        yield* TestClock.adjust("4 minutes")
        expect(jar.reads).toBe(1)
        const back = yield* watch(acme, { epoch, seq })
        expect(jar.reads).toBe(2)
        expect(back.frames).toMatchObject([{ t: "resumed", epoch, events: [{ id: "ben" }] }])
        yield* back.leave
        yield* TestClock.adjust("7 minutes")
        const late = yield* watch(acme, { epoch, seq })
        expect(late.frames[0]?.t).toBe("snapshot")
        expect(late.frames[0]?.epoch).not.toBe(epoch)
      }).pipe(Effect.provide(hub)),
  )

  it.effect("[PVIEW-5] is refused without its permission, and is each restaurant's own", () =>
    Effect.gen(function* () {
      const jar = yield* tipJar
      const cook: Scope = { ...acme, permissions: ["tips.write"] }
      expect(yield* Effect.flip(watch(cook))).toMatchObject({
        code: "AUTH_FORBIDDEN",
        meta: { permission: "tips.read" },
      })
      const ours = yield* watch({ ...acme, permissions: ["tips.read"] })
      const theirs = yield* watch(rival)
      yield* TestClock.adjust("1 second")
      yield* jar.change([tip("ana", 2, 999)], rival)
      yield* settle
      expect([ours.frames.length, theirs.frames.length]).toEqual([1, 2])
    }).pipe(Effect.provide(hub)),
  )

  it.effect("[PVIEW-6] ends with its reason when the plugin is disabled, and is back with it", () =>
    Effect.gen(function* () {
      yield* tipJar
      const { turn } = yield* PluginSwitch
      const ours = yield* watch()
      const theirs = yield* watch(rival)
      yield* turn(acme.tenantId, "tips", "off")
      expect(ours.ended).toMatchObject([{ code: "PLUGIN_NOT_ENABLED", meta: { plugin: "tips" } }])
      expect(theirs.ended).toEqual([])
      expect(yield* Effect.flip(watch())).toMatchObject({ code: "PLUGIN_NOT_ENABLED" })
      yield* turn(acme.tenantId, "tips", "on")
      const again = yield* watch(acme, { epoch: ours.frames[0]?.epoch ?? "", seq: ours.seq() })
      expect(again.frames[0]?.t).toBe("snapshot")
    }).pipe(Effect.provide(hub)),
  )

  it.effect("[PVIEW-6] is not shown when the plugin is disabled while it is read", () =>
    Effect.gen(function* () {
      const jar = yield* tipJar
      jar.held = yield* Deferred.make<void>()
      const watching = yield* Effect.forkChild(Effect.flip(watch()))
      yield* settle
      yield* (yield* PluginSwitch).turn(acme.tenantId, "tips", "off")
      yield* Deferred.succeed(jar.held, undefined)
      expect(yield* Fiber.join(watching)).toMatchObject({ code: "PLUGIN_NOT_ENABLED" })
    }).pipe(Effect.provide(hub)),
  )

  it.effect(
    "[PVIEW-7] that cannot be read is tried again, then says so rather than what is old",
    () =>
      Effect.gen(function* () {
        const jar = yield* tipJar
        const { frames, ended } = yield* watch()
        yield* TestClock.adjust("1 second")
        jar.failure = new Outage({ reason: "no database" })
        yield* jar.change([tip("ana", 2, 150)])
        yield* settle
        yield* TestClock.adjust("150 millis")
        expect([ended.length, jar.reads]).toEqual([0, 3])
        yield* TestClock.adjust("1 second")
        expect([frames.length, ended]).toEqual([1, [jar.failure]])
        expect(yield* Effect.flip(watch())).toBe(jar.failure)
        jar.failure = undefined
        expect((yield* watch()).frames).toMatchObject([{ items: [tip("ana", 2, 150)] }])
      }).pipe(Effect.provide(hub)),
  )

  it.effect("[PVIEW-8] shows two thousand things and refuses more", () =>
    Effect.gen(function* () {
      const jar = yield* tipJar
      const rows = Array.from({ length: 2_001 }, (_, n) => tip(`t${n}`, 1, n))
      yield* jar.change(rows)
      expect(yield* Effect.flip(watch())).toMatchObject({ code: "VIEW_TOO_LARGE" })
      yield* jar.change(rows.slice(1))
      expect((yield* watch()).frames[0]?.items).toHaveLength(2_000)
    }).pipe(Effect.provide(hub)),
  )
})

describe("what is said inside a transaction", () => {
  it.effect("[PVIEW-9] is said after its end, whatever became of it; outside of one at once", () =>
    Effect.gen(function* () {
      const said: Array<string> = []
      const say = (what: string) => afterCommit(() => said.push(what))
      yield* withAfterCommit(
        Effect.andThen(
          say("in"),
          Effect.sync(() => expect(said).toEqual([])),
        ),
      )
      yield* Effect.exit(withAfterCommit(Effect.andThen(say("failed"), Effect.fail("rolled back"))))
      yield* withAfterCommit(
        withAfterCommit(say("inner")).pipe(
          Effect.andThen(Effect.sync(() => expect(said).toEqual(["in", "failed"]))),
        ),
      )
      yield* say("out")
      const late = yield* Deferred.make<void>()
      const outliving = yield* withAfterCommit(
        Effect.forkDetach(Effect.andThen(Deferred.await(late), say("late"))),
      )
      yield* Deferred.succeed(late, undefined)
      yield* Fiber.join(outliving)
      expect(said).toEqual(["in", "failed", "inner", "out", "late"])
    }),
  )
})
