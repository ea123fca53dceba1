import { Effect, Layer } from "effect"
import { may, type Scope } from "#core/hub/scope.ts"
import { type Refused, refused } from "#core/kitchen/refusal.ts"
import { Audit } from "./audit.ts"
import { chainStart, type Deed, entryOf, firstBroken } from "./audit-chain.ts"
import { AuditStore } from "./audit-store.ts"

/** Lines that are held in memory at once while the chain is walked. */
const pace = 500

export const auditLayer: Layer.Layer<Audit, never, AuditStore> = Layer.effect(
  Audit,
  Effect.gen(function* () {
    const store = yield* AuditStore
    return {
      record: (scope, { action, target, address, before, after }) =>
        Effect.asVoid(
          store.append(
            scope.tenantId,
            action,
            JSON.stringify({
              by: {
                kind: scope.principal.kind,
                id: scope.principal.id,
                name: scope.principal.name ?? null,
              },
              target,
              address: address ?? scope.address ?? null,
              before: before ?? null,
              after: after ?? null,
            } satisfies Deed),
          ),
        ),
      entries: (scope, filter) =>
        Effect.andThen(
          reading(scope),
          Effect.map(store.page(scope.tenantId, filter), ({ items, total }) => ({
            items: items.map(entryOf),
            total,
          })),
        ),
      verify: Effect.fnUntraced(function* (scope) {
        yield* reading(scope)
        // Lines that are added meanwhile are for the next walk.
        const head = yield* store.head(scope.tenantId)
        let good = { seq: 0, hash: chainStart }
        while (good.seq < head.seq) {
          const limit = Math.min(pace, head.seq - good.seq)
          const lines = yield* store.after(scope.tenantId, good.seq, limit)
          const broken = firstBroken(good, lines, scope.tenantId)
          const last = lines.at(-1)
          if (broken !== undefined || last === undefined)
            return { lines: head.seq, broken: broken ?? good.seq + 1 }
          good = { seq: last.seq, hash: last.hash }
        }
        return { lines: head.seq, broken: good.hash === head.hash ? null : head.seq }
      }),
    }
  }),
)

const reading = (scope: Scope): Effect.Effect<void, Refused> =>
  may(scope, "core.audit.read")
    ? Effect.void
    : Effect.fail(
        refused("AUTH_FORBIDDEN", "You may not read the audit log", {
          permission: "core.audit.read",
        }),
      )
