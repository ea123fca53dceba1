import { type Context, Effect } from "effect"
import { Restaurants } from "#actors/tenant/restaurants.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import { RateLimits } from "#core/limits/rate-limits.ts"
import { LogFeed } from "#core/log/event-log.ts"
import { PluginInstances } from "#core/plugins/running/plugin-instances.ts"
import { PluginWork } from "#core/plugins/running/plugin-work.ts"
import { Tokens } from "#core/security/tokens.ts"
import { ringTimes } from "#test/bench/bell/ring-times.ts"
import { answers } from "./probes.ts"

/** CPU of one request's parts, measured without a wire, in microseconds. */
export interface RequestParts {
  /** Credential and limits. */
  readonly admission: number
  /** Enabled, permitted, in service, a free place, the restaurant's instance, the time limit. */
  readonly guard: number
}

/** Answers questions that only the hub's own process can. */
export const answerInside = <Services>(
  services: Context.Context<
    Services | LogFeed | PluginInstances | PluginWork | RateLimits | Restaurants | Tokens
  >,
  tenants: ReadonlyArray<TenantId>,
) => {
  const run = <A, E>(
    work: Effect.Effect<
      A,
      E,
      LogFeed | PluginInstances | PluginWork | RateLimits | Restaurants | Tokens
    >,
  ): Promise<A> => Effect.runPromise(Effect.provide(work, services))

  answers("parts", (token) => run(requestParts(String(token))))
  answers("instances", () => run(allInstances(tenants)))
  answers("restaurants", () =>
    run(Restaurants.use(({ get }) => Effect.forEach(tenants, get, { discard: true }))),
  )
  answers("waits", () => ringTimes.take())
  return LogFeed.use(({ subscribe }) =>
    subscribe({
      onCommitted: ({ events }) => {
        for (const { stream, payload } of events)
          if (stream === "plugin/bell")
            ringTimes.committed((payload as { readonly data: { readonly ring: string } }).data.ring)
      },
      onMoved: () => {},
    }),
  )
}

/** As after a day on which every restaurant used every plugin. */
const allInstances = (tenants: ReadonlyArray<TenantId>) =>
  Effect.gen(function* () {
    const instances = yield* PluginInstances
    const { plugins } = yield* PluginWork
    for (const tenantId of tenants)
      for (const plugin of plugins.keys()) yield* Effect.scoped(instances.get(plugin, tenantId))
  })

const repeats = 20_000

const requestParts = (token: string) =>
  Effect.gen(function* () {
    const tokens = yield* Tokens
    const limits = yield* RateLimits
    const { run } = yield* PluginWork
    const address = "127.0.0.1"
    const scope = yield* tokens.verify(token, undefined, address)
    const asked = { plugin: "bell", permission: "bell.look" }
    const nothing = Effect.succeed("ok")
    const admission = Effect.map(tokens.verify(token, undefined, address), (verified) =>
      limits.take("standard", verified, address),
    )
    const guard = run(scope, asked, nothing)
    const idle = yield* cpuOf(nothing)
    const parts: RequestParts = {
      admission: (yield* cpuOf(admission)) - idle,
      guard: (yield* cpuOf(guard)) - idle,
    }
    return parts
  })

/** The second time counts: in the first one it is compiled. */
const cpuOf = <A, E>(work: Effect.Effect<A, E>) =>
  Effect.gen(function* () {
    let spent = 0
    for (let round = 0; round < 2; round++) {
      const before = process.cpuUsage()
      for (let n = 0; n < repeats; n++) yield* work
      const { user, system } = process.cpuUsage(before)
      spent = (user + system) / repeats
    }
    return spent
  })
