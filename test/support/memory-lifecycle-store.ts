import { Clock, Effect, Layer } from "effect"
import type { TenantId } from "#core/kitchen/ids.ts"
import type { Refused } from "#core/kitchen/refusal.ts"
import { type Lease, OperationStore } from "#core/plugins/lifecycle/operation-store.ts"
import { inProgress, notInstalled } from "#core/plugins/lifecycle/refusals.ts"
import { type StateChange, StateStore } from "#core/plugins/lifecycle/state-store.ts"
import { isOver, type StoredOperation } from "#core/plugins/lifecycle/stored-operation.ts"
import type { TenantPlugin } from "#core/plugins/plugin-states.ts"

interface KeptState extends TenantPlugin {
  readonly config: unknown
}

interface KeptOperation {
  readonly operation: StoredOperation
  readonly idempotencyKey: string | undefined
  readonly fingerprint: string
  readonly leaseOwner: string | undefined
  readonly leaseUntil: number
}

/** What restaurants run and what changes it, in memory: the same promises as in PostgreSQL, for one process. */
class MemoryLifecycle {
  readonly states = new Map<TenantId, Map<string, KeptState>>()
  readonly operations = new Map<string, KeptOperation>()

  of(tenantId: TenantId): Map<string, KeptState> {
    const known = this.states.get(tenantId) ?? new Map<string, KeptState>()
    this.states.set(tenantId, known)
    return known
  }

  change(tenantId: TenantId, changes: ReadonlyArray<StateChange>, now: number): void {
    const states = this.of(tenantId)
    for (const change of changes) {
      if (change.forget) states.delete(change.plugin)
      else states.set(change.plugin, changed(states.get(change.plugin), change, now))
    }
  }

  underWay(tenantId: TenantId): KeptOperation | undefined {
    return [...this.operations.values()].find(
      ({ operation }) => operation.tenantId === tenantId && !isOver(operation),
    )
  }

  seen(tenantId: TenantId): number {
    return [...this.of(tenantId).values()].reduce((sum, { epoch }) => sum + epoch, 0)
  }

  /** Only when `also` worked, as a transaction would. */
  atOnce<A, E>(
    also: Effect.Effect<void, E> | undefined,
    write: (now: number) => A,
  ): Effect.Effect<A, E> {
    return Effect.andThen(
      also ?? Effect.void,
      Effect.map(Clock.currentTimeMillis, (now) => write(now)),
    )
  }
}

const changed = (state: KeptState | undefined, change: StateChange, now: number): KeptState => {
  const actual = change.actual ?? state?.actual ?? "absent"
  const counts =
    state === undefined ||
    change.actual !== undefined ||
    change.installedVersion !== undefined ||
    change.purgeAfter !== undefined ||
    change.config !== undefined
  return {
    plugin: change.plugin,
    desired: change.desired ?? state?.desired ?? "absent",
    actual,
    installedVersion: change.installedVersion ?? state?.installedVersion,
    epoch: (state?.epoch ?? 0) + (counts ? 1 : 0),
    enabledAt:
      actual === "enabled"
        ? (state?.enabledAt ?? now)
        : actual === "quarantined"
          ? state?.enabledAt
          : undefined,
    purgeAfter:
      change.purgeAfter === undefined ? state?.purgeAfter : (change.purgeAfter ?? undefined),
    lastError: change.lastError === undefined ? state?.lastError : (change.lastError ?? undefined),
    config: change.config ?? state?.config,
  }
}

export const memoryLifecycleStores: Layer.Layer<StateStore | OperationStore> = Layer.unwrap(
  Effect.sync(() => {
    const memory = new MemoryLifecycle()
    return Layer.merge(
      Layer.succeed(StateStore, stateStore(memory)),
      Layer.succeed(OperationStore, operationStore(memory)),
    )
  }),
)

const shown = ({ config: _, ...state }: KeptState): TenantPlugin => state

const stateStore = (memory: MemoryLifecycle): StateStore["Service"] => ({
  all: Effect.sync(() =>
    [...memory.states].flatMap(([tenantId, states]) =>
      [...states.values()].map((state) => ({ tenantId, ...shown(state) })),
    ),
  ),
  kept: Effect.sync(
    () =>
      new Set(
        [...memory.states.values()].flatMap((states) =>
          [...states.values()]
            .filter(({ actual, installedVersion }) => actual !== "absent" || installedVersion)
            .map(({ plugin }) => plugin),
        ),
      ),
  ),
  purgeDue: (at, limit) =>
    Effect.sync(() =>
      [...memory.states]
        .flatMap(([tenantId, states]) =>
          [...states.values()].flatMap(({ plugin, actual, purgeAfter }) =>
            actual === "absent" && purgeAfter !== undefined && purgeAfter <= at
              ? [{ tenantId, plugin, purgeAfter }]
              : [],
          ),
        )
        .toSorted((a, b) => a.purgeAfter - b.purgeAfter)
        .slice(0, limit),
    ),
  of: (tenantId) => Effect.sync(() => [...memory.of(tenantId).values()].map(shown)),
  config: (tenantId, plugin) => Effect.sync(() => memory.of(tenantId).get(plugin)?.config),
  saveConfig: <E>(
    tenantId: TenantId,
    plugin: string,
    config: unknown,
    also?: Effect.Effect<void, E>,
  ) =>
    Effect.suspend((): Effect.Effect<void, E | Refused> => {
      const state = memory.of(tenantId).get(plugin)
      if (state === undefined || state.actual === "absent") return Effect.fail(notInstalled(plugin))
      const underWay = memory.underWay(tenantId)
      if (underWay !== undefined) return Effect.fail(inProgress(underWay.operation.id))
      return memory.atOnce(also, (now) => memory.change(tenantId, [{ plugin, config }], now))
    }),
  change: (tenantId, changes, also) =>
    memory.atOnce(also, (now) => memory.change(tenantId, changes, now)),
})

