import { Context, Effect, Layer } from "effect"
import { type CommandFailure, Outage } from "#core/hub/gate.ts"
import { systemScope } from "#core/hub/scope.ts"
import { type Tenant, TenantDirectory } from "#core/hub/tenant-directory.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import { type Refused, refused } from "#core/kitchen/refusal.ts"
import type { LogUnavailable } from "#core/log/event-log.ts"
import { PluginLifecycle } from "#core/plugins/lifecycle/plugin-lifecycle.ts"
import { Accounts } from "#core/security/accounts.ts"
import type { NewOwner, NewRestaurant } from "./new-restaurant.ts"
import { type SetupState, SetupStates } from "./setup-state.ts"

/** Who owns a new restaurant: a new person, or one who has an account already. */
export type Owner =
  | (NewOwner & { readonly instanceAdmin: boolean })
  | { readonly accountId: string }

export interface Wanted extends Pick<NewRestaurant, "tenant" | "plugins" | "seed"> {
  readonly owner: Owner
  /** Keyed hash of the request, see {@link SetupState}. */
  readonly fingerprint: string
}

/**
 * Opens restaurants. Every step is stored before the next one and may be done twice, so that a restaurant whose opening
 * was cut short, by whatever, is opened by asking again.
 */
export class Opening extends Context.Service<
  Opening,
  {
    /** Goes on where the restaurant stands. What is there already becomes what is wanted now; only the slug stays. */
    readonly run: (state: SetupState, wanted: Wanted) => Effect.Effect<SetupState, CommandFailure>
  }
>()("heard/Opening") {}

/** @param opened what must know that there is one restaurant more, before anybody is told */
export const openingLayer = (
  opened: (tenantId: TenantId) => Effect.Effect<void, Outage>,
): Layer.Layer<Opening, never, TenantDirectory | Accounts | PluginLifecycle | SetupStates> =>
  Layer.effect(
    Opening,
    Effect.gen(function* () {
      const directory = yield* TenantDirectory
      const accounts = yield* Accounts
      const lifecycle = yield* PluginLifecycle
      const states = yield* SetupStates

      const makeRestaurant = (state: SetupState, { tenant }: Wanted) =>
        Effect.gen(function* () {
          const known = yield* answering(directory.byId(state.tenantId))
          if (known === undefined)
            return yield* answering(directory.create({ id: state.tenantId, ...tenant }))
          if (known.slug !== tenant.slug) return yield* slugStays(known.slug)
          yield* answering(directory.update(state.tenantId, profileOf(tenant)))
        })

      const makeOwner = (state: SetupState, { owner }: Wanted) =>
        "accountId" in owner
          ? accounts.adopt(state.tenantId, owner.accountId)
          : accounts.found(state.tenantId, { id: state.ownerId, ...owner })

      /** The person was made, and then asked for with another name or password. */
      const changeOwner = (state: SetupState, { owner }: Wanted) => {
        if ("accountId" in owner) return Effect.void
        const { username, password, fullName } = owner
        return accounts.change(systemScope(state.tenantId), state.ownerId, {
          username,
          password,
          fullName,
        })
      }

      const run = (state: SetupState, wanted: Wanted): Effect.Effect<SetupState, CommandFailure> =>
        Effect.gen(function* () {
          const { tenantId } = state
          const corrected = state.fingerprint !== wanted.fingerprint
          let step = state.step
          if (step === "restaurant" || corrected) yield* makeRestaurant(state, wanted)
          if (step === "restaurant") {
            const { fingerprint, tenant } = wanted
            yield* states.change(tenantId, { step: "owner", slug: tenant.slug, fingerprint })
            step = "owner"
          }
          if (step === "owner") {
            yield* makeOwner(state, wanted)
            yield* states.change(tenantId, { step: "plugins" })
          }
          // Also after an attempt that made the person and could not say so: making them again changed nothing.
          if (corrected && state.step !== "restaurant") yield* changeOwner(state, wanted)
          const plugins = yield* lifecycle.provision(tenantId, wanted.plugins, wanted.seed)
          yield* opened(tenantId)
          const done = { step: "done", plugins, fingerprint: wanted.fingerprint } as const
          yield* states.change(tenantId, done)
          return { ...state, ...done, slug: wanted.tenant.slug }
        })

      return { run }
    }),
  )

const profileOf = ({ name, currency, locale, timezone }: Omit<Tenant, "id">) => ({
  name,
  currency,
  locale,
  timezone,
})

const slugStays = (slug: string) =>
  refused("VALIDATION_FAILED", "The restaurant was begun under another short name", {
    issues: [{ path: "tenant.slug", message: `It was begun as "${slug}": keep that name` }],
  })

const answering = <A, E extends Refused = never>(
  work: Effect.Effect<A, E | LogUnavailable>,
): Effect.Effect<A, E | Outage> =>
  Effect.mapError(work, (error) =>
    error._tag === "LogUnavailable" ? new Outage({ reason: error.reason }) : error,
  )
