// @effect-diagnostics missingLayerContext:off -- that it is missing is what is tested here
import { Context, Effect, Layer } from "effect"
import { expect, it } from "vitest"
import { route } from "#core/plugins/route.ts"
import { definePlugin } from "#core/plugins/sdk.ts"

class DevicesApi extends Context.Service<
  DevicesApi,
  { readonly screenOf: (station: string) => Effect.Effect<string> }
>()("test/DevicesApi") {}
class KdsApi extends Context.Service<KdsApi, { readonly count: Effect.Effect<number> }>()(
  "test/KdsApi",
) {}

const usesDevices = route({
  method: "GET",
  path: "/screens/:station",
  permission: "kds.read",
  summary: "Where a station's tickets are shown",
  handle: ({ params }) => Effect.flatMap(DevicesApi, (devices) => devices.screenOf(params.station)),
})

const kdsOverDevices = Layer.effect(
  KdsApi,
  Effect.map(DevicesApi, () => ({ count: Effect.succeed(0) })),
)

it("[PLUGIN-5] using a service that is not declared does not compile", () => {
  const declared = definePlugin({
    key: "kds",
    needs: [DevicesApi],
    provides: [KdsApi],
    tenant: kdsOverDevices,
    routes: [usesDevices],
  })
  expect(declared.needs).toEqual([DevicesApi])
  // @ts-expect-error DevicesApi is missing in needs: a route asks for it
  definePlugin({ key: "kds", routes: [usesDevices] })
  // @ts-expect-error DevicesApi is missing in needs: the tenant's layer asks for it
  definePlugin({ key: "kds", provides: [KdsApi], tenant: kdsOverDevices })
  route({
    method: "GET",
    path: "/screens/:station",
    permission: "kds.read",
    summary: "A parameter that the path does not have",
    // @ts-expect-error the path says :station
    handle: ({ params }) => Effect.succeed(params.screen),
  })
})
