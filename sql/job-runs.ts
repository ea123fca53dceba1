import { Effect, Layer } from "effect"
import { SqlClient } from "effect/sql"
import type { TenantId } from "#core/kitchen/ids.ts"
import { type JobName, type JobRun, JobRuns } from "#core/plugins/jobs/job-runs.ts"
import type { Row, SqlValue } from "#core/plugins/plugin-sql.ts"
import { hostStatement, hostTransaction } from "./host-sql.ts"

export const jobRunsLayer: Layer.Layer<JobRuns, never, SqlClient.SqlClient> = Layer.effect(
  JobRuns,
  Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const run = (
      { tenantId, job }: JobName,
      statement: string,
      values: ReadonlyArray<SqlValue> = [],
    ) => hostTransaction(sql, [tenantId], hostStatement(sql, statement, [tenantId, job, ...values]))

    return {
      // The directory is open to the application: it names the restaurants, and the rule lets through what was named.
      all: hostTransaction(
        sql,
        [],
        Effect.andThen(
          hostStatement(sql, nameAll),
          Effect.map(hostStatement(sql, `select ${columns} from core.plugin_job`), runsOf),
        ),
      ),
      of: (tenantId) =>
        hostTransaction(
          sql,
          [tenantId],
          Effect.map(hostStatement(sql, `select ${columns} from core.plugin_job`), runsOf),
        ),
      begin: (jobs, at, known) =>
        jobs.length === 0
          ? Effect.void
          : hostTransaction(
              sql,
              [],
              Effect.andThen(
                hostStatement(sql, "select set_config('app.tenants', $1, true)", [
                  `{${[...new Set(jobs.map(({ tenantId }) => tenantId))].join()}}`,
                ]),
                hostStatement(sql, known === "keep" ? beginNew : beginAnew, [
                  jobs.map(({ tenantId }) => tenantId),
                  jobs.map(({ job }) => job),
                  at,
                ]),
              ),
            ).pipe(Effect.asVoid),
      claim: (name, { due, now, until }) =>
        Effect.map(run(name, claim, [due, now, until]), (rows) => rows.length > 0),
      end: (name, { at, error }) => Effect.asVoid(run(name, end, [at, error ?? null])),
      release: (name, handledUntil) => Effect.asVoid(run(name, release, [handledUntil])),
    }
  }),
)

const nameAll =
  "select set_config('app.tenants', coalesce(array_agg(id), '{}')::text, true) from core.tenant"

/** An instant of the hub's own clock, in milliseconds. */
const instant = (parameter: string): string => `to_timestamp(${parameter}::float8 / 1000)`
const ms = (column: string): string => `round(extract(epoch from ${column}) * 1000)::float8`

const columns = `tenant_id, job, ${ms("handled_until")} as handled_until,
  ${ms("running_until")} as running_until, runs::float8 as runs, failures,
  ${ms("started_at")} as started_at, ${ms("ended_at")} as ended_at, last_error`

const insert = `
  insert into core.plugin_job (tenant_id, job, handled_until)
  select t, j, ${instant("$3")} from unnest($1::uuid[], $2::text[]) as named (t, j)
  on conflict (tenant_id, job)`
const beginNew = `${insert} do nothing`
const beginAnew = `${insert} do update set handled_until = excluded.handled_until`

const claim = `
  update core.plugin_job
  set handled_until = ${instant("$4")}, running_until = ${instant("$5")}, started_at = ${instant("$4")}
  where tenant_id = $1::uuid and job = $2 and handled_until < ${instant("$3")}
    and (running_until is null or running_until <= ${instant("$4")})
  returning job`

const end = `
  update core.plugin_job
  set running_until = null, ended_at = ${instant("$3")}, runs = runs + 1, last_error = $4::text,
    failures = case when $4::text is null then 0 else failures + 1 end
  where tenant_id = $1::uuid and job = $2`

const release = `
  update core.plugin_job set running_until = null, handled_until = ${instant("$3")}
  where tenant_id = $1::uuid and job = $2`

const runsOf = (rows: ReadonlyArray<Row>): ReadonlyArray<JobRun> =>
  rows.map((row) => ({
    tenantId: row["tenant_id"] as TenantId,
    job: row["job"] as string,
    handledUntil: row["handled_until"] as number,
    runningUntil: (row["running_until"] as number | null) ?? undefined,
    runs: row["runs"] as number,
    failures: row["failures"] as number,
    startedAt: (row["started_at"] as number | null) ?? undefined,
    endedAt: (row["ended_at"] as number | null) ?? undefined,
    lastError: (row["last_error"] as string | null) ?? undefined,
  }))
