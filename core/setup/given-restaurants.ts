import { Effect } from "effect"
import { v7 as uuid } from "uuid"
import { type CommandFailure, Outage } from "#core/hub/gate.ts"
import { TenantDirectory } from "#core/hub/tenant-directory.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import type { SeedKind } from "#core/plugins/seed.ts"
import { Opening } from "./opening.ts"
import { type SetupState, SetupStates } from "./setup-state.ts"

/** A restaurant that a start brings along instead of waiting for a set-up: the demo's, a test's. */
export interface GivenRestaurant {
  readonly slug: string
  readonly name: string
  /** Its owner administers the hub too. */
  readonly instanceAdmin?: boolean
}

interface Given {
  /** Of every owner. */
  readonly password: string
  readonly seed: SeedKind
  /** What they run. */
  readonly plugins: ReadonlyArray<string>
}

/** Opens those that are not there yet, or not to their end, each with an owner named `owner`. */
export const openGiven = (
  restaurants: ReadonlyArray<GivenRestaurant>,
  { password, seed, plugins }: Given,
): Effect.Effect<void, CommandFailure, TenantDirectory | SetupStates | Opening> =>
  Effect.gen(function* () {
    const states = yield* SetupStates
    const opening = yield* Opening
    const open = ({ slug, name, instanceAdmin = false }: GivenRestaurant) =>
      Effect.gen(function* () {
        const state = yield* states.begin(newState({ slug, step: "restaurant" }))
        if (state.step === "done") return
        const locale = seed === "demo" ? "fr" : "en"
        yield* opening.run(state, {
          tenant: { slug, name, currency: "EUR", locale, timezone: hostZone() },
          owner: { ...owner, password, instanceAdmin },
          plugins,
          seed,
          fingerprint,
        })
      })
    const unfinished = new Set((yield* states.unfinished).map(({ slug }) => slug))
    const known = new Set((yield* allTenants).map(({ slug }) => slug))
    yield* Effect.forEach(
      restaurants.filter(({ slug }) => !known.has(slug) || unfinished.has(slug)),
      open,
      { discard: true },
    )
  })

/**
 * Restaurants of the first form, which had one account and no choice of plugins: their `owner` keeps name and password
 * and administers the hub, and what came since is there for them too.
 */
export const openOlder = ({
  password,
  plugins,
}: Omit<Given, "seed">): Effect.Effect<
  void,
  CommandFailure,
  TenantDirectory | SetupStates | Opening
> =>
  Effect.gen(function* () {
    const states = yield* SetupStates
    const opening = yield* Opening
    const older = new Set(yield* states.older)
    const cutShort = yield* states.unfinished
    for (const state of cutShort)
      if (state.fingerprint === olderFingerprint) older.add(state.tenantId)
    if (older.size === 0) return
    const tenants = (yield* allTenants).filter(({ id }) => older.has(id))
    yield* Effect.forEach(
      tenants,
      ({ id, ...tenant }) =>
        Effect.gen(function* () {
          const state = yield* states.begin({
            ...newState({ slug: tenant.slug, step: "owner" }),
            tenantId: id,
            fingerprint: olderFingerprint,
          })
          yield* opening.run(state, {
            tenant,
            owner: { ...owner, password, instanceAdmin: true },
            plugins,
            seed: "none",
            fingerprint: olderFingerprint,
          })
        }),
      { discard: true },
    )
  })

const owner = { username: "owner", fullName: "Owner" } as const

const newState = (given: Pick<SetupState, "slug" | "step">): SetupState => ({
  ...given,
  tenantId: uuid() as TenantId,
  ownerId: uuid(),
  first: false,
  fingerprint,
  idempotencyKey: null,
  plugins: [],
})

const allTenants = Effect.flatMap(TenantDirectory, ({ list }) =>
  Effect.mapError(list, ({ reason }) => new Outage({ reason })),
)

const hostZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone

const olderFingerprint = "older"

/** No request stands behind it. */
const fingerprint = "given"
