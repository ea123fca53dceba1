import { expect, it } from "@effect/vitest"
import { Effect, Schema } from "effect"
import { type CommandFailure, Outage } from "#core/hub/gate.ts"
import { systemScope } from "#core/hub/scope.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import { refused } from "#core/kitchen/refusal.ts"
import { busy, timedOut } from "#core/plugins/running/guard-refusals.ts"
import { makeDispatch } from "#core/plugins/running/plugin-dispatch.ts"

const tenantId = "01980000-0000-7000-8000-000000000001" as TenantId

it.effect.each([
  { ends: "well", as: Effect.succeed({}), reads: 1 },
  // The database may have stored it, and the answer was lost.
  { ends: "in an outage", as: Effect.fail(new Outage({ reason: "gone" })), reads: 1 },
  { ends: "too late", as: Effect.fail(timedOut("rooms", 100)), reads: 1 },
  { ends: "in a defect", as: Effect.die(new Error("a bug behind the commit")), reads: 1 },
  { ends: "before it began", as: Effect.fail(busy(64)), reads: 0 },
  { ends: "in a refusal", as: Effect.fail(refused("NAME_TAKEN", "It is there")), reads: 0 },
])("[SETUP-1] [SETUP-3] the picture is read $reads times after a change that ends $ends", (end) =>
  Effect.gen(function* () {
    let reads = 0
    const dispatch = makeDispatch({
      work: {
        plugins: new Map([["rooms", plugin]]) as never,
        run: () => end.as as Effect.Effect<never, CommandFailure>,
      },
      database: { once: () => Effect.die("nothing has a key") },
      registry: { changed: () => Effect.sync(() => reads++) },
    })
    const [route] = dispatch.routes
    if (route === undefined) throw new Error("it has one route")
    const request = { params: {}, body: {}, requestId: "r-1" } as never
    yield* Effect.exit(dispatch.call(systemScope(tenantId), route, request))
    expect(reads).toBe(end.reads)
  }),
)

const plugin = {
  key: "rooms",
  definition: {
    routes: [
      {
        ...{
          method: "PATCH",
          path: "/rooms/:id",
          permission: "rooms.write",
          summary: "",
          status: 200,
        },
        ...{ body: Schema.Struct({}), changesSetup: true, respond: () => Effect.void },
      },
    ],
  },
}
