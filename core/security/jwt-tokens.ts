import { hash } from "node:crypto"
import { Clock, Effect, Exit, Layer, Schema } from "effect"
import { v7 as uuid } from "uuid"
import { Outage } from "#core/hub/gate.ts"
import type { Scope } from "#core/hub/scope.ts"
import { TenantDirectory } from "#core/hub/tenant-directory.ts"
import { TenantId } from "#core/kitchen/ids.ts"
import { Lockout } from "./lockout.ts"
import { devicePermissions, ownerPermissions } from "./permissions.ts"
import { RecentMap } from "./recent-map.ts"
import { deriveKey, deviceSecretOf, sameSecret } from "./secrets.ts"
import { Sessions } from "./sessions.ts"
import { accessSeconds, type Claims, tokenSigning, type VerifiedToken } from "./token-signing.ts"
import { Locked, Tokens, Unauthorized } from "./tokens.ts"

/** How long a verified token is believed without verifying its signature again. An ended session is noticed at once. */
const believedMs = 5_000

/** The one account of this form. */
const ownerName = "owner"

/**
 * @param options.secret see `appSecret`
 * @param options.accessPassword what `owner` of every restaurant signs in with
 */
export const tokensLayer = (options: {
  readonly secret: string
  readonly accessPassword: string
}): Layer.Layer<Tokens, never, TenantDirectory> =>
  Layer.effect(
    Tokens,
    Effect.gen(function* () {
      const directory = yield* TenantDirectory
      const signing = tokenSigning(options.secret)
      const sessions = new Sessions(yield* Clock.currentTimeMillis)
      const lockout = new Lockout()
      const believed = new RecentMap<string, Believed>(20_000)
      const deviceKey = deriveKey(options.secret, "device-secret")
      const comparisonKey = deriveKey(options.secret, "comparison")

      const deviceSecret = (tenantId: string, deviceId: string): string =>
        deviceSecretOf(deviceKey, tenantId, deviceId)

      const pairOf = (claims: Claims, now: number) =>
        Effect.map(
          Effect.all([signing.sign("access", claims, now), signing.sign("refresh", claims, now)]),
          ([accessToken, refreshToken]) => ({
            accessToken,
            refreshToken,
            expiresIn: accessSeconds,
          }),
        )

      return {
        verify: (token, chosenTenant) =>
          Effect.clockWith((clock) => {
            const now = clock.currentTimeMillisUnsafe()
            // Keyed by hash: a dump of the memory shows no token that a map kept alive.
            const key = hash("sha256", token, "base64url")
            const known = believed.get(key)
            if (known !== undefined && now < known.until)
              return scopeFor(known, sessions, chosenTenant)
            return Effect.flatMap(signing.verify("access", token, now), (verified) => {
              const entry = believe(verified, now)
              believed.set(key, entry)
              return scopeFor(entry, sessions, chosenTenant)
            })
          }),

        login: Effect.fnUntraced(function* (login) {
          const tenant = yield* Effect.mapError(
            directory.bySlug(login.tenant),
            ({ reason }) => new Outage({ reason }),
          )
          // Nothing waits between looking at the lock and counting the failure: guesses sent at once are counted too.
          const now = yield* Clock.currentTimeMillis
          const guesser = JSON.stringify([login.tenant, login.username, login.address])
          const waitMs = lockout.waitMs(guesser, now)
          if (waitMs > 0) return yield* new Locked({ retryAfterMs: waitMs })
          const right = sameSecret(comparisonKey, login.password, options.accessPassword)
          if (!right || login.username !== ownerName || tenant === undefined) {
            lockout.failed(guesser, now)
            return yield* wrongLogin
          }
          lockout.succeeded(guesser)
          const session = uuid()
          sessions.begin(session)
          const { device } = login
          return yield* pairOf(
            {
              sub: device?.id ?? ownerName,
              kind: device === undefined ? "user" : "device",
              ...(device === undefined ? {} : { device: device.kind }),
              ...(device?.name === undefined ? {} : { name: device.name }),
              tenants: [tenant.id],
              sid: session,
              rotation: 0,
            },
            now,
          )
        }),

        refresh: Effect.fnUntraced(function* (refreshToken) {
          const now = yield* Clock.currentTimeMillis
          const { claims, issuedAt } = yield* signing.verify("refresh", refreshToken, now)
          const rotation = sessions.rotate({
            session: claims.sid,
            rotation: claims.rotation,
            issuedAt,
          })
          if (rotation === undefined) return yield* sessionEnded
          return yield* pairOf({ ...claims, rotation }, now)
        }),

        logout: Effect.fnUntraced(function* (token) {
          const now = yield* Clock.currentTimeMillis
          const session = yield* signing.verify("access", token, now).pipe(
            Effect.catch(() => signing.verify("refresh", token, now)),
            Effect.map(({ claims }) => claims.sid),
            Effect.catch(() => Effect.undefined),
          )
          if (session !== undefined) sessions.end(session)
        }),

        verifyDevice: (tenantId, deviceId, secret) =>
          Effect.suspend(() =>
            isTenantId(tenantId) &&
            sameSecret(comparisonKey, secret, deviceSecret(tenantId, deviceId))
              ? Effect.succeed<Scope>({
                  tenantId,
                  principal: { kind: "device", id: deviceId },
                  permissions: devicePermissions("printerAgent"),
                })
              : Effect.fail(wrongLogin),
          ),

        deviceSecret,
      }
    }),
  )

/** One verified token; its scopes are made once, so that a request costs a look-up. */
interface Believed {
  readonly session: string
  readonly until: number
  readonly first: Exit.Exit<Scope>
  readonly byTenant: ReadonlyMap<string, Exit.Exit<Scope>>
}

const believe = ({ claims, expiresAt }: VerifiedToken, now: number): Believed => {
  const scopeIn = (tenantId: TenantId) =>
    Exit.succeed<Scope>({
      tenantId,
      principal: {
        kind: claims.kind,
        id: claims.sub,
        ...(claims.name === undefined ? {} : { name: claims.name }),
      },
      permissions:
        claims.device === undefined ? ownerPermissions : devicePermissions(claims.device),
    })
  return {
    session: claims.sid,
    until: Math.min(expiresAt, now + believedMs),
    first: scopeIn(claims.tenants[0]),
    byTenant: new Map(claims.tenants.map((tenantId) => [tenantId, scopeIn(tenantId)])),
  }
}

const scopeFor = (
  entry: Believed,
  sessions: Sessions,
  chosenTenant: string | undefined,
): Effect.Effect<Scope, Unauthorized> => {
  if (sessions.hasEnded(entry.session)) return Effect.fail(sessionEnded)
  if (chosenTenant === undefined) return entry.first
  return entry.byTenant.get(chosenTenant) ?? Effect.fail(foreignTenant)
}

const isTenantId = Schema.is(TenantId)

// The same words for an unknown restaurant, an unknown account and a wrong password: nobody learns which exist.
const wrongLogin = new Unauthorized({ detail: "Restaurant, user name or password is wrong" })
const sessionEnded = new Unauthorized({ detail: "This session has ended: sign in again" })
const foreignTenant = new Unauthorized({ detail: "This token is not valid for that restaurant" })
