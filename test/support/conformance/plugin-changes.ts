import { Effect, Stream } from "effect"
import type { Operation } from "#core/plugins/lifecycle/operation.ts"
import { type ChangeRequest, PluginLifecycle } from "#core/plugins/lifecycle/plugin-lifecycle.ts"
import type { PluginTestkit } from "#test/support/plugin-testkit.ts"
import type { PluginHouse } from "./plugin-house.ts"

/** Asked for as the manager does, and followed to its end. */
export const changed = (
  kit: Pick<PluginTestkit, "run">,
  { owner }: PluginHouse,
  asked: ChangeRequest,
): Promise<Operation> =>
  kit.run(
    Effect.gen(function* () {
      const lifecycle = yield* PluginLifecycle
      const { operation } = yield* lifecycle.request(owner, asked)
      const seen = yield* Stream.runCollect(lifecycle.watch(owner, operation.id))
      const last = seen.at(-1) ?? operation
      if (last.status !== "succeeded")
        throw new Error(`${asked.kind} of ${asked.plugin}: ${JSON.stringify(last.error)}`)
      return last
    }),
  )

export const enable = (plugin: string): ChangeRequest => ({
  kind: "enable",
  plugin,
  withRequirements: true,
  events: "catchUp",
})

export const disable = (plugin: string): ChangeRequest => ({
  kind: "disable",
  plugin,
  cascade: true,
  drainTimeoutMs: 1_000,
})
