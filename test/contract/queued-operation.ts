import { randomUUID } from "node:crypto"
import { Effect } from "effect"
import type { TenantId } from "#core/kitchen/ids.ts"
import { OperationStore } from "#core/plugins/lifecycle/operation-store.ts"
import { StateStore } from "#core/plugins/lifecycle/state-store.ts"
import type { StoredOperation } from "#core/plugins/lifecycle/stored-operation.ts"

export const newOperation = (
  tenantId: TenantId,
  more: Partial<StoredOperation> = {},
): StoredOperation => ({
  id: randomUUID(),
  tenantId,
  plugin: "kds",
  kind: "enable",
  request: { kind: "enable", plugin: "kds", withRequirements: false, events: "catchUp" },
  steps: [
    { do: "start", plugin: "kds" },
    { do: "flip", plugin: "kds", what: "enabled", actual: "enabled" },
  ],
  status: "queued",
  step: 0,
  progress: 0,
  notes: [],
  error: undefined,
  cancelAsked: false,
  attempt: 0,
  requestedBy: { kind: "user", id: "ana", name: "Ana" },
  createdAt: 0,
  finishedAt: undefined,
  ...more,
})
export const queued = (tenantId: TenantId, key?: string) =>
  Effect.gen(function* () {
    const operations = yield* OperationStore
    const operation = newOperation(tenantId)
    const states = yield* (yield* StateStore).of(tenantId)
    const stored = yield* operations.enqueue(
      operation,
      {
        fingerprint: "f",
        seen: states.reduce((sum, { epoch }) => sum + epoch, 0),
        ...(key === undefined ? {} : { idempotencyKey: key }),
      },
      [{ plugin: "kds", desired: "enabled" }],
    )
    return stored ?? (yield* Effect.die(new Error("not queued")))
  })
/** Claims until it has this one; a store of several tests holds others' operations too. */
export const claimed = (operation: StoredOperation, owner: string, alone = false) =>
  Effect.gen(function* () {
    const operations = yield* OperationStore
    const all = yield* operations.claim({
      owner,
      leaseMs: 30_000,
      limit: 100,
      running: [],
      alone,
    })
    return all.find(({ id }) => id === operation.id)
  })
