import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import fc from "fast-check"
import { makeFanOut } from "#actors/view/fan-out.ts"
import { NumberedView, type ViewChange } from "#actors/view/numbered-view.ts"
import { systemScope } from "#core/hub/scope.ts"
import type { TenantId } from "#core/kitchen/ids.ts"

const scope = systemScope("01930000-0000-7000-8000-00000000000a" as TenantId)

interface Frame {
  readonly t: "snapshot" | "resumed" | "ev"
  readonly seq: number
  readonly epoch: string
  readonly id: string
  readonly v: unknown
  readonly items: ReadonlyArray<{ readonly id: string; readonly v: unknown }>
  readonly events: ReadonlyArray<{ readonly seq: number; readonly id: string; readonly v: unknown }>
}

/** A client as the contract describes one: it throws at the first gap. */
class Client {
  readonly items = new Map<string, unknown>()
  epoch: string | undefined
  seq: number | undefined
  readonly kinds: string[] = []
  reads = true
  readonly watcher = {
    scope,
    push: (text: string) => {
      if (!this.reads) return false
      const frame = JSON.parse(text) as Frame
      this.kinds.push(frame.t)
      if (frame.t === "snapshot") {
        this.items.clear()
        for (const { id, v } of frame.items) this.items.set(id, v)
        this.epoch = frame.epoch
      } else for (const event of frame.t === "ev" ? [frame] : frame.events) this.#apply(event)
      this.seq = frame.seq
      return true
    },
  }
  #apply({ seq, id, v }: { readonly seq: number; readonly id: string; readonly v: unknown }) {
    if (seq !== (this.seq ?? 0) + 1) throw new Error(`gap before ${seq}`)
    this.seq = seq
    if (v === null) this.items.delete(id)
    else this.items.set(id, v)
  }
  get cursor() {
    return this.epoch === undefined || this.seq === undefined
      ? {}
      : { epoch: this.epoch, seq: this.seq }
  }
}
const change = (id: string, v: unknown): ViewChange => ({ id, rev: 1, v })
const settled = Effect.promise(() => new Promise((resolve) => setImmediate(resolve)))

describe("a numbered view", () => {
  it.effect("[VIEW-1] opens with a snapshot and goes on without a gap", () =>
    Effect.gen(function* () {
      const view = new NumberedView("screen/1", "e1", yield* makeFanOut)
      view.publish([change("a", { n: 1 })])
      const client = new Client()
      view.attach({}, client.watcher)
      view.publish([change("b", { n: 2 }), change("a", null)])
      assert.deepStrictEqual(client.kinds, ["snapshot", "ev", "ev"])
      assert.deepStrictEqual([...client.items], [["b", { n: 2 }]])
    }),
  )

  it.effect("[VIEW-2] sends only what was missed when that is shorter than the whole picture", () =>
    Effect.gen(function* () {
      const view = new NumberedView("screen/1", "e1", yield* makeFanOut)
      view.publish(
        Array.from({ length: 30 }, (_, n) => change(`t${n}`, { n, text: "x".repeat(200) })),
      )
      const client = new Client()
      const watch = view.attach({}, client.watcher)
      watch.detach()
      view.publish([change("t3", null)])
      view.attach(client.cursor, client.watcher)
      assert.deepStrictEqual(client.kinds, ["snapshot", "resumed"])
      assert.isFalse(client.items.has("t3"))
    }),
  )

  it.effect("[VIEW-3] answers another epoch or an impossible number with a snapshot", () =>
    Effect.gen(function* () {
      const view = new NumberedView("screen/1", "e2", yield* makeFanOut)
      view.publish([change("a", 1)])
      for (const cursor of [
        { epoch: "e1", seq: 1 },
        { epoch: "e2", seq: 99 },
        { epoch: "e2", seq: -1 },
      ]) {
        const client = new Client()
        view.attach(cursor, client.watcher)
        assert.deepStrictEqual(client.kinds, ["snapshot"])
      }
    }),
  )

  it.effect("[VIEW-4] gives no number to a change that changes nothing", () =>
    Effect.gen(function* () {
      const view = new NumberedView("screen/1", "e1", yield* makeFanOut)
      view.publish([change("a", { n: 1 }), change("a", { n: 1 }), change("never there", null)])
      assert.strictEqual(view.seq, 1)
    }),
  )

  it.effect("[VIEW-5] lets a watcher go that cannot keep up, and nobody else", () =>
    Effect.gen(function* () {
      const view = new NumberedView("screen/1", "e1", yield* makeFanOut)
      const slow = new Client()
      const quick = new Client()
      view.attach({}, slow.watcher)
      view.attach({}, quick.watcher)
      slow.reads = false
      view.publish([change("a", 1)])
      view.publish([change("b", 1)])
      assert.strictEqual(view.watchers, 1)
      assert.strictEqual(quick.seq, 2)
    }),
  )

  it.effect("[VIEW-6] counts as seen only what was sent", () =>
    Effect.gen(function* () {
      const seen: number[] = []
      const view = new NumberedView("screen/1", "e1", yield* makeFanOut, (_, seq) => seen.push(seq))
      view.publish([change("a", 1)])
      const watch = view.attach({}, new Client().watcher)
      watch.seen(7)
      watch.seen(1)
      assert.deepStrictEqual(seen, [1])
    }),
  )

  it("[VIEW-7] brings every client to the same picture, wherever its connection was cut", () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.oneof(
            fc.record({
              do: fc.constant("set" as const),
              id: fc.integer({ min: 0, max: 9 }),
              v: fc.integer(),
            }),
            fc.record({ do: fc.constant("gone" as const), id: fc.integer({ min: 0, max: 9 }) }),
            fc.record({ do: fc.constant("cut" as const) }),
            fc.record({ do: fc.constant("return" as const) }),
          ),
          { maxLength: 200 },
        ),
        (steps) =>
          Effect.gen(function* () {
            const view = new NumberedView("screen/1", "e1", yield* makeFanOut)
            const client = new Client()
            let watch = view.attach({}, client.watcher)
            for (const step of steps) {
              if (step.do === "set") view.publish([change(`t${step.id}`, step.v)])
              if (step.do === "gone") view.publish([change(`t${step.id}`, null)])
              if (step.do === "cut") watch.detach()
              if (step.do === "return") {
                watch.detach()
                watch = view.attach(client.cursor, client.watcher)
              }
            }
            watch.detach()
            view.attach(client.cursor, client.watcher)
            yield* settled
            assert.deepStrictEqual([...client.items.keys()].sort(), [...view.ids()].sort())
            assert.strictEqual(client.seq, view.seq)
          }).pipe(Effect.scoped, Effect.runPromise),
      ),
      { numRuns: 200 },
    ))
})

describe("the fan-out", () => {
  it.live("[VIEW-8] serves two thousand watchers in slices, each in order", () =>
    Effect.gen(function* () {
      const view = new NumberedView("screen/1", "e1", yield* makeFanOut)
      const clients = Array.from({ length: 2_000 }, () => new Client())
      for (const client of clients) view.attach({}, client.watcher)
      for (let n = 0; n < 5; n++) view.publish([change("a", n)])
      while (clients.some(({ seq }) => seq !== 5)) yield* settled
      assert.isTrue(clients.every(({ items }) => items.get("a") === 4))
    }),
  )
})
