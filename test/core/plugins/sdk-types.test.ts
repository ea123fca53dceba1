// @effect-diagnostics missingLayerContext:off floatingEffect:off -- that it does not compile is what is tested here
import { Context, Effect, Layer, Schema } from "effect"
import { expect, it } from "vitest"
import { defineEvent, EventBus } from "#core/plugins/event.ts"
import { extensionPoint, extensionPointLayer } from "#core/plugins/extension-point.ts"
import { job } from "#core/plugins/job.ts"
import { command } from "#core/plugins/plugin-command.ts"
import { view } from "#core/plugins/plugin-view.ts"
import { route } from "#core/plugins/route.ts"
import { definePlugin } from "#core/plugins/sdk.ts"
import { on } from "#core/plugins/subscription.ts"

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

const Bumped = defineEvent(
  "kds.ticket_bumped",
  1,
  Schema.Struct({ ticketId: Schema.String, seconds: Schema.Int }),
)
const Names = extensionPoint<(id: string) => string>()("heard/test/Names")
const OtherNames = extensionPoint<(id: string) => string>()("heard/test/OtherNames")

const screenOfGrill = Effect.flatMap(DevicesApi, (devices) => devices.screenOf("grill"))
const usingDevices = {
  commands: [
    command({
      op: "kds.show",
      permission: "kds.read",
      args: Schema.Struct({ station: Schema.String }),
      run: (_, { station }) => Effect.flatMap(DevicesApi, (devices) => devices.screenOf(station)),
    }),
  ],
  views: [
    view({
      name: "kds/screens",
      permission: "kds.read",
      read: Effect.map(screenOfGrill, (screen) => [{ id: "grill", rev: 1, v: { screen } }]),
    }),
  ],
  jobs: [job({ id: "kds.nightly", cron: "0 4 * * *", run: Effect.asVoid(screenOfGrill) })],
  subscriptions: [on(Bumped, { id: "kds.count", handle: () => Effect.asVoid(screenOfGrill) })],
}

it("[PLUGIN-5] a command, a view, a job and a handler need their services declared too", () => {
  const declared = definePlugin({ key: "kds", needs: [DevicesApi], ...usingDevices })
  expect(declared.jobs).toHaveLength(1)
  // @ts-expect-error DevicesApi is missing in needs: a command asks for it
  definePlugin({ key: "kds", commands: usingDevices.commands })
  // @ts-expect-error DevicesApi is missing in needs: a view asks for it
  definePlugin({ key: "kds", views: usingDevices.views })
  // @ts-expect-error DevicesApi is missing in needs: a job asks for it
  definePlugin({ key: "kds", jobs: usingDevices.jobs })
  // @ts-expect-error DevicesApi is missing in needs: a handler asks for it
  definePlugin({ key: "kds", subscriptions: usingDevices.subscriptions })
})

it("[PLUGIN-5] an extension point is a service like any other, and each is its own", () => {
  const extending = Layer.effectDiscard(
    Effect.flatMap(Names, (names) => names.register((id) => id.toUpperCase())),
  )
  const owner = definePlugin({ key: "menu", provides: [Names], tenant: extensionPointLayer(Names) })
  const extender = definePlugin({ key: "i18n", needs: [Names], tenant: extending })
  expect([owner.provides, extender.needs]).toEqual([[Names], [Names]])
  // @ts-expect-error Names is missing in needs
  definePlugin({ key: "i18n", tenant: extending })
  // @ts-expect-error it declares another point for the same kind of thing
  definePlugin({ key: "i18n", needs: [OtherNames], tenant: extending })
  // @ts-expect-error a contribution is a function of an id
  Effect.flatMap(Names, (names) => names.register("upper case"))
})

it("[PLUGIN-5] an event, a command and a view carry what their Schemas say, or do not compile", () => {
  const emitted = Effect.flatMap(EventBus, (bus) =>
    bus.emit(Bumped, { ticketId: "t1", seconds: 90 }, { key: "t1" }),
  )
  expect(Effect.isEffect(emitted)).toBe(true)
  Effect.flatMap(EventBus, (bus) =>
    // @ts-expect-error seconds is a number
    bus.emit(Bumped, { ticketId: "t1", seconds: "90" }),
  )
  on(Bumped, {
    id: "kds.count",
    // @ts-expect-error the fact has no station
    handle: ({ station }) => Effect.log(station),
  })
  command({
    op: "kds.show",
    permission: "kds.read",
    args: Schema.Struct({ station: Schema.String }),
    // @ts-expect-error the args have a station, not a screen
    run: (_, { screen }) => Effect.succeed(screen),
  })
  view({
    name: "kds/screens",
    permission: "kds.read",
    // @ts-expect-error a thing in a view has a rev
    read: Effect.succeed([{ id: "grill", v: {} }]),
  })
  // @ts-expect-error a job has a time
  job({ id: "kds.nightly", run: Effect.void })
})
