import { hash } from "node:crypto"
import { Effect } from "effect"
import { v7 as uuid } from "uuid"
import { expect, it } from "vitest"
import { systemScope } from "#core/hub/scope.ts"
import type { Cid, TenantId } from "#core/kitchen/ids.ts"
import type { OrderView } from "#core/kitchen/order-view.ts"
import { EventLog } from "#core/log/event-log.ts"
import { toNewEvent } from "#core/log/upcast.ts"
import { runningHub } from "#test/support/running-hub.ts"

const hub = runningHub()

it("[FLOW-7] what was stored while its answer got lost is found by whoever is told again that it was heard", async () => {
  const { api, productId, tenantId } = hub.restaurant()
  const id = uuid()
  const path = `/plugins/orders/orders/${id}`
  const { rev } = await api.post<OrderView>("/plugins/orders/orders", {
    id,
    type: "counter",
    lines: [{ productId: productId("EXPRESSO"), quantity: 1 }],
  })
  const cid = uuid()
  const scope = systemScope(tenantId as TenantId)
  const rushed = { type: "OrderRushed", at: Date.now(), by: scope.principal, priority: 1 }
  // The database committed it and died before it could say so: the hub knows nothing of it.
  await Effect.runPromise(
    EventLog.use((log) =>
      log.append(scope, {
        cid: cid as Cid,
        fingerprint: hash("sha1", `rush ${id} {}`, "base64url"),
        reply: { rev: rev + 1 },
        streams: [{ stream: `order/${id}`, expected: rev, events: [toNewEvent(rushed)] }],
      }),
    ).pipe(Effect.provide(hub.database.layer)),
  )
  expect((await api.get<OrderView>(path)).rev).toBe(rev)
  const again = await api.post<OrderView>(`${path}/commands`, { cid, op: "rush", args: {} })
  expect(again.rev).toBe(rev + 1)
  expect(await api.get<OrderView>(path)).toMatchObject({ rev: rev + 1, priority: 1 })
})
