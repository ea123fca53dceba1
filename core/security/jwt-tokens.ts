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
import { hashOf, sessionBeginnings } from "./session-beginning.ts"
import { SessionStore } from "./session-store.ts"
import { makeSignIn, wrongLogin, wrongPin } from "./sign-in.ts"
import { type Claims, refreshSecondsOf, TokenSigning } from "./token-signing.ts"
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
      const { pairOf, begin, stillRight } = yield* sessionBeginnings(signing)
      const believed = new BelievedTokens()
      const deviceKey = deriveKey(secret, "device-secret")
      const comparisonKey = deriveKey(secret, "comparison")

      const deviceSecret = (tenantId: string, deviceId: string): string =>
        deviceSecretOf(deviceKey, tenantId, deviceId)

      const end = Effect.fnUntraced(function* (
        { sid, tenant, sub, kind }: Claims,
        why: "logout" | "refresh token used twice",
      ) {
        const now = yield* Clock.currentTimeMillis
        const stored = Effect.tap(store.end(tenant, sid, why, now), (gone) =>
          gone.length === 0
            ? Effect.void
            : audit.record(
                { tenantId: tenant, principal: { kind, id: sub }, permissions: [] },
                { action: endings[why], target: `session/${sid}` },
              ),
        )
        const ended = yield* Effect.onError(members.exclusively([tenant], stored), () =>
          Effect.sync(() =>
            live.mayHaveEnded(({ id, parentId }) => id === sid || parentId === sid),
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

        login: Effect.fnUntraced(function* ({ address, device, takeOver = false, ...login }) {
          const member = yield* signIn.byPassword({ ...login, address: address ?? "" })
          const { tenantId, accountId } = member
          const known = device && (yield* book.of(tenantId)).get(device.id)
          if (known !== undefined && isBarred(known)) return yield* barredRefusal(known)
          const now = yield* Clock.currentTimeMillis
          if (device !== undefined && (yield* store.speaksForItself(tenantId, device.id, now)))
            return yield* refused(
              "DEVICE_PAIRED",
              "A device of this id was paired and speaks for itself: pair this one too, or name another id",
              { deviceId: device.id },
            )
          const beginAs = (ids: { readonly id?: string; readonly parentId: string | undefined }) =>
            begin(
              {
                session: { tenantId, accountId, device, ...ids },
                by: personOf(member),
                address,
                action: "login.succeeded",
              },
              Effect.as(stillRight(member, "passwordHash", wrongLogin), []),
            )
          const id = uuid()
          const pair = yield* beginAs({ id, parentId: undefined })
          if (!takeOver || device?.kind !== "handheld") return pair
          const person = { id: accountId, name: member.fullName }
          return { ...pair, takenOver: { ...(yield* beginAs({ parentId: id })), person } }
        }),

        beginDevice: ({ tenantId, ...device }, address) =>
          begin({
            session: { tenantId, accountId: undefined, device, parentId: undefined },
            by: {
              kind: "device",
              id: device.id,
              ...(device.name === undefined ? {} : { name: device.name }),
            },
            address,
            action: "login.device",
          }),

        pin: Effect.fnUntraced(function* (scope, pin) {
          const session = live.sessionOf(scope)
          if (session?.device?.kind !== "handheld")
            return yield* refused("PIN_NEEDS_HANDHELD", "A PIN is for a handheld that is signed in")
          const member = yield* signIn.byPin(scope, session.device.id, pin)
          const { tenantId, device } = session
          const parentId = session.parentId ?? session.id
          return yield* begin(
            {
              session: { tenantId, accountId: member.accountId, device, parentId },
              by: personOf(member),
              address: scope.address,
              action: "login.pin",
            },
            Effect.gen(function* () {
              yield* stillRight(member, "pinHash", wrongPin)
              const now = yield* Clock.currentTimeMillis
              if ((yield* store.find(tenantId, parentId, now)) === undefined)
                return yield* sessionEnded
              return yield* store.endTakeovers(
                tenantId,
                parentId,
                "somebody else took the device over",
                now,
              )
            }),
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

        refresh: Effect.fnUntraced(function* (refreshToken, key) {
          const now = yield* Clock.currentTimeMillis
          const { claims } = yield* signing.verify("refresh", refreshToken, now)
          const device = yield* live.deviceOf({ id: claims.sid, tenantId: claims.tenant })
          if (device?.status === "suspended") return yield* barredRefusal(device)
          const pair = yield* pairOf(claims, now)
          const outcome = yield* store.rotate(claims.tenant, claims.sid, {
            from: hashOf(refreshToken),
            to: hashOf(pair.refreshToken),
            key: key === undefined ? undefined : hashOf(key),
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

const endings = {
  logout: "session.logout",
  "refresh token used twice": "session.reused",
} as const

const isTenantId = Schema.is(TenantId)

const sessionEnded = new Unauthorized({ detail: "This session has ended: sign in again" })
const wrongDevice = new Unauthorized({ detail: "Device or secret is wrong" })
