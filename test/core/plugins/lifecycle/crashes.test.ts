import { it } from "@effect/vitest"
import { Effect, Exit, Layer, Scope, Stream } from "effect"
import { describe, expect } from "vitest"
import type { TenantId } from "#core/kitchen/ids.ts"
import type { Moment } from "#core/plugins/lifecycle/operation-run.ts"
import { type ChangeRequest, PluginLifecycle } from "#core/plugins/lifecycle/plugin-lifecycle.ts"
import { StateStore } from "#core/plugins/lifecycle/state-store.ts"
import { type ActualState, PluginStates } from "#core/plugins/plugin-states.ts"
import { pluginFolders } from "#test/core/plugins/plugin-folders.ts"
import { emptyTenant, owner, pluginHub } from "#test/plugins/plugin-hub.ts"
import { testDatabase } from "#test/support/postgres.ts"
import { cellarPlugins } from "./cellar-plugins.ts"

// A process that is killed stops between any two things that it does. Here every operation of every kind is ended before
// each of its steps, after the step's work and after the step was stored; then a new hub starts on the same database.

const database = testDatabase()

const slugOf = (tenant: TenantId) => `bistro-${tenant.slice(0, 8)}`
const install = {
  kind: "install",
  plugin: "cellar",
  withRequirements: true,
  enable: true,
  seed: "default",
} as const
const disable = { kind: "disable", plugin: "larder", cascade: true, drainTimeoutMs: 100 } as const
const uninstall = (data: "keep" | "purge") => (tenant: TenantId) =>
  ({ kind: "uninstall", plugin: "cellar", data, confirm: slugOf(tenant) }) as const

interface Case {
  readonly name: string
  /** What both plugins are before: everything is installed by the set-up, and then put into this state. */
  readonly before: ActualState
  readonly ask: (tenant: TenantId) => ChangeRequest
  readonly larder: string
  readonly cellar: string | undefined
  /** How often each of these must have happened in the end. */
  readonly happened: Readonly<Record<string, number>>
  readonly rows: ReadonlyArray<string>
}

const migrated = ["0001", "0002"]

const cases: ReadonlyArray<Case> = [
  {
    name: "install",
    before: "absent",
    ask: () => install,
    larder: "enabled",
    cellar: "enabled",
    happened: { "plugin.installed": 2, "plugin.enabled": 2 },
    rows: migrated,
  },
  {
    name: "disable",
    before: "enabled",
    ask: () => disable,
    larder: "installed",
    cellar: "installed",
    happened: { "plugin.disabled": 2, "plugin.enabled": 2 },
    rows: migrated,
  },
  {
    name: "enable",
    before: "installed",
    ask: () => ({ kind: "enable", plugin: "cellar", withRequirements: true, events: "catchUp" }),
    larder: "enabled",
    cellar: "enabled",
    happened: { "plugin.enabled": 4 },
    rows: migrated,
  },
  {
    name: "uninstall and keep",
    before: "enabled",
    ask: uninstall("keep"),
    larder: "enabled",
    cellar: "absent",
    happened: { "plugin.disabled": 1, "plugin.uninstalled": 1 },
    rows: migrated,
  },
  {
    name: "uninstall and purge",
    before: "enabled",
    ask: uninstall("purge"),
    larder: "enabled",
    cellar: undefined,
    happened: { "plugin.disabled": 1, "plugin.uninstalled": 1 },
    rows: [],
  },
  {
    name: "release",
    before: "quarantined",
    ask: () => ({ kind: "release", plugin: "cellar" }),
    larder: "enabled",
    cellar: "enabled",
    happened: { "plugin.released": 1 },
    rows: migrated,
  },
  {
    name: "upgrade",
    before: "enabled",
    ask: () => ({ kind: "upgrade", plugin: "cellar" }),
    larder: "enabled",
    cellar: "enabled",
    happened: { "plugin.upgraded": 1 },
    rows: migrated,
  },
]

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
const dyingHub = (root: string, deaths: Map<TenantId, Death>, dead: Set<TenantId>) =>
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
  )

const prepared = (before: ActualState) =>
  Effect.gen(function* () {
    const tenant = yield* emptyTenant
    if (before === "absent") return tenant
    yield* (yield* PluginLifecycle).provision(tenant, ["cellar"], "default")
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
          dyingHub(second, deaths, dead),
          Effect.gen(function* () {
            const lifecycle = yield* PluginLifecycle
            const begun: Array<{ kase: Case; tenant: TenantId; death: Death; id: string }> = []
            for (const kase of cases) {
              const next = () =>
                kase.name === "upgrade"
                  ? Effect.succeed(old.pop() as TenantId)
                  : prepared(kase.before)
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
          pluginHub(database, { root: second }),
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
              expect(left.shelf, where).toBe(kase.rows.length === 0 ? 0 : 1)
              for (const [action, n] of Object.entries(kase.happened))
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
