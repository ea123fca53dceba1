import { Clock, Effect, Exit } from "effect"
import { type Refused, refused } from "#core/kitchen/refusal.ts"
import { secretsRefusal, userNotFound } from "./account-rules.ts"
import type { Accounts } from "./accounts.ts"
import { Audit } from "./audit.ts"
import { LiveAccess, maybeOf } from "./live-access.ts"
import { Lockout } from "./lockout.ts"
import { MemberStore } from "./member-store.ts"
import { PasswordHashing } from "./password-hashing.ts"
import type { SecretIssue } from "./password-rules.ts"
import { SessionStore } from "./session-store.ts"
import { Locked } from "./tokens.ts"

/** Wrong current passwords in a row: a tablet that was left open is no place to guess them. */
const freeAttempts = 5

/** The field has another name here. */
const ofNext = ({ code, detail, meta }: Refused): Refused =>
  refused(code, detail, {
    issues: (meta["issues"] as ReadonlyArray<SecretIssue>).map(({ message }) => ({
      path: "next",
      message,
    })),
  })

/** A person changes their own password. */
export const ownPasswordOf = Effect.gen(function* () {
  const members = yield* MemberStore
  const sessions = yield* SessionStore
  const hashing = yield* PasswordHashing
  const audit = yield* Audit
  const live = yield* LiveAccess
  const lockout = new Lockout(freeAttempts)

  const change: Accounts["Service"]["changeOwnPassword"] = Effect.fnUntraced(function* (
    scope,
    { current, next },
  ) {
    const { tenantId, principal } = scope
    const session = live.sessionOf(scope)
    if (principal.kind !== "user" || session === undefined || session.parentId !== undefined)
      return yield* refused("AUTH_FORBIDDEN", "Sign in with your password to change it")
    const member = yield* members.byId(tenantId, principal.id)
    if (member === undefined) return yield* userNotFound(principal.id)
    const now = yield* Clock.currentTimeMillis
    const waitMs = lockout.waitMs(principal.id, now)
    if (waitMs > 0) return yield* new Locked({ retryAfterMs: waitMs })
    // Counted before it is known, so that guesses sent at once are counted too.
    lockout.failed(principal.id, now)
    if (!(yield* hashing.verify(current, member.passwordHash)))
      return yield* refused("PASSWORD_WRONG", "The current password is another one")
    lockout.succeeded(principal.id)
    const wrong = secretsRefusal(member.username, { password: next })
    if (wrong !== undefined) return yield* ofNext(wrong)
    const passwordHash = yield* hashing.hash(next)
    const everywhere = (yield* live.membershipsOf(principal.id)).map((one) => one.tenantId)
    const work = members.exclusively(
      [tenantId, ...everywhere.filter((one) => one !== tenantId)],
      Effect.gen(function* () {
        yield* members.change(tenantId, principal.id, { passwordHash })
        yield* audit.record(scope, {
          action: "user.password_changed",
          target: `user/${principal.id}`,
        })
        return yield* sessions.endAllOf(
          everywhere,
          principal.id,
          "password changed",
          now,
          session.id,
        )
      }),
    )
    yield* Effect.onExit(work, (exit) =>
      Effect.sync(() => {
        if (Exit.isSuccess(exit)) live.ended(exit.value)
        else live.mayHaveEnded(maybeOf(principal.id))
      }),
    )
  })
  return change
})
