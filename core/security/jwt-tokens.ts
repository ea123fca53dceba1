import { hash } from "node:crypto"
import { Clock, Effect, Layer, Schema } from "effect"
import { v7 as uuid } from "uuid"
import type { Outage } from "#core/hub/gate.ts"
import type { Scope } from "#core/hub/scope.ts"
import type { TenantDirectory } from "#core/hub/tenant-directory.ts"
import { TenantId } from "#core/kitchen/ids.ts"
import { refused } from "#core/kitchen/refusal.ts"
import { Audit } from "./audit.ts"
import { BelievedTokens } from "./believed-tokens.ts"
import { barredRefusal, DeviceBook, isBarred } from "./device-book.ts"
import { LiveAccess } from "./live-access.ts"
import { MemberStore, personOf } from "./member-store.ts"
import type { PasswordHashing } from "./password-hashing.ts"
import { devicePermissions } from "./permissions.ts"
import { deriveKey, deviceSecretOf, sameSecret } from "./secrets.ts"
import { SessionStore, type StoredSession } from "./session-store.ts"
import { makeSignIn } from "./sign-in.ts"
import { accessSeconds, type Claims, refreshSecondsOf, TokenSigning } from "./token-signing.ts"
import { Tokens, Unauthorized } from "./tokens.ts"

/** @param secret see `appSecret` */
export const tokensLayer = (
  secret: string,
): Layer.Layer<
  Tokens,
  Outage,
  TenantDirectory | MemberStore | SessionStore | PasswordHashing | Audit | LiveAccess | DeviceBook
