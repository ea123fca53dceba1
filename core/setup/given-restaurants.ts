import { Effect } from "effect"
import { v7 as uuid } from "uuid"
import { type CommandFailure, Outage } from "#core/hub/gate.ts"
import { TenantDirectory } from "#core/hub/tenant-directory.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import type { SeedKind } from "#core/plugins/seed.ts"
import { Opening } from "./opening.ts"
import { SetupStates } from "./setup-state.ts"

/** A restaurant that a start brings along instead of waiting for a set-up: the demo's, a test's. */
export interface GivenRestaurant {
  readonly slug: string
  readonly name: string
  /** Its owner administers the hub too. */
  readonly instanceAdmin?: boolean
}

/**
 * Opens those that are not there yet, or not to their end, each with an owner named `owner`.
 *
 * @param options.password of every owner
 * @param options.plugins what they run
 */
export const openGiven = (
  restaurants: ReadonlyArray<GivenRestaurant>,
  options: {
    readonly password: string
    readonly seed: SeedKind
    readonly plugins: ReadonlyArray<string>
  },
): Effect.Effect<void, CommandFailure, TenantDirectory | SetupStates | Opening> =>
  Effect.gen(function* () {
    const { seed, plugins, password } = options
    const directory = yield* TenantDirectory
    const states = yield* SetupStates
    const opening = yield* Opening
    const open = ({ slug, name, instanceAdmin = false }: GivenRestaurant) =>
      Effect.gen(function* () {
        const state = yield* states.begin({
          tenantId: uuid() as TenantId,
          ownerId: uuid(),
          slug,
          first: false,
          fingerprint,
          idempotencyKey: null,
          step: "restaurant",
          plugins: [],
        })
        if (state.step === "done") return
        yield* opening.run(state, {
          tenant: {
            slug,
            name,
            currency: "EUR",
            locale: seed === "demo" ? "fr" : "en",
            timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
          },
          owner: { username: "owner", fullName: "Owner", password, instanceAdmin },
          plugins,
          seed,
          fingerprint,
        })
      })
    const there = yield* Effect.mapError(directory.list, ({ reason }) => new Outage({ reason }))
    const unfinished = new Set((yield* states.unfinished).map(({ slug }) => slug))
    const known = new Set(there.map(({ slug }) => slug))
    yield* Effect.forEach(
      restaurants.filter(({ slug }) => !known.has(slug) || unfinished.has(slug)),
      open,
      { discard: true },
    )
  })

/** No request stands behind it. */
const fingerprint = "given"