const operationStore = (memory: MemoryLifecycle): OperationStore["Service"] => {
  const { operations } = memory
  const keep = (kept: KeptOperation, more: Partial<KeptOperation>): void => {
    operations.set(kept.operation.id, { ...kept, ...more })
  }
  const held = (operation: StoredOperation, owner: string): KeptOperation | undefined => {
    const kept = operations.get(operation.id)
    return kept?.leaseOwner === owner && kept.operation.status === "running" ? kept : undefined
  }
  const all = (tenantId: TenantId) =>
    [...operations.values()].filter(({ operation }) => operation.tenantId === tenantId)

  return {
    known: (tenantId, idempotencyKey) =>
      Effect.sync(() => {
        const repeated = all(tenantId).find(
          (kept) => idempotencyKey !== undefined && kept.idempotencyKey === idempotencyKey,
        )
        return {
          underWay: memory.underWay(tenantId)?.operation,
          repeated:
            repeated === undefined
              ? undefined
              : { operation: repeated.operation, fingerprint: repeated.fingerprint },
        }
      }),
    enqueue: (operation, { idempotencyKey, fingerprint, seen }, changes) =>
      Effect.map(Clock.currentTimeMillis, (now) => {
        const { tenantId } = operation
        const isTaken = all(tenantId).some(
          (kept) => idempotencyKey !== undefined && kept.idempotencyKey === idempotencyKey,
        )
        if (isTaken || memory.underWay(tenantId) !== undefined || memory.seen(tenantId) !== seen)
          return undefined
        operations.set(operation.id, {
          operation,
          idempotencyKey,
          fingerprint,
          leaseOwner: undefined,
          leaseUntil: 0,
        })
        memory.change(tenantId, changes, now)
        return operation
      }),
    get: (tenantId, id) =>
      Effect.sync(() => all(tenantId).find(({ operation }) => operation.id === id)?.operation),
    list: (tenantId, { plugin, limit }) =>
      Effect.sync(() =>
        all(tenantId)
          .map(({ operation }) => operation)
          .filter((operation) => plugin === undefined || operation.plugin === plugin)
          .toReversed()
          .slice(0, limit),
      ),
    claim: ({ owner, leaseMs, limit, running, alone }) =>
      Effect.map(Clock.currentTimeMillis, (now) =>
        [...operations.values()]
          .filter(
            ({ operation, leaseOwner, leaseUntil }) =>
              !isOver(operation) &&
              !running.includes(operation.id) &&
              (operation.status === "queued" || alone || leaseOwner === owner || leaseUntil < now),
          )
          .slice(0, limit)
          .map((kept) => {
            const operation: StoredOperation = {
              ...kept.operation,
              status: "running",
              attempt: kept.operation.attempt + 1,
            }
            keep(kept, { operation, leaseOwner: owner, leaseUntil: now + leaseMs })
            return operation
          }),
      ),
    renew: (operation, owner, leaseMs) =>
      Effect.map(Clock.currentTimeMillis, (now): Lease => {
        const kept = held(operation, owner)
        if (kept === undefined) return "lost"
        keep(kept, { leaseUntil: now + leaseMs })
        return kept.operation.cancelAsked ? "cancelAsked" : "held"
      }),
    advance: (from, next, owner, changes, also) =>
      Effect.suspend(() => {
        const kept = held(from, owner)
        if (kept === undefined || kept.operation.step !== from.step)
          return Effect.succeed<Lease>("lost")
        if (kept.operation.cancelAsked && next.status !== "cancelled")
          return Effect.succeed<Lease>("cancelAsked")
        return memory.atOnce(also, (now): Lease => {
          const { attempt, step, cancelAsked } = kept.operation
          keep(kept, {
            operation: { ...next, cancelAsked, attempt: step === next.step ? attempt : 1 },
            ...(isOver(next) ? { leaseOwner: undefined, leaseUntil: 0 } : {}),
          })
          memory.change(from.tenantId, changes, now)
          return "held"
        })
      }),
    settle: (from, next, changes, seen) =>
      Effect.flatMap(Clock.currentTimeMillis, (now) => {
        const kept = operations.get(from.id)
        const other = memory.underWay(from.tenantId)
        if (kept === undefined || kept.operation.status !== from.status)
          return Effect.succeed(false)
        if (!isOver(next) && other !== undefined && other.operation.id !== from.id)
          return Effect.succeed(false)
        if (seen !== undefined && memory.seen(from.tenantId) !== seen)
          return Effect.fail(inProgress(undefined))
        keep(kept, { operation: { ...next, attempt: 0, cancelAsked: false } })
        memory.change(from.tenantId, changes, now)
        return Effect.succeed(true)
      }),
    askCancel: ({ id, step }) =>
      Effect.sync(() => {
        const kept = operations.get(id)
        if (kept?.operation.status !== "running" || kept.operation.step !== step) return false
        keep(kept, { operation: { ...kept.operation, cancelAsked: true } })
        return true
      }),
  }
}
