import { createPrivateKey, createPublicKey, type KeyObject } from "node:crypto"
import { Effect, Schema } from "effect"
import { jwtVerify, SignJWT } from "jose"
import { v7 as uuid } from "uuid"
import { TenantId } from "#core/kitchen/ids.ts"
import { deriveKey } from "./secrets.ts"
import { Unauthorized } from "./tokens.ts"

/** Kinds of tokens are not interchangeable: each says in its header what it is, and each door takes one kind. */
export type TokenKind = "access" | "refresh"

export const accessSeconds = 15 * 60
const refreshSeconds = 7 * 24 * 60 * 60
/** Of a device that was paired: nobody wants to pair every tablet again after a closed month. */
const deviceRefreshSeconds = 90 * 24 * 60 * 60

/** Longer ones are refused unread; ours stay below 1 KiB. */
const maxTokenLength = 4096

const Claims = Schema.Struct({
  /** The user's or the device's id. */
  sub: Schema.String,
  kind: Schema.Literals(["user", "device"]),
  /** The session's own restaurant; which others it may use is looked up, for that changes. */
  tenant: TenantId,
  sid: Schema.String,
  /** Of a device that was paired. */
  own: Schema.optionalKey(Schema.Literal(true)),
})

/** Who a token speaks for. What they may do is not in it: that is known at the moment it is asked. */
export type Claims = typeof Claims.Type

/** How long the refresh tokens of such a session last. */
export const refreshSecondsOf = ({ own }: Claims): number =>
  own === true ? deviceRefreshSeconds : refreshSeconds

export interface VerifiedToken {
  readonly claims: Claims
  /** Epoch milliseconds, whole seconds. */
  readonly expiresAt: number
}

/**
 * Signs and verifies with Ed25519 keys that are derived from the secret, one per generation. A token names its generation
 * (`kid`). An access token is believed by its signature, so its generation must be the current or the previous one; a
 * refresh token is worth what its stored session says, so it outlives every change of the key. Nothing else in a token
 * chooses how it is verified, and no address in it is ever followed.
 */
export class TokenSigning {
  readonly #secret: string
  readonly #keys = new Map<number, Keys>()
  #generation: number

  /** @param generation of the key that signs, from 1 */
  constructor(secret: string, generation: number) {
    this.#secret = secret
    this.#generation = generation
  }

  /** From now on this generation signs; of two changes at once the newer one stays. */
  moveTo(generation: number): void {
    this.#generation = Math.max(this.#generation, generation)
  }

  /** @param seconds until it ends */
  sign(kind: TokenKind, claims: Claims, now: number, seconds: number): Effect.Effect<string> {
    const kid = String(this.#generation)
    const { privateKey } = this.#keysOf(this.#generation)
    return Effect.promise(() =>
      new SignJWT({ ...claims })
        .setProtectedHeader({ alg: "EdDSA", typ: typeOf(kind), kid })
        .setIssuer(issuer)
        .setAudience(audience)
        // No two are alike, though made in the same second: a refresh token is known by its hash.
        .setJti(uuid())
        .setIssuedAt(Math.floor(now / 1000))
        .setExpirationTime(Math.floor(now / 1000) + seconds)
        .sign(privateKey),
    )
  }

  verify(kind: TokenKind, token: string, now: number): Effect.Effect<VerifiedToken, Unauthorized> {
    return token.length > maxTokenLength
      ? Effect.fail(notGood)
      : Effect.tryPromise({
          try: async () => {
            const { payload } = await jwtVerify(token, ({ kid }) => this.#keyOf(kind, kid), {
              algorithms: ["EdDSA"],
              typ: typeOf(kind),
              issuer,
              audience,
              currentDate: new Date(now),
              requiredClaims: ["iat", "exp"],
            })
            return { claims: decodeClaims(payload), expiresAt: Number(payload.exp) * 1000 }
          },
          // Which of the many ways it was wrong helps nobody but a forger.
          catch: () => notGood,
        })
  }

  #keyOf(kind: TokenKind, kid: unknown): KeyObject {
    const generation = typeof kid === "string" && generationName.test(kid) ? Number(kid) : 0
    const oldest = kind === "access" ? Math.max(1, this.#generation - 1) : 1
    if (generation < oldest || generation > this.#generation) throw new Error("No such key")
    return this.#keysOf(generation).publicKey
  }

  #keysOf(generation: number): Keys {
    const known = this.#keys.get(generation) ?? keysOf(this.#secret, generation)
    this.#keys.set(generation, known)
    return known
  }
}

interface Keys {
  readonly privateKey: KeyObject
  readonly publicKey: KeyObject
}

const generationName = /^[1-9][0-9]{0,8}$/

const keysOf = (secret: string, generation: number): Keys => {
  const privateKey = createPrivateKey({
    // RFC 8410 §7: the fixed PKCS#8 header of an Ed25519 key, followed by its 32 bytes.
    key: Buffer.concat([
      Buffer.from("302e020100300506032b657004220420", "hex"),
      deriveKey(secret, `token-signature/${generation}`),
    ]),
    format: "der",
    type: "pkcs8",
  })
  return { privateKey, publicKey: createPublicKey(privateKey) }
}

const issuer = "heard"
const audience = "heard-hub"
const typeOf = (kind: TokenKind): string => `heard-${kind}+jwt`
const decodeClaims = Schema.decodeUnknownSync(Claims)
const notGood = new Unauthorized({ detail: "This token is not valid or has expired" })
