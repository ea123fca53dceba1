import { assert } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { Gate } from "#core/hub/gate.ts"
import type { OrderView } from "#core/kitchen/order-view.ts"
import { memoryEventLog } from "#test/support/memory-event-log.ts"
import { acme, benchLayer, cid, kitchenLayer, order } from "#test/support/memory-kitchen.ts"

/** Every actor of the hub, over a log in memory. */
export const hub = Layer.fresh(
  kitchenLayer.pipe(Layer.provideMerge(Layer.mergeAll(memoryEventLog, benchLayer))),
)
export const ask = (command: Parameters<Gate["Service"]["run"]>[1], scope = acme) =>
  Effect.map(
    Gate.use((gate) => gate.run(scope, command)),
    ({ result, ...answer }) => ({ ...answer, order: result as OrderView }),
  )
export const refusal = (command: Parameters<typeof ask>[0], scope = acme) =>
  Effect.map(Effect.flip(ask(command, scope)), (failure) =>
    failure._tag === "Refused" ? failure : assert.fail(failure._tag),
  )
export const inOrder = (n: number, op: string, args: object = {}, c = 20_000) => ({
  cid: cid(c),
  op,
  args: { orderId: order(n), ...args },
})
