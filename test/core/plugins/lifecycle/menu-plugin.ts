import { Context, Effect, Layer, Schema } from "effect"
import type { TenantId } from "#core/kitchen/ids.ts"
import { PluginWork } from "#core/plugins/running/plugin-work.ts"
import type { PluginDefinition } from "#core/plugins/sdk.ts"
import { settings } from "#core/plugins/settings.ts"
import { memoryLifecycleStores } from "#test/support/memory-lifecycle-store.ts"
import { loadedPlugin } from "./example-plugins.ts"
import { lifecycleRig, owner } from "./lifecycle-rig.ts"

/** Which instance serves: they are numbered as they start. */
export class Instance extends Context.Service<Instance, { readonly number: number }>()(
  "test/Instance",
) {}

export const counted = () => {
  const life: Array<string> = []
  let number = 0
  return {
    life,
    layer: Layer.effect(
      Instance,
      Effect.acquireRelease(
        Effect.sync(() => {
          number += 1
          life.push(`up ${number}`)
          return { number }
        }),
        (instance) => Effect.sync(() => void life.push(`down ${instance.number}`)),
      ),
    ),
  }
}

export const options = settings(
  Schema.Struct({
    colour: Schema.Literals(["red", "blue"]).pipe(
      Schema.withDecodingDefaultKey(Effect.succeed("red" as const)),
    ),
  }),
)

export const menu = (layer: Layer.Layer<Instance>, version = "1.0.0", data?: string) =>
  loadedPlugin(
    "menu",
    { version, ...(data === undefined ? {} : { compat: { host: "^1.0.0", data } }) },
    { tenant: layer, settings: options as NonNullable<PluginDefinition["settings"]> },
  )

export const rig = (
  plugin: ReturnType<typeof menu>,
  stores: typeof memoryLifecycleStores = memoryLifecycleStores,
) => Layer.provideMerge(lifecycleRig([plugin]), stores)

export const ask = <A, R>(
  tenantId: TenantId,
  work: Effect.Effect<A, never, R>,
  timeoutMs = 120_000,
  permissions?: ReadonlyArray<string>,
) =>
  PluginWork.use(({ run }) =>
    run(
      owner(tenantId, permissions),
      { plugin: "menu", permission: "menu.read", timeoutMs },
      work as Effect.Effect<A, never, unknown>,
    ),
  )

export const number = Effect.map(Instance, (instance) => instance.number)
export const broken = Effect.die(new Error("a bug"))
