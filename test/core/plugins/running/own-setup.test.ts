import { expect, it } from "@effect/vitest"
import { Context, Effect } from "effect"
import { TestClock } from "effect/testing"
import type { TenantId } from "#core/kitchen/ids.ts"
import { OwnSetup } from "#core/plugins/own-setup.ts"
import { withAfterCommit } from "#core/plugins/running/after-commit.ts"
import { makeOwnSetup } from "#core/plugins/running/own-setup.ts"
import { SetupRegistry } from "#core/plugins/running/setup-registry.ts"

const ours = "ours" as TenantId
const theirs = "theirs" as TenantId

it.effect(
  "[SETUP-5] however often it is said at once, the picture is read once, and after the transaction",
  () =>
    Effect.gen(function* () {
      const read: Array<TenantId> = []
      const ownSetup = yield* makeOwnSetup.pipe(
        Effect.provideService(SetupRegistry, {
          fill: () => Effect.void,
          changed: (tenantId) => Effect.sync(() => void read.push(tenantId)),
        }),
      )
      const say = (tenantId: TenantId) =>
        Context.get(ownSetup(undefined, tenantId), OwnSetup).changed
      yield* withAfterCommit(
        Effect.gen(function* () {
          yield* say(ours)
          yield* TestClock.adjust("1 second")
          expect(read).toEqual([])
        }),
      )
      yield* Effect.all([say(ours), say(theirs), say(ours)])
      yield* TestClock.adjust("1 second")
      expect(read.toSorted()).toEqual([ours, theirs])
      yield* say(ours)
      yield* TestClock.adjust("1 second")
      expect(read).toHaveLength(3)
    }).pipe(Effect.scoped),
)
