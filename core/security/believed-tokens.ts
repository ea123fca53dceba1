import { hash } from "node:crypto"
import type { TenantId } from "#core/kitchen/ids.ts"
import { RecentMap } from "./recent-map.ts"
import type { VerifiedToken } from "./token-signing.ts"

/** How long a verified token is believed without verifying its signature again. An ended session is noticed at once. */
const believedMs = 5_000

interface BelievedSession {
  readonly id: string
  readonly tenantId: TenantId
}

/** Tokens whose signature was verified a moment ago. Keyed by hash: a dump of the memory shows no token that a map kept alive. */
export class BelievedTokens {
  #known = new RecentMap<string, { readonly session: BelievedSession; readonly until: number }>(
    20_000,
  )

  sessionOf(token: string, now: number): BelievedSession | undefined {
    const known = this.#known.get(keyOf(token))
    return known !== undefined && now < known.until ? known.session : undefined
  }

  believe(token: string, { claims, expiresAt }: VerifiedToken, now: number): BelievedSession {
    const session = { id: claims.sid, tenantId: claims.tenant }
    this.#known.set(keyOf(token), { session, until: Math.min(expiresAt, now + believedMs) })
    return session
  }

  /** Nothing is believed until it was verified anew. */
  forget(): void {
    this.#known = new RecentMap(20_000)
  }
}

const keyOf = (token: string): string => hash("sha256", token, "base64url")
