import type { PluginHost } from "#core/plugins/running/plugin-host.ts"
import type { ScopedRoute } from "./route.ts"

/** The routes of all plugins at `{apiPrefix}/plugins/{plugin}{path}`; the host guards and runs them. */
export const pluginRoutes = (
  host: PluginHost["Service"],
  apiPrefix: string,
): ReadonlyArray<ScopedRoute> =>
  host.routes.map((route) => ({
    access: "scoped",
    method: route.method,
    path: `${apiPrefix}/plugins/${route.plugin}${route.path}`,
    tag: route.plugin,
    summary: route.summary,
    guard: { by: "route", permission: route.permission },
    ...(route.query === undefined ? {} : { query: route.query }),
    ...(route.body === undefined ? {} : { body: route.body }),
    ...(route.documentedBody === undefined ? {} : { documentedBody: route.documentedBody }),
    ...(route.answer === undefined ? {} : { answer: route.answer }),
    status: route.status,
    limit: route.plugin === "orders" ? "orders" : "standard",
    defectCode: "PLUGIN_ERROR",
    refusal: (scope) => host.refusal(scope, route),
    handle: (scope, request) => host.call(scope, route, request),
  }))
