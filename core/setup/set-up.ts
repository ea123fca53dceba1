import { createHmac } from "node:crypto"
import { Clock, Context, Effect, Layer, Result, Semaphore } from "effect"
import { v7 as uuid } from "uuid"
import type { InputIssue } from "#core/hub/decode.ts"
import { type CommandFailure, Outage } from "#core/hub/gate.ts"
import { TenantDirectory } from "#core/hub/tenant-directory.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import { refused } from "#core/kitchen/refusal.ts"
import { fingerprintOf } from "#core/plugins/derived-id.ts"
import { Lockout } from "#core/security/lockout.ts"
import { deriveKey, type SecretUnavailable, sameSecret } from "#core/security/secrets.ts"
import { type Checks, checkedFirst, type NewFirstRestaurant } from "./new-restaurant.ts"
import { Opening } from "./opening.ts"
import { type SetupState, SetupStates } from "./setup-state.ts"
import type { SetupToken } from "./setup-token.ts"

export interface Bootstrapped {
  readonly tenantId: TenantId
  readonly userId: string
  /** Everything that is enabled: what was asked for, and what that requires. */
  readonly plugins: ReadonlyArray<string>
}

/** The first restaurant of a hub. Once there is one this is over, for ever. */
export class SetUp extends Context.Service<
  SetUp,
  {
    readonly isOpen: Effect.Effect<boolean, Outage>
    /** What the start prints, if set-up was open then. */
    readonly token: string | undefined
    /**
     * @param request.body as it came in: whether the set-up is over and whether the token is right is said before what is
     *   wrong with the rest
     */
    readonly bootstrap: (request: {
      readonly body: unknown
      readonly address: string
      readonly idempotencyKey?: string
    }) => Effect.Effect<
      { readonly answer: Bootstrapped; readonly replayed: boolean },
      CommandFailure
    >
  }
>()("heard/SetUp") {}

export const setUpLayer = (options: {
  /** Made when the set-up is open. */
  readonly token: Effect.Effect<SetupToken, SecretUnavailable>
  /** See `appSecret`. */
  readonly secret: string
  readonly checks: Checks
}): Layer.Layer<SetUp, SecretUnavailable | Outage, TenantDirectory | SetupStates | Opening> =>
  Layer.effect(
    SetUp,
    Effect.gen(function* () {
      const directory = yield* TenantDirectory
      const states = yield* SetupStates
      const opening = yield* Opening
      const oneAtATime = yield* Semaphore.make(1)
      const lockout = new Lockout(freeGuesses)
      const comparisonKey = deriveKey(options.secret, "comparison")
      const fingerprintKey = deriveKey(options.secret, "setup-request")
      let isOver = false

      const fingerprint = (body: unknown): string =>
        createHmac("sha256", fingerprintKey).update(fingerprintOf(body)).digest("base64url")

      /** Open while there is no restaurant, but for the one that a set-up began and did not finish. */
      const look = Effect.gen(function* () {
        const state = yield* states.first
        if (!isOver && state?.step !== "done") {
          const tenants = yield* Effect.mapError(
            directory.list,
            ({ reason }) => new Outage({ reason }),
          )
          if (tenants.every(({ id }) => id === state?.tenantId)) return { isOpen: true, state }
        }
        isOver = true
        return { isOpen: false, state }
      })

      const token = (yield* look).isOpen ? yield* options.token : undefined

      const checkToken = (body: unknown, address: string) =>
        Effect.gen(function* () {
          const now = yield* Clock.currentTimeMillis
          const waitMs = lockout.waitMs(address, now)
          if (waitMs > 0)
            return yield* refused(
              "AUTH_LOCKED",
              "Too many wrong set-up tokens; wait and try again",
              {
                retryAfterMs: waitMs,
              },
            )
          if (token !== undefined && sameSecret(comparisonKey, tokenIn(body), token.text))
            return lockout.succeeded(address)
          lockout.failed(address, now)
          return yield* tokenInvalid
        })

      const open = (
        body: unknown,
        wanted: NewFirstRestaurant,
        idempotencyKey: string | undefined,
      ) =>
        Effect.gen(function* () {
          const { isOpen, state } = yield* look
          const asked = fingerprint(body)
          if (!isOpen) return yield* repeated(state, asked, idempotencyKey)
          const { admin, ...restaurant } = wanted
          const begun = yield* states.begin({
            tenantId: uuid() as TenantId,
            ownerId: uuid(),
            slug: restaurant.tenant.slug,
            first: true,
            fingerprint: asked,
            idempotencyKey: idempotencyKey ?? null,
            step: "restaurant",
            plugins: [],
          })
          if (begun.idempotencyKey !== (idempotencyKey ?? null))
            yield* states.change(begun.tenantId, { idempotencyKey: idempotencyKey ?? null })
          const owner = { ...admin, instanceAdmin: true }
          const done = yield* opening.run(begun, { ...restaurant, owner, fingerprint: asked })
          isOver = true
          if (token !== undefined) yield* token.spend
          return { answer: answerOf(done), replayed: false }
        }).pipe(oneAtATime.withPermit)

      const bootstrap: SetUp["Service"]["bootstrap"] = ({ body, address, idempotencyKey }) =>
        Effect.gen(function* () {
          const { isOpen, state } = yield* look
          if (!isOpen) return yield* repeated(state, fingerprint(body), idempotencyKey)
          // Before anything waits: whoever guesses takes no place in the queue.
          yield* checkToken(body, address)
          const checked = checkedFirst(body, options.checks)
          return yield* Result.isFailure(checked)
            ? invalid(checked.failure)
            : open(body, checked.success, idempotencyKey)
        })

      return {
        isOpen: Effect.suspend(() =>
          isOver ? Effect.succeed(false) : Effect.map(look, ({ isOpen }) => isOpen),
        ),
        token: token?.text,
        bootstrap,
      }
    }),
  )

/** Wrong tokens of one address before it has to wait. */
const freeGuesses = 10

/** A repeat whose first answer got lost; anybody else comes too late. */
const repeated = (
  state: SetupState | undefined,
  fingerprint: string,
  idempotencyKey: string | undefined,
) => {
  if (idempotencyKey === undefined || state?.idempotencyKey !== idempotencyKey)
    return Effect.fail(alreadyDone)
  // The fingerprint covers the token: whoever knows neither learns nothing.
  return state.fingerprint === fingerprint
    ? Effect.succeed({ answer: answerOf(state), replayed: true })
    : Effect.fail(alreadyDone)
}

const answerOf = ({ tenantId, ownerId, plugins }: SetupState): Bootstrapped => ({
  tenantId,
  userId: ownerId,
  plugins,
})

const tokenIn = (body: unknown): string => {
  const token = (body as { readonly token?: unknown } | null | undefined)?.token
  return typeof token === "string" ? token : ""
}

const invalid = (issues: ReadonlyArray<InputIssue>) =>
  refused("VALIDATION_FAILED", "The request is not understood; meta.issues says why", { issues })

const tokenInvalid = refused(
  "SETUP_TOKEN_INVALID",
  "This is not the set-up token that the hub printed when it started",
)

const alreadyDone = refused(
  "SETUP_ALREADY_DONE",
  "This hub has a restaurant: sign in, or ask its administrator for another one",
)
