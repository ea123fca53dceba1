import { Effect } from "effect"
import { Gate } from "#core/hub/gate.ts"
import type { Scope } from "#core/hub/scope.ts"
import { Views } from "#core/hub/view.ts"
import { acme, cid } from "#test/support/memory-kitchen.ts"

let commands = 0
export const run = (op: string, args: object, scope: Scope = acme) =>
  Gate.use((gate) => gate.run(scope, { cid: cid(600_000 + ++commands), op, args }))

/** Somebody who watches a view and folds its frames. */
export const watch = (view: string, scope: Scope = acme) =>
  Effect.gen(function* () {
    const items = new Map<string, unknown>()
    let seq = 0
    const watching = yield* (yield* Views).watch(
      scope,
      view,
      {},
      {
        scope,
        push: (text) => {
          const frame = JSON.parse(text) as {
            readonly t: string
            readonly seq: number
            readonly id: string
            readonly v: unknown
            readonly items?: ReadonlyArray<{ readonly id: string; readonly v: unknown }>
          }
          seq = frame.seq
          for (const { id, v } of frame.items ?? [frame])
            if (v === null) items.delete(id)
            else items.set(id, v)
          return true
        },
      },
    )
    return {
      items,
      all: <V>() => [...items.values()] as ReadonlyArray<V>,
      seen: () => watching.seen(seq),
    }
  })
