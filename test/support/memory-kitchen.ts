import { Clock, Context, Effect, Layer, Ref } from "effect"
import { fleetLayer } from "#actors/device/fleet.ts"
import { localGateLayer } from "#actors/gate/local-gate.ts"
import { orderActorsLayer } from "#actors/order/order-actors.ts"
import { orderQueriesLayer } from "#actors/order/order-queries.ts"
import { printJobsLayer } from "#actors/printer/print-jobs.ts"
import { printingLayer } from "#actors/printer/printing.ts"
import { showWatchLayer } from "#actors/screen/show-watch.ts"
import { presenceLayer } from "#actors/tenant/presence.ts"
import { restaurantsLayer } from "#actors/tenant/restaurants.ts"
import { kitchenViewsLayer } from "#actors/view/kitchen-views.ts"
import { Colleagues } from "#core/hub/colleagues.ts"
import { deviceTroublesLayer } from "#core/hub/device-troubles.ts"
import { Outage } from "#core/hub/gate.ts"
import { type PrintAttempt, PrinterWire, WireDown } from "#core/hub/printing.ts"
import { type Scope, systemScope } from "#core/hub/scope.ts"
import { Setups } from "#core/hub/setup.ts"
import type {
  Cid,
  OrderId,
  PrinterId,
  ScreenId,
  StationKey,
  TableId,
  TenantId,
} from "#core/kitchen/ids.ts"
import type { KitchenSetup, Printer } from "#core/kitchen/menu.ts"
import type { FloorCheckpoint } from "#core/log/floor-store.ts"
import { FloorStore } from "#core/log/floor-store.ts"
import { pluginCommandsLayer } from "#core/plugins/running/plugin-commands.ts"
import { offeredViewsLayer } from "#core/plugins/running/plugin-views.ts"
import { bistro, burgerProduct } from "#test/core/kitchen/bistro.ts"
import { productId } from "#test/core/kitchen/kitchen-story.ts"
import { memoryAccess } from "./memory-access.ts"
import { switchedPlugins } from "./switched-plugins.ts"
import { memoryDirectory } from "./two-houses.ts"

/** A UUID for tests: version 7, counted. */
export const uuid = (n: number): string => `01930000-0000-7000-8000-${String(n).padStart(12, "0")}`
export const cid = (n: number): Cid => uuid(n) as Cid

export const acme = {
  ...systemScope(uuid(900_001) as TenantId),
  principal: { kind: "user" as const, id: "ana", name: "Ana" },
}
/** Works at Acme too. */
export const ben = { id: uuid(900_011), name: "Ben" }
export const rival = {
  ...systemScope(uuid(900_002) as TenantId),
  principal: { kind: "user" as const, id: "bo", name: "Bo" },
}

export const tableFive = uuid(500) as TableId
export const grillScreen = uuid(601) as ScreenId
export const passScreen = uuid(602) as ScreenId
export const grillPrinter: Printer = {
  id: uuid(700) as PrinterId,
  name: "Grill",
  deviceId: uuid(701),
  stations: ["grill" as StationKey],
  columns: 48,
  encoder: "receipt",
  language: "en",
  maxAgeSeconds: 600,
  enabled: true,
}
const friesProduct = {
  ...burgerProduct,
  id: productId(2),
  name: "Fries",
  categoryId: "none",
  modifierGroupIds: [],
}
const base = bistro([burgerProduct, friesProduct])

/** Burger at the grill, fries at the catch-all, table 5, a grill screen, a pass, a grill printer. */
export const setup: KitchenSetup = {
  ...base,
  rooms: [{ id: "room", name: "Salle", sort: 1 }],
  tables: new Map([[tableFive, { id: tableFive, roomId: "room", name: "5", seats: 4, sort: 1 }]]),
  screens: [
    {
      id: grillScreen,
      name: "Grill",
      kind: "station",
      stations: ["grill" as StationKey],
      slots: 8,
    },
    { id: passScreen, name: "Pass", kind: "expo", stations: [], slots: 8 },
  ],
  printers: [grillPrinter],
}

export const burgerLine = (quantity = 1) => ({
  productId: burgerProduct.id,
  quantity,
  modifiers: [{ optionId: "rare" }],
})
export const friesLine = (quantity = 1) => ({ productId: friesProduct.id, quantity })
export const order = (n: number) => uuid(1_000 + n) as OrderId

export const placing = (
  n: number,
  lines: ReadonlyArray<object> = [burgerLine(), friesLine()],
  more: object = {},
) => ({
  cid: cid(10_000 + n),
  op: "placeOrder",
  // As it comes off a wire: what is undefined is not there.
  args: JSON.parse(
    JSON.stringify({
      id: order(n),
      type: "dineIn",
      tableId: tableFive,
      lines,
      send: true,
      ...more,
    }),
  ) as object,
})

