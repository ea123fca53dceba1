import { createPrivateKey, createPublicKey } from "node:crypto"
import { Effect, Schema } from "effect"
import { jwtVerify, SignJWT } from "jose"
import { TenantId } from "#core/kitchen/ids.ts"
import { deriveKey } from "./secrets.ts"
import { Unauthorized } from "./tokens.ts"

/** Kinds of tokens are not interchangeable: each says in its header what it is, and each door takes one kind. */
export type TokenKind = "access" | "refresh"

export const accessSeconds = 15 * 60
const refreshSeconds = 7 * 24 * 60 * 60

/** Longer ones are refused unread; ours stay below 1 KiB. */
const maxTokenLength = 4096

const Claims = Schema.Struct({
  /** The user's or the device's id. */
  sub: Schema.String,
  kind: Schema.Literals(["user", "device"]),
  /** What kind of device; it decides the permissions. */
  device: Schema.optionalKey(Schema.String),
  name: Schema.optionalKey(Schema.String),
  /** Tenants that the token may use; the first one unless the request chooses. */
  tenants: Schema.NonEmptyArray(TenantId),
  sid: Schema.String,
  rotation: Schema.Int,
})

/** Who a token speaks for. */
export type Claims = typeof Claims.Type

export interface VerifiedToken {
  readonly claims: Claims
  /** Epoch milliseconds, whole seconds. */
  readonly issuedAt: number
  readonly expiresAt: number
}

/** Signs and verifies with one Ed25519 key, derived from the secret: nothing in a token chooses how it is verified. */
export const tokenSigning = (secret: string) => {
  const privateKey = createPrivateKey({
    // RFC 8410 §7: the fixed PKCS#8 header of an Ed25519 key, followed by its 32 bytes.
    key: Buffer.concat([
      Buffer.from("302e020100300506032b657004220420", "hex"),
      deriveKey(secret, "token-signature"),
    ]),
    format: "der",
    type: "pkcs8",
  })
  const publicKey = createPublicKey(privateKey)
  return {
    sign: (kind: TokenKind, claims: Claims, now: number): Effect.Effect<string> =>
      Effect.promise(() =>
        new SignJWT({ ...claims })
          .setProtectedHeader({ alg: "EdDSA", typ: typeOf(kind) })
          .setIssuer(issuer)
          .setAudience(audience)
          .setIssuedAt(Math.floor(now / 1000))
          .setExpirationTime(Math.floor(now / 1000) + secondsOf(kind))
          .sign(privateKey),
      ),
    verify: (
      kind: TokenKind,
      token: string,
      now: number,
    ): Effect.Effect<VerifiedToken, Unauthorized> =>
      token.length > maxTokenLength
        ? Effect.fail(notGood)
        : Effect.tryPromise({
            try: async () => {
              const { payload } = await jwtVerify(token, publicKey, {
                algorithms: ["EdDSA"],
                typ: typeOf(kind),
                issuer,
                audience,
                currentDate: new Date(now),
                requiredClaims: ["iat", "exp"],
              })
              return {
                claims: decodeClaims(payload),
                issuedAt: Number(payload.iat) * 1000,
                expiresAt: Number(payload.exp) * 1000,
              }
            },
            // Which of the many ways it was wrong helps nobody but a forger.
            catch: () => notGood,
          }),
  }
}

const issuer = "heard"
const audience = "heard-hub"
const typeOf = (kind: TokenKind): string => `heard-${kind}+jwt`
const secondsOf = (kind: TokenKind): number => (kind === "access" ? accessSeconds : refreshSeconds)
const decodeClaims = Schema.decodeUnknownSync(Claims)
const notGood = new Unauthorized({ detail: "This token is not valid or has expired" })
