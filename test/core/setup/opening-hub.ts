import { Effect, Layer } from "effect"
import { Outage } from "#core/hub/gate.ts"
import { TenantDirectory } from "#core/hub/tenant-directory.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import { PluginLifecycle } from "#core/plugins/lifecycle/plugin-lifecycle.ts"
import { type Account, Accounts } from "#core/security/accounts.ts"
import { Audit } from "#core/security/audit.ts"
import { instanceLayer } from "#core/setup/instance.ts"
import type { Checks } from "#core/setup/new-restaurant.ts"
import { openingLayer } from "#core/setup/opening.ts"
import { setUpLayer } from "#core/setup/set-up.ts"
import { SetupStates } from "#core/setup/setup-state.ts"

/** What the steps of an opening left behind, beside what is in the database. */
export interface House {
  readonly people: Map<string, Account & { readonly password: string; readonly tenantId: TenantId }>
  readonly plugins: Map<TenantId, Set<string>>
  readonly served: Array<TenantId>
  readonly deeds: Array<string>
  readonly spent: { times: number }
}

export const newHouse = (): House => ({
  people: new Map(),
  plugins: new Map(),
  served: [],
  deeds: [],
  spent: { times: 0 },
})

/** `before` and `after` a deed of the opening: where a process may die. */
export type Moment = `${"before" | "after"} ${string}`

export const token = "0123456789abcdef"
export const secret = "a start-up secret that only this test knows"

export const knownPlugins = ["kds", "orders", "printer"]
const checks: Checks = {
  plugins: new Set(knownPlugins),
  passwordIssues: (password) => (password.length < 8 ? ["Expected at least 8 characters"] : []),
}

/**
 * One process of a hub over the file's database: set-up and instance with real directory and states, people and plugins in
 * `house`, which outlives the process as a database does.
 *
 * @param diesAt the process is gone at this moment: whatever it does next never happens
 */
export const hubProcess = (house: House, diesAt?: Moment) => {
  const deed = <A, E, R>(name: string, work: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
    Effect.gen(function* () {
      if (diesAt === `before ${name}`) return yield* Effect.interrupt
      const answer = yield* work
      if (diesAt === `after ${name}`) return yield* Effect.interrupt
      return answer
    })
  const mortal = Layer.effectContext(
    Effect.gen(function* () {
      const directory = yield* TenantDirectory
      const states = yield* SetupStates
      const layers = Layer.mergeAll(
        Layer.succeed(TenantDirectory, {
          ...directory,
          create: (tenant) => deed("create", directory.create(tenant)),
        }),
        Layer.succeed(SetupStates, {
          ...states,
          begin: (state) => deed("begin", states.begin(state)),
          change: (tenantId, change) =>
            deed(`store ${change.step ?? "key"}`, states.change(tenantId, change)),
        }),
        auditOf(house),
        peopleOf(house, deed),
        pluginsOf(house, deed),
      )
      return yield* Layer.build(layers)
    }),
  )
  const spend = deed(
    "spend",
    Effect.sync(() => {
      house.spent.times += 1
    }),
  )
  const opening = openingLayer((id) =>
    deed(
      "serve",
      Effect.sync(() => {
        house.served.push(id)
      }),
    ),
  )
  return Layer.mergeAll(
    setUpLayer({ token: Effect.succeed({ text: token, spend }), secret, checks }),
    instanceLayer({ secret, checks }),
  ).pipe(Layer.provideMerge(opening), Layer.provideMerge(mortal))
}

type Deed = <A, E, R>(name: string, work: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>

const notHere = Effect.fail(new Outage({ reason: "not part of an opening" }))

const auditOf = ({ deeds }: House) =>
  Layer.succeed(Audit, {
    record: (_, { action, target }) => Effect.sync(() => void deeds.push(`${action} ${target}`)),
    entries: () => notHere,
    verify: () => notHere,
  })

const peopleOf = ({ people }: House, deed: Deed) => {
  const keep = (tenantId: TenantId, account: Account, password: string): Account => {
    people.set(`${tenantId}/${account.id}`, { ...account, password, tenantId })
    return account
  }
  return Layer.succeed(Accounts, {
    list: () => notHere,
    get: () => notHere,
    create: () => notHere,
    remove: () => notHere,
    join: () => notHere,
    changeOwnPassword: () => notHere,
    found: (tenantId, owner) =>
      deed(
        "found",
        Effect.sync(() => {
          const known = people.get(`${tenantId}/${owner.id}`)
          if (known !== undefined) return known
          return keep(tenantId, person(owner), owner.password)
        }),
      ),
    adopt: (tenantId, id) =>
      deed(
        "adopt",
        Effect.sync(() =>
          keep(tenantId, person({ id, username: "ana", fullName: "Ana", instanceAdmin: true }), ""),
        ),
      ),
    change: ({ tenantId }, id, { username, fullName, password }) =>
      deed(
        "change",
        Effect.sync(() => {
          const known = people.get(`${tenantId}/${id}`)
          if (known === undefined) throw new Error("nobody to change")
          const changed = {
            ...known,
            username: username ?? known.username,
            fullName: fullName ?? known.fullName,
          }
          return keep(tenantId, changed, password ?? known.password)
        }),
      ),
  })
}

const person = (
  given: Pick<Account, "id" | "username" | "fullName" | "instanceAdmin">,
): Account => ({
  ...given,
  role: "owner",
  hasPin: false,
  disabled: false,
  lastLoginAt: null,
  createdAt: "2026-11-20T18:00:00.000Z",
  rev: 1,
})

const pluginsOf = ({ plugins }: House, deed: Deed) =>
  Layer.succeed(PluginLifecycle, {
    list: () => notHere,
    get: () => notHere,
    plan: () => notHere,
    request: () => notHere,
    retry: () => notHere,
    operation: () => notHere,
    operations: () => notHere,
    watch: () => {
      throw new Error("not part of an opening")
    },
    cancel: () => notHere,
    settings: () => notHere,
    saveSettings: () => notHere,
    provision: (tenantId, keys) =>
      deed(
        "provision",
        Effect.sync(() => {
          const there = plugins.get(tenantId) ?? new Set()
          for (const key of keys) there.add(key)
          // What a printer requires comes along.
          if (there.has("printer")) there.add("kds")
          plugins.set(tenantId, there)
          return [...there].sort()
        }),
      ),
  })