/** What the test can see of the wires and change of the restaurant. */
export class Bench extends Context.Service<
  Bench,
  {
    readonly sent: Ref.Ref<ReadonlyArray<PrintAttempt>>
    readonly wireDown: Ref.Ref<boolean>
    readonly setupDown: Ref.Ref<boolean>
    readonly checkpoints: Map<TenantId, FloorCheckpoint>
    /** What happens while a restaurant that wakes reads its checkpoint. */
    readonly whileLoading: Ref.Ref<Effect.Effect<void>>
    /** What restaurants changed, for those that wake later. */
    readonly setups: Map<TenantId, KitchenSetup>
    readonly changeSetup: (scope: Scope, next: KitchenSetup) => void
  }
>()("test/Bench") {}

export const benchLayer = Layer.effect(
  Bench,
  Effect.gen(function* () {
    const setups = new Map<TenantId, KitchenSetup>()
    return {
      setups,
      sent: yield* Ref.make<ReadonlyArray<PrintAttempt>>([]),
      wireDown: yield* Ref.make(false),
      setupDown: yield* Ref.make(false),
      checkpoints: new Map(),
      whileLoading: yield* Ref.make<Effect.Effect<void>>(Effect.void),
      changeSetup: (scope: Scope, next: KitchenSetup) => {
        setups.set(scope.tenantId, next)
        for (const listener of setupListeners) listener(scope.tenantId, next)
      },
    }
  }),
)
const setupListeners = new Set<(tenantId: TenantId, setup: KitchenSetup) => void>()

const ports = Layer.unwrap(
  Effect.gen(function* () {
    const bench = yield* Bench
    const wire = PrinterWire.of({
      send: (_, __, attempt) =>
        Effect.gen(function* () {
          if (yield* Ref.get(bench.wireDown)) return yield* new WireDown({ reason: "offline" })
          yield* Ref.update(bench.sent, (sent) => [...sent, attempt])
        }),
      receipt: () => Effect.void,
      cancel: () => Effect.void,
    })
    const floor = FloorStore.of({
      load: ({ tenantId }) =>
        Effect.map(
          Effect.flatten(Ref.get(bench.whileLoading)),
          () => bench.checkpoints.get(tenantId) ?? { position: 0, counters: {}, orders: [] },
        ),
      save: ({ tenantId }, { position, counters, changed, gone }) =>
        Effect.sync(() => {
          const known = bench.checkpoints.get(tenantId)?.orders ?? []
          const touched = new Set<string>([...gone, ...changed.map(({ id }) => id)])
          const kept = known.filter((one) => !touched.has((one as { readonly id: string }).id))
          bench.checkpoints.set(tenantId, {
            position,
            counters,
            // Through JSON, as a database would keep them.
            orders: JSON.parse(JSON.stringify([...kept, ...changed.map(({ state }) => state)])),
          })
        }),
      busyTenants: Effect.sync(() => [acme.tenantId, rival.tenantId]),
    })
    const setups = Setups.of({
      get: (tenantId) =>
        Effect.flatMap(Ref.get(bench.setupDown), (down) =>
          down
            ? Effect.fail(new Outage({ reason: "starting" }))
            : Effect.succeed(bench.setups.get(tenantId) ?? setup),
        ),
      onChange: (listener) => {
        setupListeners.add(listener)
        return () => setupListeners.delete(listener)
      },
    })
    const colleagues = Colleagues.of({
      nameOf: ({ tenantId }, userId) =>
        Effect.succeed(tenantId === acme.tenantId && userId === ben.id ? ben.name : undefined),
    })
    return Layer.mergeAll(
      Layer.succeed(Colleagues, colleagues),
      Layer.succeed(PrinterWire, wire),
      Layer.succeed(FloorStore, floor),
      Layer.succeed(Setups, setups),
    )
  }),
)

/** Devices without credentials of their own. */
const signedInBefore = memoryAccess("a secret of the tests that is long enough").pipe(
  Layer.provide(memoryDirectory),
)

/** Every actor of the hub over whatever log is given; printers and plugins are the test's. */
export const kitchenLayer = Layer.mergeAll(localGateLayer, kitchenViewsLayer, printJobsLayer).pipe(
  Layer.provideMerge(fleetLayer),
  Layer.provide(showWatchLayer),
  Layer.provideMerge(printingLayer),
  Layer.provideMerge(Layer.mergeAll(orderActorsLayer, orderQueriesLayer)),
  Layer.provideMerge(restaurantsLayer),
  Layer.provideMerge(Layer.mergeAll(presenceLayer, deviceTroublesLayer, signedInBefore)),
  Layer.provideMerge(Layer.mergeAll(pluginCommandsLayer, offeredViewsLayer, switchedPlugins)),
  Layer.provideMerge(ports),
)

/** Lets forked fibers run until they wait for time or for the test. */
export const settle = Effect.forEach(Array.from({ length: 50 }), () => Effect.yieldNow, {
  discard: true,
})
export const now = Clock.currentTimeMillis
