import type { Context, Effect, Layer } from "effect"
import type { DeviceOrders } from "#core/hub/device-orders.ts"
import type { Fleet } from "#core/hub/fleet.ts"
import type { CommandFailure, Gate } from "#core/hub/gate.ts"
import type { OrderQueries } from "#core/hub/orders.ts"
import type { Paper } from "#core/hub/paper.ts"
import type { PresentDevices } from "#core/hub/present-devices.ts"
import type { PrintJobs } from "#core/hub/print-jobs.ts"
import type { PrinterProfiles } from "#core/hub/printer-profile.ts"
import type { RestaurantProfile } from "#core/hub/restaurant-profile.ts"
import type { RetainedTopics } from "#core/hub/retained-topics.ts"
import type { Views } from "#core/hub/view.ts"
import type { Accounts } from "#core/security/accounts.ts"
import type { Audit } from "#core/security/audit.ts"
import type { DeviceRegister } from "#core/security/device-register.ts"
import type { Pairings } from "#core/security/pairings.ts"
import type { Roles } from "#core/security/roles.ts"
import type { EventBus } from "./event.ts"
import type { Extenders } from "./extension-point.ts"
import type { Job } from "./job.ts"
import type { OwnSetup } from "./own-setup.ts"
import type { PluginCommand } from "./plugin-command.ts"
import type { PluginSql } from "./plugin-sql.ts"
import type { PluginView, PluginViews } from "./plugin-view.ts"
import type { Route } from "./route.ts"
import type { PluginSettings, Settings } from "./settings.ts"
import type { SetupPart } from "./setup-part.ts"
import type { Subscription } from "./subscription.ts"
import type { TenantContext } from "./tenant-context.ts"

/** What the hub itself offers to every plugin. Commands go through `Gate`, which is the only way to change an order. */
export type HubServices =
  | Gate
  | OrderQueries
  | PrintJobs
  | Paper
  | PrinterProfiles
  | PresentDevices
  | RestaurantProfile
  | RetainedTopics
  | Views
  | Accounts
  | Roles
  | Audit
  | Fleet
  | DeviceOrders
  | DeviceRegister
  | Pairings

/** What an instance of a plugin and its routes may use without asking for it. */
export type PluginEnv =
  | TenantContext
  | PluginSql
  | PluginSettings
  | PluginViews
  | OwnSetup
  | EventBus
  | Extenders
  | HubServices

/** The plugin's share of the restaurant's picture, one effect per part. */
export type SetupReaders<R> = {
  readonly [Part in keyof SetupPart]: Effect.Effect<NonNullable<SetupPart[Part]>, CommandFailure, R>
}

/** What the keys stand for. */
type Services<Key extends Context.Key<unknown, unknown>> = NoInfer<Key>["Identifier"]

/** A plugin as data, so that the host can check it before it runs any of it. */
export interface PluginDefinition {
  readonly key: string
  readonly needs: ReadonlyArray<Context.Key<unknown, unknown>>
  readonly provides: ReadonlyArray<Context.Key<unknown, unknown>>
  readonly tenant: Layer.Layer<never, unknown, unknown> | undefined
  readonly routes: ReadonlyArray<Route<unknown>>
  readonly setup: SetupReaders<unknown>
  readonly commands: ReadonlyArray<PluginCommand<unknown>>
  readonly views: ReadonlyArray<PluginView<unknown>>
  readonly subscriptions: ReadonlyArray<Subscription<unknown>>
  readonly jobs: ReadonlyArray<Job<unknown>>
  readonly settings: Settings<unknown> | undefined
}

/** Default export of `plugin.ts`. Using a service that is neither in `needs` nor the hub's own does not compile. */
export const definePlugin = <
  Provided extends Context.Key<unknown, unknown> = never,
  Needed extends Context.Key<unknown, unknown> = never,
>(spec: {
  /** The folder's name. */
  readonly key: string
  /** Service keys of other plugins' contracts; each owner must stand in `[requires]`. */
  readonly needs?: ReadonlyArray<Needed>
  readonly provides?: ReadonlyArray<Provided>
  /** One instance per tenant, built when it is first asked; its scope is start-up and shutdown. */
  readonly tenant?: Layer.Layer<Services<Provided>, CommandFailure, PluginEnv | Services<Needed>>
  readonly routes?: ReadonlyArray<Route<PluginEnv | Services<Provided> | Services<Needed>>>
  readonly setup?: SetupReaders<PluginEnv | Services<Provided> | Services<Needed>>
  readonly commands?: ReadonlyArray<
    PluginCommand<PluginEnv | Services<Provided> | Services<Needed>>
  >
  readonly views?: ReadonlyArray<PluginView<PluginEnv | Services<Provided> | Services<Needed>>>
  readonly subscriptions?: ReadonlyArray<
    Subscription<PluginEnv | Services<Provided> | Services<Needed>>
  >
  readonly jobs?: ReadonlyArray<Job<PluginEnv | Services<Provided> | Services<Needed>>>
  /** What a restaurant may choose: a form in the back office, checked by this Schema. */
  readonly settings?: Settings<unknown>
}): PluginDefinition => ({
  needs: [],
  provides: [],
  tenant: undefined,
  routes: [],
  setup: {},
  commands: [],
  views: [],
  subscriptions: [],
  jobs: [],
  settings: undefined,
  ...spec,
})
