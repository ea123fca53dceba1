import { createHmac } from "node:crypto"
import { Context, Effect, Layer, Result, Semaphore } from "effect"
import { v7 as uuid } from "uuid"
import { type CommandFailure, Outage } from "#core/hub/gate.ts"
import { otherRequest } from "#core/hub/other-request.ts"
import type { Scope } from "#core/hub/scope.ts"
import { type Tenant, TenantDirectory } from "#core/hub/tenant-directory.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import { refused } from "#core/kitchen/refusal.ts"
import { fingerprintOf } from "#core/plugins/derived-id.ts"
import { Audit } from "#core/security/audit.ts"
import { deriveKey } from "#core/security/secrets.ts"
import { type Checks, checkedFurther, type NewRestaurant } from "./new-restaurant.ts"
import { Opening } from "./opening.ts"
import type { Bootstrapped } from "./set-up.ts"
import { type SetupState, SetupStates } from "./setup-state.ts"

/** All restaurants of this hub, for those who administer it; anybody else is refused with `AUTH_FORBIDDEN`. */
export class Instance extends Context.Service<
  Instance,
  {
    /** By short name. */
    readonly tenants: (scope: Scope) => Effect.Effect<ReadonlyArray<Tenant>, CommandFailure>
    /** A further restaurant. The same request goes on where it was cut short; a slug in use is `SLUG_TAKEN`. */
    readonly open: (
      scope: Scope,
      request: { readonly body: unknown; readonly idempotencyKey?: string },
    ) => Effect.Effect<
      { readonly answer: Bootstrapped; readonly replayed: boolean },
      CommandFailure
    >
  }
>()("heard/Instance") {}

export const instanceLayer = (options: {
  /** See `appSecret`. */
  readonly secret: string
  readonly checks: Checks
}): Layer.Layer<Instance, never, TenantDirectory | SetupStates | Opening | Audit> =>
  Layer.effect(
    Instance,
    Effect.gen(function* () {
      const directory = yield* TenantDirectory
      const states = yield* SetupStates
      const opening = yield* Opening
      const audit = yield* Audit
      const oneAtATime = yield* Semaphore.make(1)
      const fingerprintKey = deriveKey(options.secret, "setup-request")

      /** The row of this request: the one that it began earlier, or a new one. */
      const begun = (asked: SetupState, takenBy: Tenant | undefined) =>
        Effect.gen(function* () {
          const { idempotencyKey: key, fingerprint, slug } = asked
          const sameKey = key === null ? undefined : yield* states.byIdempotencyKey(key)
          if (sameKey !== undefined)
            return sameKey.fingerprint === fingerprint ? sameKey : yield* otherRequest
          const sameSlug = yield* states.bySlug(slug)
          const isTaken =
            sameSlug === undefined
              ? takenBy !== undefined
              : sameSlug.first || sameSlug.step === "done"
          if (isTaken) return yield* slugTaken(slug)
          return sameSlug ?? (yield* states.begin(asked))
        })

      const openOne = (scope: Scope, wanted: NewRestaurant, asked: SetupState) =>
        Effect.gen(function* () {
          const known = yield* outageOf(directory.bySlug(asked.slug))
          const state = yield* begun(asked, known)
          if (state.step === "done") return { answer: answerOf(state), replayed: true }
          const { admin, ...restaurant } = wanted
          const owner =
            admin === undefined
              ? { accountId: scope.principal.id }
              : { ...admin, instanceAdmin: false }
          const { fingerprint } = asked
          const done = yield* opening.run(state, { ...restaurant, owner, fingerprint })
          yield* audit.record(scope, {
            action: "instance.restaurant_opened",
            target: `restaurant/${done.slug}`,
            after: { tenantId: done.tenantId, plugins: done.plugins },
          })
          return { answer: answerOf(done), replayed: false }
        })

      return {
        tenants: (scope) =>
          scope.instanceAdmin === true ? outageOf(directory.list) : Effect.fail(forbidden),

        open: (scope, { body, idempotencyKey }) =>
          Effect.suspend(() => {
            if (scope.instanceAdmin !== true) return Effect.fail(forbidden)
            const checked = checkedFurther(body, options.checks)
            if (Result.isFailure(checked))
              return Effect.fail(
                refused(
                  "VALIDATION_FAILED",
                  "The request is not understood; meta.issues says why",
                  {
                    issues: checked.failure,
                  },
                ),
              )
            const wanted = checked.success
            const asked: SetupState = {
              tenantId: uuid() as TenantId,
              ownerId: wanted.admin === undefined ? scope.principal.id : uuid(),
              slug: wanted.tenant.slug,
              first: false,
              fingerprint: createHmac("sha256", fingerprintKey)
                .update(fingerprintOf([scope.principal.id, body]))
                .digest("base64url"),
              idempotencyKey: idempotencyKey ?? null,
              step: "restaurant",
              plugins: [],
            }
            return oneAtATime.withPermit(openOne(scope, wanted, asked))
          }),
      }
    }),
  )

const answerOf = ({ tenantId, ownerId, plugins }: SetupState): Bootstrapped => ({
  tenantId,
  userId: ownerId,
  plugins,
})

const outageOf = <A>(work: Effect.Effect<A, { readonly reason: string }>) =>
  Effect.mapError(work, ({ reason }) => new Outage({ reason }))

const forbidden = refused("AUTH_FORBIDDEN", "Only an administrator of this hub may do that")

const slugTaken = (slug: string) =>
  refused("SLUG_TAKEN", `There is a restaurant "${slug}" already`, { slug })