> =>
  Layer.effect(
    Tokens,
    Effect.gen(function* () {
      const members = yield* MemberStore
      const store = yield* SessionStore
      const live = yield* LiveAccess
      const book = yield* DeviceBook
      const audit = yield* Audit
      const signIn = yield* makeSignIn
      const clock = yield* Clock.Clock
      const signing = new TokenSigning(secret, yield* store.keyGeneration)
      const believed = new BelievedTokens()
      const deviceKey = deriveKey(secret, "device-secret")
      const comparisonKey = deriveKey(secret, "comparison")

      const deviceSecret = (tenantId: string, deviceId: string): string =>
        deviceSecretOf(deviceKey, tenantId, deviceId)

      const pairOf = (claims: Claims, now: number) =>
        Effect.map(
          Effect.all([
            signing.sign("access", claims, now, accessSeconds),
            signing.sign("refresh", claims, now, refreshSecondsOf(claims)),
          ]),
          ([accessToken, refreshToken]) => ({
            accessToken,
            refreshToken,
            expiresIn: accessSeconds,
          }),
        )

      /** A new session and its first pair. What is stored with it is stored together with it. */
      const begin = Effect.fnUntraced(function* (
        session: Omit<StoredSession, "id">,
        by: Scope["principal"],
        address: string | undefined,
        action: "login.succeeded" | "login.pin" | "login.device",
      ) {
        const now = yield* Clock.currentTimeMillis
        const begun: StoredSession = { id: uuid(), ...session }
        const { tenantId, accountId, device } = begun
        const asDevice = device !== undefined && begun.parentId === undefined
        const claims: Claims = {
          sub: asDevice ? device.id : (accountId ?? ""),
          kind: asDevice ? "device" : "user",
          tenant: tenantId,
          sid: begun.id,
          ...(accountId === undefined ? { own: true } : {}),
        }
        const pair = yield* pairOf(claims, now)
        yield* members.exclusively(
          [tenantId],
          Effect.gen(function* () {
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
          }),
        )
        live.began(begun)
        return pair
      })

      const end = Effect.fnUntraced(function* (
        { sid, tenant, sub, kind }: Claims,
        why: "logout" | "refresh token used twice",
      ) {
        const now = yield* Clock.currentTimeMillis
        const ended = yield* members.exclusively(
          [tenant],
          Effect.tap(store.end(tenant, sid, why, now), (gone) =>
            gone.length === 0
              ? Effect.void
              : audit.record(
                  { tenantId: tenant, principal: { kind, id: sub }, permissions: [] },
                  { action: endings[why], target: `session/${sid}` },
                ),
          ),
        )
        live.ended([sid, ...ended])
      })

      return {
        believed: (token, chosenTenant, address) => {
          const session = believed.sessionOf(token, clock.currentTimeMillisUnsafe())
          return session && live.knownScope(session, chosenTenant, address)
        },
        verify: (token, chosenTenant, address) =>
          Effect.suspend(() => {
            const now = clock.currentTimeMillisUnsafe()
            const known = believed.sessionOf(token, now)
            if (known !== undefined) return live.scopeOf(known, chosenTenant, address)
            return Effect.flatMap(signing.verify("access", token, now), (verified) =>
              live.scopeOf(believed.believe(token, verified, now), chosenTenant, address),
            )
          }),
        now: live.now,
        whenChanged: (listener) =>
          Effect.asVoid(
            Effect.acquireRelease(
              Effect.sync(() => live.whenChanged(listener)),
              (stop) => Effect.sync(stop),
            ),
          ),

        login: Effect.fnUntraced(function* ({ address, device, ...login }) {
          const member = yield* signIn.byPassword({ ...login, address: address ?? "" })
          const { tenantId, accountId } = member
          const known = device && (yield* book.of(tenantId)).get(device.id)
          if (known !== undefined && isBarred(known)) return yield* barredRefusal(known)
          return yield* begin(
            { tenantId, accountId, device, parentId: undefined },
            personOf(member),
            address,
            "login.succeeded",
          )
        }),

        beginDevice: ({ tenantId, ...device }, address) =>
          begin(
            { tenantId, accountId: undefined, device, parentId: undefined },
            {
              kind: "device",
              id: device.id,
              ...(device.name === undefined ? {} : { name: device.name }),
            },
            address,
            "login.device",
          ),

        pin: Effect.fnUntraced(function* (scope, pin) {
          const session = live.sessionOf(scope)
          if (session?.device?.kind !== "handheld")
            return yield* refused("PIN_NEEDS_HANDHELD", "A PIN is for a handheld that is signed in")
          const member = yield* signIn.byPin(scope, session.device.id, pin)
          const { tenantId, device } = session
          const parentId = session.parentId ?? session.id
          const now = yield* Clock.currentTimeMillis
          live.ended(
            yield* store.endTakeovers(
              tenantId,
              parentId,
              "somebody else took the device over",
              now,
            ),
          )
          return yield* begin(
            { tenantId, accountId: member.accountId, device, parentId },
            personOf(member),
            scope.address,
            "login.pin",
          )
        }),

        me: (scope) =>
          scope.principal.kind !== "user"
            ? Effect.succeed({ fullName: null, role: null, instanceAdmin: false, memberships: [] })
            : Effect.map(live.membershipsOf(scope.principal.id), (all) => ({
                fullName: scope.principal.name ?? null,
                role: all.find(({ tenantId }) => tenantId === scope.tenantId)?.role ?? null,
                instanceAdmin: scope.instanceAdmin === true,
                memberships: all
                  .filter(({ disabled }) => !disabled)
                  .map(({ tenantId, slug, name, role }) => ({ tenantId, slug, name, role })),
              })),

        refresh: Effect.fnUntraced(function* (refreshToken) {
          const now = yield* Clock.currentTimeMillis
          const { claims } = yield* signing.verify("refresh", refreshToken, now)
          const device = yield* live.deviceOf({ id: claims.sid, tenantId: claims.tenant })
          if (device?.status === "suspended") return yield* barredRefusal(device)
          const pair = yield* pairOf(claims, now)
          const outcome = yield* store.rotate(claims.tenant, claims.sid, {
            from: hashOf(refreshToken),
            to: hashOf(pair.refreshToken),
            now,
            expiresAt: now + refreshSecondsOf(claims) * 1000,
          })
          if (outcome === "reused") yield* end(claims, "refresh token used twice")
          if (outcome !== "rotated") return yield* sessionEnded
          return pair
        }),

        logout: Effect.fnUntraced(function* (token) {
          const now = yield* Clock.currentTimeMillis
          const claims = yield* signing.verify("access", token, now).pipe(
            Effect.catch(() => signing.verify("refresh", token, now)),
            Effect.map((verified) => verified.claims),
            Effect.catch(() => Effect.undefined),
          )
          if (claims !== undefined) yield* end(claims, "logout")
        }),

        rotateKeys: Effect.fnUntraced(function* (scope) {
          if (scope.instanceAdmin !== true)
            return yield* refused("AUTH_FORBIDDEN", "Only an administrator of this hub may do that")
          const generation = yield* store.nextKeyGeneration
          yield* audit.record(scope, { action: "keys.rotated", target: `token-key/${generation}` })
          return generation
        }),
        useNewestKey: Effect.map(store.keyGeneration, (generation) => {
          signing.moveTo(generation)
          believed.forget()
        }),

        verifyDevice: (tenantId, deviceId, secretGiven) =>
          Effect.suspend(() =>
            isTenantId(tenantId) &&
            sameSecret(comparisonKey, secretGiven, deviceSecret(tenantId, deviceId))
              ? Effect.succeed<Scope>({
                  tenantId,
                  principal: { kind: "device", id: deviceId },
                  permissions: devicePermissions("printerAgent"),
                  deviceKind: "printerAgent",
                })
              : Effect.fail(wrongDevice),
          ),

        deviceSecret,
      }
    }),
  )

const hashOf = (token: string): string => hash("sha256", token, "base64url")

const endings = {
  logout: "session.logout",
  "refresh token used twice": "session.reused",
} as const

const isTenantId = Schema.is(TenantId)

const sessionEnded = new Unauthorized({ detail: "This session has ended: sign in again" })
const wrongDevice = new Unauthorized({ detail: "Device or secret is wrong" })
