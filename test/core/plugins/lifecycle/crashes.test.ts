import { readdir, readFile } from "node:fs/promises"
import { join } from "node:path"
import { gunzipSync } from "node:zlib"
import { it } from "@effect/vitest"
import { Effect, Exit, Layer, Scope, Stream } from "effect"
import { describe, expect } from "vitest"
import type { TenantId } from "#core/kitchen/ids.ts"
import type { Moment } from "#core/plugins/lifecycle/operation-run.ts"
import { PluginLifecycle } from "#core/plugins/lifecycle/plugin-lifecycle.ts"
import { StateStore } from "#core/plugins/lifecycle/state-store.ts"
import { type ActualState, PluginStates } from "#core/plugins/plugin-states.ts"
import { pluginFolders } from "#test/core/plugins/plugin-folders.ts"
import { emptyTenant, owner, pluginHub } from "#test/plugins/plugin-hub.ts"
import { testDatabase } from "#test/support/postgres.ts"
import { cellarPlugins } from "./cellar-plugins.ts"
import { type Case, cases, migrated, slugOf } from "./crash-cases.ts"

// A process that is killed stops between any two things that it does. Here every operation of every kind is ended before
// each of its steps, after the step's work and after the step was stored; then a new hub starts on the same database.

const database = testDatabase()

/** A place in an operation at which its process dies: step and moment. */
interface Death {
  readonly step: number
  readonly is: Moment["is"]
}

/** What is stored of one step is where the next one begins, but for the last. */
const momentsOf = (step: number, steps: number): ReadonlyArray<Moment["is"]> =>
  step === steps - 1 ? ["before", "performed", "stored"] : ["before", "performed"]

const until = (lifecycle: PluginLifecycle["Service"], tenant: TenantId, id: string) =>
  Stream.runCollect(lifecycle.watch(owner(tenant), id))

/** The hub's process, which dies for each restaurant where the test says. */
const dyingHub = (
  root: string,
  exports: string,
  deaths: Map<TenantId, Death>,
  dead: Set<TenantId>,
) =>
  pluginHub(
    database,
    { root },
    {
      alone: true,
      onMoment: ({ operation: { id, tenantId, step }, is }) => {
        const death = deaths.get(tenantId)
        if (death === undefined || death.is !== is || death.step !== step) return Effect.void
        deaths.delete(tenantId)
        dead.add(tenantId)
        return Effect.andThen(
          Effect.promise(
            () => database.connection()`
              update core.plugin_operation set lease_owner = 'dead', lease_until = now() + interval '1 hour'
               where id = ${id} and status = 'running'`,
          ),
          Effect.interrupt,
        )
      },
    },
    exports,
  )

const prepared = (before: ActualState, marked?: number) =>
  Effect.gen(function* () {
    const tenant = yield* emptyTenant
    if (before === "absent" && marked === undefined) return tenant
    yield* (yield* PluginLifecycle).provision(tenant, ["cellar"], "default")
    if (marked !== undefined) {
      yield* (yield* StateStore).change(tenant, [
        { plugin: "cellar", actual: "absent", desired: "absent", purgeAfter: marked },
      ])
      yield* (yield* PluginStates).reload(tenant)
      return tenant
    }
    if (before === "enabled") return tenant
    const plugins = before === "installed" ? ["larder", "cellar"] : ["cellar"]
    yield* (yield* StateStore).change(
      tenant,
      plugins.map((plugin) => ({
        plugin,
        actual: before,
        desired: before === "installed" ? "installed" : "enabled",
      })),
    )
    yield* (yield* PluginStates).reload(tenant)
    return tenant
  })

const inHub = <A, E, R>(hub: Layer.Layer<R, unknown>, work: Effect.Effect<A, E, R>) =>
  Effect.gen(function* () {
    const scope = yield* Scope.make()
    const services = yield* Layer.buildWithScope(hub, scope)
    const result = yield* Effect.provide(work, services)
    yield* Scope.close(scope, Exit.void)
    return result
  })

const numberOf = (rows: ReadonlyArray<Record<string, unknown>>) =>
  Object.fromEntries(rows.map((row) => [row["what"], Number(row["n"])]))

/** Rows in every file that was laid down for the restaurant. */
const exported = async (folder: string, tenant: TenantId): Promise<ReadonlyArray<number>> => {
  const files = (await readdir(folder)).filter((name) => name.startsWith(`${slugOf(tenant)}-`))
  return Promise.all(
    files.map(async (name) => {
      expect(name).toMatch(/-cellar-\d{8}-\d{6}\.jsonl\.gz$/)
      const text = gunzipSync(await readFile(join(folder, name))).toString()
      return text.trim().split("\n").length
    }),
  )
}

