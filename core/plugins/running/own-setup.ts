import { Context, Effect, FiberSet } from "effect"
import type { TenantId } from "#core/kitchen/ids.ts"
import { OwnSetup } from "#core/plugins/own-setup.ts"
import { afterCommit } from "./after-commit.ts"
import { SetupRegistry } from "./setup-registry.ts"

/** Whatever is said meanwhile is one reading, however many events a plugin handles. In milliseconds. */
const gatherMs = 50

/** Nobody waits for the picture: who asked may be a handler in the middle of its transaction. */
export const makeOwnSetup = Effect.gen(function* () {
  const registry = yield* SetupRegistry
  const fork = yield* FiberSet.makeRuntime()
  const said = new Set<TenantId>()
  const readAnew = (tenantId: TenantId): Effect.Effect<void> =>
    Effect.sleep(gatherMs).pipe(
      Effect.andThen(
        Effect.suspend(() => {
          said.delete(tenantId)
          return registry.changed(tenantId)
        }),
      ),
    )
  return (_: unknown, tenantId: TenantId): Context.Context<OwnSetup> =>
    Context.make(OwnSetup, {
      changed: afterCommit(() => {
        if (said.has(tenantId)) return
        said.add(tenantId)
        fork(readAnew(tenantId))
      }),
    })
})
