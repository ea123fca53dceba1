import { Context, Effect } from "effect"
import type { Config } from "#core/config.ts"
import { contractRoutes } from "#core/http/contract-routes.ts"
import { eventRoutes } from "#core/http/event-routes.ts"
import { instanceRoutes } from "#core/http/instance-routes.ts"
import { jobRoutes } from "#core/http/job-routes.ts"
import { keyRoutes } from "#core/http/key-routes.ts"
import { lifecycleRoutes } from "#core/http/lifecycle-routes.ts"
import { pairingRoutes } from "#core/http/pairing-routes.ts"
import { permissionRoutes } from "#core/http/permission-routes.ts"
import { setupRoutes } from "#core/http/setup-routes.ts"
import { uiRoutes } from "#core/http/ui-routes.ts"
import { EventSubscriptions } from "#core/plugins/bus/event-subscriptions.ts"
import { ScheduledJobs } from "#core/plugins/jobs/scheduled-jobs.ts"
import { PluginLifecycle } from "#core/plugins/lifecycle/plugin-lifecycle.ts"
import { LoadedPlugins } from "#core/plugins/loading/loaded-plugin.ts"
import { PluginDatabase } from "#core/plugins/plugin-database.ts"
import { PluginStates } from "#core/plugins/plugin-states.ts"
import { Audit } from "#core/security/audit.ts"
import { Pairings } from "#core/security/pairings.ts"
import { Tokens } from "#core/security/tokens.ts"
import { Instance } from "#core/setup/instance.ts"
import { SetUp } from "#core/setup/set-up.ts"

/** Routes of the hub's own services. */
export const ownRoutes = ({ apiPrefix }: Config, opening: Context.Context<SetUp | Instance>) =>
  Effect.gen(function* () {
    const plugins = yield* LoadedPlugins
    const states = yield* PluginStates
    return [
      ...setupRoutes({ apiPrefix, plugins, setUp: Context.get(opening, SetUp) }),
      ...instanceRoutes({ apiPrefix, instance: Context.get(opening, Instance) }),
      ...eventRoutes({
        apiPrefix,
        subscriptions: yield* EventSubscriptions,
        database: yield* PluginDatabase,
      }),
      ...lifecycleRoutes({ apiPrefix, plugins, lifecycle: yield* PluginLifecycle }),
      ...contractRoutes({
        apiPrefix,
        plugins,
        database: yield* PluginDatabase,
        audit: yield* Audit,
      }),
      ...jobRoutes(yield* ScheduledJobs, apiPrefix),
      ...keyRoutes({ apiPrefix, tokens: yield* Tokens, database: yield* PluginDatabase }),
      ...pairingRoutes(yield* Pairings, apiPrefix),
      ...permissionRoutes({ apiPrefix, plugins, states }),
      ...uiRoutes({ apiPrefix, plugins, states }),
    ]
  })