/** Everything that an operation leaves behind, as the database has it. */
const leftBehind = async (tenant: TenantId) => {
  const sql = database.connection()
  const states = await sql`
    select plugin_key, desired, actual, installed_version, epoch::int from core.tenant_plugin where tenant_id = ${tenant} order by 1`
  const audit = await sql`
    select action as what, count(*) as n from core.audit where tenant_id = ${tenant} and action like 'plugin.%' group by 1`
  const events = await sql`
    select type as what, count(*) as n from log.event where tenant_id = ${tenant} and type like 'core.plugin%' group by 1`
  const rows = await sql`select what from plg_cellar.trace where tenant_id = ${tenant} order by n`
  const shelf = await sql`select name from plg_cellar.shelf where tenant_id = ${tenant}`
  return {
    states,
    audit: numberOf(audit),
    events: numberOf(events),
    rows: rows.map((row) => row["what"] as string),
    shelf: shelf.length,
  }
}

describe("a hub that is killed while it changes what a restaurant runs", () => {
  it.live(
    "[KILL-1] goes on at the step where it was, in whatever step of whatever operation, and does nothing twice",
    () =>
      Effect.gen(function* () {
        const exports = yield* pluginFolders({})
        const first = yield* pluginFolders(cellarPlugins("1.0.0"))
        const second = yield* pluginFolders(cellarPlugins("1.1.0"))
        const deaths = new Map<TenantId, Death>()
        const dead = new Set<TenantId>()
        // Restaurants whose data is old enough to be upgraded are made by the older hub.
        const old = yield* inHub(
          pluginHub(database, { root: first }),
          Effect.forEach(Array.from({ length: 40 }), () => prepared("enabled")),
        )
        const killed = yield* inHub(
          dyingHub(second, exports, deaths, dead),
          Effect.gen(function* () {
            const lifecycle = yield* PluginLifecycle
            const begun: Array<{ kase: Case; tenant: TenantId; death: Death; id: string }> = []
            for (const kase of cases) {
              const next = () =>
                kase.name === "upgrade"
                  ? Effect.succeed(old.pop() as TenantId)
                  : prepared(kase.before, kase.marked)
              const sample = yield* next()
              const { steps } = yield* lifecycle.plan(owner(sample), kase.ask(sample))
              for (const step of steps.keys())
                for (const is of momentsOf(step, steps.length)) {
                  const tenant = yield* next()
                  const death = { step, is }
                  deaths.set(tenant, death)
                  const { operation } = yield* lifecycle.request(owner(tenant), kase.ask(tenant))
                  begun.push({ kase, tenant, death, id: operation.id })
                  while (!dead.has(tenant)) yield* Effect.sleep("5 millis")
                }
            }
            return begun
          }),
        )
        expect(killed.length).toBeGreaterThan(100)
        yield* inHub(
          pluginHub(database, { root: second }, { alone: true }, exports),
          Effect.gen(function* () {
            const lifecycle = yield* PluginLifecycle
            for (const { kase, tenant, death, id } of killed) {
              const where = `${kase.name}, ${death.is} step ${death.step}`
              const last = (yield* until(lifecycle, tenant, id)).at(-1)
              expect(last, `${where} ${JSON.stringify(last)}`).toMatchObject({
                status: "succeeded",
                percent: 100,
                error: null,
              })
              const left = yield* Effect.promise(() => leftBehind(tenant))
              const actual = Object.fromEntries(
                left.states.map((row) => [row["plugin_key"], row["actual"]]),
              )
              expect(actual, where).toEqual({
                larder: kase.larder,
                ...(kase.cellar === undefined ? {} : { cellar: kase.cellar }),
              })
              for (const row of left.states) expect(row["desired"], where).toBe(row["actual"])
              expect(left.audit, where).toMatchObject(kase.happened)
              expect(left.rows, where).toEqual(kase.rows)
              // Both tables, and once however often the step was begun.
              expect(yield* Effect.promise(() => exported(exports, tenant)), where).toEqual(
                kase.exports === undefined ? [] : [migrated.length + 1],
              )
              expect(left.shelf, where).toBe(kase.rows.length === 0 ? 0 : 1)
              for (const [action, n] of Object.entries(kase.happened))
                if (!action.startsWith("plugin.purge_"))
                  expect(left.events, where).toMatchObject({
                    [`core.${action.replace(".", "_")}@1`]: n,
                  })
            }
          }),
        )
      }).pipe(Effect.scoped),
    300_000,
  )
})
