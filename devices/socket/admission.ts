import { Effect } from "effect"
import type { HelloFrame } from "#core/hub/frame.ts"
import type { Outage } from "#core/hub/gate.ts"
import type { Scope } from "#core/hub/scope.ts"
import { type Tokens, Unauthorized } from "#core/security/tokens.ts"
import type { Wire } from "./wire.ts"

/** Who speaks, and until when. */
export interface Admission {
  readonly scope: Scope
  /** Milliseconds since 1970; infinite when the token has no end. */
  readonly expiresAt: number
}

/** The credential and the restaurant of the hello, or else those that came with the connection. */
export const admit = (
  tokens: Tokens["Service"],
  wire: Wire,
  hello: HelloFrame,
): Effect.Effect<Admission, Unauthorized | Outage> => {
  const token = hello.token ?? wire.token
  return token === undefined
    ? Effect.fail(new Unauthorized({ detail: "The hello brings no token" }))
    : Effect.map(
        tokens.verify(token, hello.tenant ?? wire.chosenTenant, wire.address),
        (scope) => ({ scope, expiresAt: expiryOf(token) }),
      )
}

/** A hello of a live session that leaves its token and its restaurant as they are. */
export const onlyAsksForViews = ({ token, tenant }: HelloFrame, { tenantId }: Scope): boolean =>
  token === undefined && (tenant === undefined || tenant === tenantId)

export const samePrincipal = (a: Scope, b: Scope): boolean =>
  a.tenantId === b.tenantId &&
  a.principal.kind === b.principal.kind &&
  a.principal.id === b.principal.id

// Reads the claim without checking anything: only for a token that `Tokens` just verified.
const expiryOf = (token: string): number => {
  const claims = token.split(".")[1]
  if (claims === undefined) return Number.POSITIVE_INFINITY
  try {
    const { exp } = JSON.parse(Buffer.from(claims, "base64url").toString()) as { exp?: unknown }
    return typeof exp === "number" ? exp * 1000 : Number.POSITIVE_INFINITY
  } catch {
    // Not a JWT: whoever accepted it knows its end.
    return Number.POSITIVE_INFINITY
  }
}
