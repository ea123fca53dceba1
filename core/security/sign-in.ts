import { Cause, Clock, Effect, type Scope as EffectScope, Exit, FiberMap, Metric } from "effect"
import { Outage, type Overloaded } from "#core/hub/gate.ts"
import type { Scope } from "#core/hub/scope.ts"
import { TenantDirectory } from "#core/hub/tenant-directory.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import { Audit } from "./audit.ts"
import { Lockout } from "./lockout.ts"
import { foldedName, MemberStore, type StoredMember } from "./member-store.ts"
import { PasswordHashing } from "./password-hashing.ts"
import { type Guesses, SessionStore } from "./session-store.ts"
import { lanes } from "./sign-in-lanes.ts"
import { type Guesser, SignInLocks } from "./sign-in-locks.ts"
import { Locked, Unauthorized } from "./tokens.ts"
import { isUsername } from "./username.ts"

export interface SignIn {
  /** The person whom this name and password belong to, counted and locked out when they do not. */
  readonly byPassword: (login: {
    readonly tenant: string
    readonly username: string
    readonly password: string
    readonly address: string
  }) => Effect.Effect<StoredMember, Unauthorized | Locked | Overloaded | Outage>
  /** The person whom this PIN belongs to in the restaurant; wrong ones lock the device. */
  readonly byPin: (
    scope: Scope,
    deviceId: string,
    pin: string,
  ) => Effect.Effect<StoredMember, Unauthorized | Locked | Overloaded | Outage>
}

/** Wrong PINs in a row that a device may send. */
const freePins = 5

export const makeSignIn: Effect.Effect<
  SignIn,
  never,
  TenantDirectory | MemberStore | SessionStore | PasswordHashing | Audit | EffectScope.Scope
> = Effect.gen(function* () {
  const directory = yield* TenantDirectory
  const members = yield* MemberStore
  const store = yield* SessionStore
  const hashing = yield* PasswordHashing
  const audit = yield* Audit
  // What is kept about wrong guesses is written after the answer: a commit would tell that the account exists. The
  // newest of an account replaces one that still waits.
  const afterwards = yield* FiberMap.makeRuntime<never, string>()
  const locks = new SignInLocks()
  const pins = new Lockout(freePins)
  const oneByOne = lanes()

  const keep = (tenantId: TenantId, subject: string, guesses: Guesses | undefined): void => {
    afterwards(
      `${tenantId} ${subject}`,
      Effect.ignore(store.keepGuesses(tenantId, subject, guesses)),
    )
  }
  const tellLocked = (
    tenantId: TenantId,
    who: Scope["principal"],
    target: string,
    address: string,
  ) =>
    afterwards(
      `${tenantId} locked ${target}`,
      Effect.ignore(
        audit.record(
          { tenantId, principal: who, permissions: [], address },
          { action: "login.locked", target },
        ),
      ),
    )

  const checkPassword = Effect.fnUntraced(function* (
    member: StoredMember | undefined,
    tenantId: TenantId,
    guesser: Guesser,
    login: Parameters<SignIn["byPassword"]>[0],
  ) {
    const waitMs = locks.waitMs(guesser, yield* Clock.currentTimeMillis)
    if (waitMs > 0) return yield* new Locked({ retryAfterMs: waitMs })
    const usable = member === undefined || member.disabled || member.barred ? undefined : member
    const right = yield* hashing.verify(login.password, usable?.passwordHash)
    if (!right || usable === undefined) {
      const { guesses, locked } = locks.failed(guesser, yield* Clock.currentTimeMillis)
      if (member !== undefined) keep(tenantId, subjectOf(member), guesses)
      if (locked && tenantId !== nowhere)
        tellLocked(
          tenantId,
          { kind: "user", id: member?.accountId ?? "", name: login.username },
          `login/${login.username}`,
          login.address,
        )
      return yield* wrongLogin
    }
    locks.succeeded(guesser)
    keep(tenantId, subjectOf(usable), undefined)
    return usable
  })

  return {
    byPassword: (login) => {
      const check = Effect.gen(function* () {
        const tenant = yield* Effect.mapError(
          directory.bySlug(login.tenant),
          ({ reason }) => new Outage({ reason }),
        )
        // The same questions for a restaurant or a name that nobody has: how long it takes must not tell either.
        const tenantId = tenant?.id ?? nowhere
        const name = isUsername(login.username) ? login.username : "-"
        const member = yield* members.byName(tenantId, name)
        const guesser = {
          account: JSON.stringify([login.tenant, foldedName(name)]),
          address: login.address,
        }
        if (!locks.knowsAccount(guesser.account)) {
          const kept = yield* store.guesses(tenantId, subjectOf(member))
          if (kept !== undefined) locks.restore(guesser.account, kept)
        }
        // One guess after the other from one place, each counted before the next is looked at.
        return yield* oneByOne.inLane(
          `${guesser.account} ${guesser.address}`,
          checkPassword(member, tenantId, guesser, login),
        )
      })
      return counted(oneByOne.underWay(check))
    },
    byPin: (scope, deviceId, pin) => {
      const { tenantId } = scope
      const key = `${tenantId} ${deviceId}`
      const subject = `pin/${deviceId}`
      const check = Effect.gen(function* () {
        if (!pins.knows(key)) {
          const kept = yield* store.guesses(tenantId, subject)
          if (kept !== undefined) pins.restore(key, kept)
        }
        const waitMs = pins.waitMs(key, yield* Clock.currentTimeMillis)
        if (waitMs > 0) return yield* new Locked({ retryAfterMs: waitMs })
        const member = yield* members.byPin(tenantId, yield* hashing.hashPin(tenantId, pin))
        if (member === undefined || member.disabled || member.barred) {
          const now = yield* Clock.currentTimeMillis
          const guesses = pins.failed(key, now)
          keep(tenantId, subject, guesses)
          if (guesses.until > now)
            tellLocked(tenantId, scope.principal, `device/${deviceId}`, scope.address ?? "")
          return yield* wrongPin
        }
        if (pins.knows(key)) keep(tenantId, subject, undefined)
        pins.succeeded(key)
        return member
      })
      return counted(oneByOne.underWay(oneByOne.inLane(`pin ${key}`, check)))
    },
  }
})

/** By outcome: how guessing shows on a dashboard. */
const signIns = Metric.counter("heard_sign_ins_total", {
  description: "Passwords and PINs that somebody signed in with, by outcome",
  incremental: true,
})

const counted = <A, E extends { readonly _tag: string }>(
  work: Effect.Effect<A, E>,
): Effect.Effect<A, E> =>
  Effect.onExit(work, (exit) => {
    const failure = Exit.isFailure(exit)
      ? exit.cause.reasons.find(Cause.isFailReason)?.error._tag
      : undefined
    const outcome = Exit.isSuccess(exit) ? "right" : (outcomes[failure ?? ""] ?? "unanswered")
    return Metric.update(Metric.withAttributes(signIns, { outcome }), 1)
  })

const outcomes: Readonly<Record<string, string>> = {
  Unauthorized: "wrong",
  Locked: "locked",
  Overloaded: "refused",
}

const subjectOf = (member: StoredMember | undefined): string =>
  `login/${member?.accountId ?? "nobody"}`

/** Stands for a restaurant that there is not. */
const nowhere = "00000000-0000-0000-0000-000000000000" as TenantId

// The same words for an unknown restaurant, an unknown account and a wrong password: nobody learns which exist.
export const wrongLogin = new Unauthorized({ detail: "Restaurant, user name or password is wrong" })
export const wrongPin = new Unauthorized({ detail: "This PIN is wrong" })
