import { Effect } from "effect"
import { pageAnswer, pageQuery } from "#core/plugins/documents/collection-schema.ts"
import { ScheduledJob, type ScheduledJobs } from "#core/plugins/jobs/scheduled-jobs.ts"
import { ofOwnTenant, pageFrom } from "./own-tenant.ts"
import type { ScopedRoute } from "./route.ts"

/** What plugins do by the clock in a restaurant, for whoever looks after them. */
export const jobRoutes = (
  jobs: ScheduledJobs["Service"],
  apiPrefix: string,
): ReadonlyArray<ScopedRoute> => [
  {
    access: "scoped",
    method: "GET",
    path: `${apiPrefix}/tenants/:tenant/jobs`,
    tag: "plugins",
    summary: "List the scheduled jobs of the plugins: when each comes next, and how it went",
    guard: { by: "admission", permission: "core.plugins.read" },
    query: pageQuery({}),
    answer: pageAnswer(ScheduledJob),
    status: 200,
    limit: "standard",
    defectCode: "INTERNAL",
    handle: ofOwnTenant((scope, request) =>
      Effect.map(jobs.list(scope), (all) => pageFrom(all, request)),
    ),
  },
]
