import { describe, expect, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import type { CommandFailure } from "#core/hub/gate.ts"
import { Gate } from "#core/hub/gate.ts"
import { type UnknownView, type ViewCursor, Views } from "#core/hub/view.ts"
import { memoryEventLog } from "#test/support/memory-event-log.ts"
import {
  acme,
  Bench,
  benchLayer,
  grillPrinter,
  grillScreen,
  kitchenLayer,
  passScreen,
  placing,
  rival,
  setup,
} from "#test/support/memory-kitchen.ts"

const hub = Layer.fresh(
  kitchenLayer.pipe(Layer.provideMerge(Layer.mergeAll(memoryEventLog, benchLayer))),
)

interface Frame {
  readonly t: string
  readonly epoch?: string
  readonly seq: number
  readonly items?: ReadonlyArray<unknown>
}

/** Somebody who keeps what a view tells, and with what it ends. */
const watch = (view: string, cursor: ViewCursor = {}, scope = acme) =>
  Effect.gen(function* () {
    const frames: Frame[] = []
    const ended: Array<CommandFailure | UnknownView> = []
    yield* (yield* Views).watch(scope, view, cursor, {
      scope,
      push: (text) => {
        frames.push(JSON.parse(text))
        return true
      },
      end: (failure) => ended.push(failure),
    })
    return { frames, ended }
  })

const unknown = (view: string) => ({ _tag: "UnknownView", view })

describe.each([
  ["a kitchen screen", `screen/${grillScreen}`, { ...setup, screens: setup.screens.slice(1) }],
  ["the pass", `screen/${passScreen}`, { ...setup, screens: setup.screens.slice(0, 1) }],
  ["a printer", `printer/${grillPrinter.id}`, { ...setup, printers: [] }],
] as const)("%s that is deleted", (_, view, without) => {
  it.effect("[PICTURE-10] ends for whoever watches it, and does not go on as an empty one", () =>
    Effect.gen(function* () {
      const { changeSetup } = yield* Bench
      yield* Gate.use((gate) => gate.run(acme, placing(1)))
      const watching = yield* watch(view)
      const theirs = yield* watch(view, {}, rival)
      const { length } = watching.frames
      changeSetup(acme, without)
      expect(watching.ended).toMatchObject([unknown(view)])
      // Not one ticket is said to be gone: nobody bumped it.
      expect(watching.frames).toHaveLength(length)
      yield* Gate.use((gate) => gate.run(acme, placing(2)))
      expect(watching.frames).toHaveLength(length)
      expect(theirs.ended).toEqual([])
    }).pipe(Effect.scoped, Effect.provide(hub)),
  )

  it.effect(
    "[PICTURE-10] is unknown at once to who asks for it then, with or without its numbers",
    () =>
      Effect.gen(function* () {
        const { changeSetup } = yield* Bench
        const { frames } = yield* Effect.scoped(watch(view))
        const [{ epoch = "", seq } = { seq: 0 }] = frames
        changeSetup(acme, without)
        for (const cursor of [{}, { epoch, seq }])
          expect(yield* Effect.flip(watch(view, cursor))).toMatchObject(unknown(view))
      }).pipe(Effect.scoped, Effect.provide(hub)),
  )

  it.effect("[PICTURE-10] is there again, under new numbers, when it is made again", () =>
    Effect.gen(function* () {
      const { changeSetup } = yield* Bench
      const before = yield* watch(view)
      changeSetup(acme, without)
      changeSetup(acme, setup)
      const [{ epoch = "", seq } = { seq: 0 }] = before.frames
      const after = yield* watch(view, { epoch, seq })
      expect(after.frames[0]).toMatchObject({ t: "snapshot" })
      expect(after.frames[0]?.epoch).not.toBe(epoch)
      const told = after.frames.length
      yield* Gate.use((gate) => gate.run(acme, placing(1)))
      expect(after.frames.length).toBeGreaterThan(told)
      expect(after.ended).toEqual([])
      expect(before.ended).toHaveLength(1)
    }).pipe(Effect.scoped, Effect.provide(hub)),
  )
})
