import { Effect, Schema } from "effect"
import type { Accounts } from "#core/security/accounts.ts"
import { deviceKinds } from "#core/security/permissions.ts"
import { type Tokens, Unauthorized } from "#core/security/tokens.ts"
import type { PublicRoute, Route } from "./route.ts"

const Short = Schema.String.check(
  Schema.isMinLength(1),
  Schema.isMaxLength(64),
  Schema.isPattern(/^\P{Cc}*$/u, { message: "Expected no control characters" }),
)
const Secret = Schema.String.check(Schema.isMinLength(1), Schema.isMaxLength(256))
const Token = Schema.String.check(Schema.isMinLength(1), Schema.isMaxLength(4096))

const Login = Schema.Struct({
  /** Slug of the restaurant. */
  tenant: Short,
  username: Short,
  password: Secret,
  /** Sign in as this device instead of as the user: a kitchen screen, a handheld. */
  device: Schema.optionalKey(
    Schema.Struct({
      id: Schema.String.check(
        Schema.isPattern(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, {
          message: "Expected 1 to 64 letters, digits, dots, dashes or underscores",
        }),
      ),
      kind: Schema.Literals(deviceKinds),
      name: Schema.optionalKey(Short),
    }),
  ),
  /** Of a handheld: whoever signs it in has it from the start, as by PIN. */
  takeOver: Schema.optionalKey(Schema.Boolean),
}).annotate({ identifier: "Login" })

const Refresh = Schema.Struct({ refreshToken: Token }).annotate({ identifier: "Refresh" })

const TokenPair = Schema.Struct({
  accessToken: Schema.String,
  refreshToken: Schema.String,
  /** Seconds. */
  expiresIn: Schema.Int,
}).annotate({ identifier: "TokenPair" })

const SignedIn = Schema.Struct({
  ...TokenPair.fields,
  /** When a handheld was signed in with `takeOver`: what to go on with, until it is given back. */
  takenOver: Schema.optionalKey(
    Schema.Struct({
      ...TokenPair.fields,
      person: Schema.Struct({ id: Schema.String, name: Schema.String }),
    }),
  ),
}).annotate({ identifier: "SignedIn" })

const Pin = Schema.Struct({
  pin: Schema.String.check(Schema.isPattern(/^\d{4,8}$/, { message: "Expected 4 to 8 digits" })),
}).annotate({ identifier: "Pin" })

const PasswordChange = Schema.Struct({ current: Secret, next: Secret }).annotate({
  identifier: "PasswordChange",
})

const Me = Schema.Struct({
  tenantId: Schema.String,
  principal: Schema.Struct({
    kind: Schema.Literals(["user", "device"]),
    id: Schema.String,
    name: Schema.optionalKey(Schema.String),
  }),
  permissions: Schema.Array(Schema.String),
  /** null for a device. */
  fullName: Schema.NullOr(Schema.String),
  /** Key of the person's role in this restaurant; null for a device. */
  role: Schema.NullOr(Schema.String),
  /** Administers this hub: all restaurants. */
  instanceAdmin: Schema.Boolean,
  /** Restaurants that `X-Tenant-Id` may choose. */
  memberships: Schema.Array(
    Schema.Struct({
      tenantId: Schema.String,
      slug: Schema.String,
      name: Schema.String,
      role: Schema.String,
    }),
  ),
}).annotate({ identifier: "Me" })

export const authRoutes = (
  tokens: Tokens["Service"],
  accounts: Accounts["Service"],
  apiPrefix: string,
): ReadonlyArray<Route> => {
  const shared = { tag: "auth", limit: "standard", defectCode: "INTERNAL" } as const
  return [
    {
      ...shared,
      access: "public",
      method: "POST",
      path: `${apiPrefix}/auth/login`,
      summary: "Sign in with a user name and a password, as that user or as a device",
      body: Login,
      answer: SignedIn,
      status: 200,
      handle: ({ body, address }) =>
        good(tokens.login({ ...(body as typeof Login.Type), address })),
    },
    {
      ...shared,
      access: "public",
      method: "POST",
      path: `${apiPrefix}/auth/refresh`,
      summary:
        "A new pair for a refresh token, which works once; repeat a lost request under the same Idempotency-Key",
      body: Refresh,
      answer: TokenPair,
      status: 200,
      handle: ({ body, idempotencyKey }) =>
        good(tokens.refresh((body as typeof Refresh.Type).refreshToken, idempotencyKey)),
    },
    {
      ...shared,
      access: "public",
      method: "POST",
      path: `${apiPrefix}/auth/logout`,
      summary: "End the session of the credential, or of the refresh token in the body",
      body: Schema.UndefinedOr(Schema.Struct({ refreshToken: Schema.optionalKey(Token) })),
      status: 204,
      handle: logout(tokens),
    },
    {
      ...shared,
      access: "scoped",
      method: "GET",
      path: `${apiPrefix}/auth/me`,
      summary: "Who this credential speaks for",
      answer: Me,
      status: 200,
      handle: (scope) =>
        Effect.map(tokens.me(scope), (me) => {
          const { tenantId, principal, permissions } = scope
          return { status: 200, json: { tenantId, principal, permissions, ...me } }
        }),
    },
    {
      ...shared,
      access: "scoped",
      method: "POST",
      path: `${apiPrefix}/auth/pin`,
      summary: "Take over a handheld that is signed in, by PIN",
      body: Pin,
      answer: TokenPair,
      status: 200,
      handle: (scope, { body }) => good(tokens.pin(scope, (body as typeof Pin.Type).pin)),
    },
    {
      ...shared,
      access: "scoped",
      method: "POST",
      path: `${apiPrefix}/auth/password`,
      summary: "Change one's own password; every other session of the person ends",
      body: PasswordChange,
      status: 204,
      handle: (scope, { body }) =>
        Effect.as(accounts.changeOwnPassword(scope, body as typeof PasswordChange.Type), done),
    },
  ]
}

const done = { status: 204, json: undefined } as const

const good = <E>(answer: Effect.Effect<unknown, E>) =>
  Effect.map(answer, (json) => ({ status: 200, json }))

/** Works with an expired credential too: whoever is gone already has reached what they asked for. */
const logout =
  (tokens: Tokens["Service"]): PublicRoute["handle"] =>
  ({ body, token }) => {
    const given = (body as { readonly refreshToken?: string } | undefined)?.refreshToken ?? token
    return given === undefined
      ? Effect.fail(new Unauthorized({ detail: "This request needs a token to end" }))
      : Effect.as(tokens.logout(given), done)
  }
