import { hash } from "node:crypto"
import { Clock, Effect } from "effect"
import { v7 as uuid } from "uuid"
import type { Outage } from "#core/hub/gate.ts"
import type { Scope } from "#core/hub/scope.ts"
import { Audit } from "./audit.ts"
import { LiveAccess } from "./live-access.ts"
import { MemberStore, type StoredMember } from "./member-store.ts"
import { SessionStore, type StoredSession } from "./session-store.ts"
import { accessSeconds, type Claims, refreshSecondsOf, type TokenSigning } from "./token-signing.ts"
import type { TokenPair, Unauthorized } from "./tokens.ts"

export interface SessionBeginning {
  /** Its id is made up unless others of it are to begin. */
  readonly session: Omit<StoredSession, "id"> & { readonly id?: string }
  readonly by: Scope["principal"]
  readonly address: string | undefined
  readonly action: "login.succeeded" | "login.pin" | "login.device"
}

/** Sessions begin here, and pairs of tokens are made. */
export const sessionBeginnings = (signing: TokenSigning) =>
  Effect.gen(function* () {
    const members = yield* MemberStore
    const store = yield* SessionStore
    const live = yield* LiveAccess
    const audit = yield* Audit

    const pairOf = (claims: Claims, now: number): Effect.Effect<TokenPair> =>
      Effect.map(
        Effect.all([
          signing.sign("access", claims, now, accessSeconds),
          signing.sign("refresh", claims, now, refreshSecondsOf(claims)),
        ]),
        ([accessToken, refreshToken]) => ({ accessToken, refreshToken, expiresIn: accessSeconds }),
      )

    /**
     * A new session and its first pair. What is stored with it is stored together with it.
     *
     * @param first what must hold, looked at in the same transaction; it says which sessions it ended
     */
    const begin = <E = never>(
      { session, by, address, action }: SessionBeginning,
      first: Effect.Effect<ReadonlyArray<string>, E | Outage> = Effect.succeed([]),
    ): Effect.Effect<TokenPair, E | Outage> =>
      Effect.gen(function* () {
        const now = yield* Clock.currentTimeMillis
        const begun: StoredSession = { id: uuid(), ...session }
        const { tenantId, accountId, device, parentId } = begun
        const asDevice = device !== undefined && parentId === undefined
        const claims: Claims = {
          sub: asDevice ? device.id : (accountId ?? ""),
          kind: asDevice ? "device" : "user",
          tenant: tenantId,
          sid: begun.id,
          ...(accountId === undefined ? { own: true } : {}),
        }
        const pair = yield* pairOf(claims, now)
        const stored = Effect.gen(function* () {
          const ended = yield* first
          yield* store.begin(begun, {
            refreshHash: hashOf(pair.refreshToken),
            address,
            now,
            expiresAt: now + refreshSecondsOf(claims) * 1000,
          })
          if (accountId !== undefined)
            yield* members.change(tenantId, accountId, {
              lastLoginAt: new Date(now).toISOString(),
            })
          yield* audit.record(
            {
              tenantId,
              principal: by,
              permissions: [],
              ...(address === undefined ? {} : { address }),
            },
            {
              action,
              target: `session/${begun.id}`,
              ...(device === undefined ? {} : { after: { device } }),
            },
          )
          return ended
        })
        const ended = yield* Effect.onError(members.exclusively([tenantId], stored), () =>
          Effect.sync(() => {
            if (parentId !== undefined) live.mayHaveEnded((one) => one.parentId === parentId)
          }),
        )
        live.ended(ended)
        live.began(begun)
        return pair
      })

    /** Hashing took its time: the password or PIN that was right may be another one by now. */
    const stillRight = <E extends Unauthorized>(
      seen: StoredMember,
      secret: "passwordHash" | "pinHash",
      wrong: E,
    ): Effect.Effect<void, E | Outage> =>
      Effect.flatMap(members.byId(seen.tenantId, seen.accountId), (member) =>
        member === undefined || member.disabled || member.barred || member[secret] !== seen[secret]
          ? Effect.fail(wrong)
          : Effect.void,
      )

    return { pairOf, begin, stillRight }
  })

/** As tokens and the keys of repeated requests are kept. */
export const hashOf = (secret: string): string => hash("sha256", secret, "base64url")
