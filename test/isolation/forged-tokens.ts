import { createPrivateKey, generateKeyPairSync, type KeyObject } from "node:crypto"
import { decodeJwt, type JWTPayload, SignJWT } from "jose"
import { deriveKey } from "#core/security/secrets.ts"

/** What somebody may hold who was let in once, or never. */
export interface StolenPair {
  readonly accessToken: string
  readonly refreshToken: string
}

/**
 * Credentials that are wrong in one thing each, and right in all others: made with the hub's own key and of a session that
 * lives, so that only what the case says keeps them out.
 *
 * @param secret the hub's; a forger does not have it
 */
export const forgedTokens = async (
  secret: string,
  { accessToken, refreshToken }: StolenPair,
): Promise<Readonly<Record<string, string>>> => {
  const claims = decodeJwt(accessToken)
  const now = Math.floor(Date.now() / 1000)
  const strangers = generateKeyPairSync("ed25519").privateKey
  const sign = (
    change: JWTPayload = {},
    header: Record<string, unknown> = {},
    key: KeyObject = hubKey(secret, 1),
  ) =>
    new SignJWT({ ...claims, ...change })
      .setProtectedHeader({ alg: "EdDSA", typ: "heard-access+jwt", kid: "1", ...header })
      .sign(key)
  const [head = "", body = "", signature = ""] = accessToken.split(".")
  const other = (text: string) => (text.startsWith("A") ? `B${text.slice(1)}` : `A${text.slice(1)}`)
  return {
    "no token at all": "",
    "a word": "letmein",
    "a token without a signature": `${part({ alg: "none", typ: "heard-access+jwt" })}.${body}.`,
    "a signature that was cut off": `${head}.${body}.`,
    "another signature": `${head}.${body}.${other(signature)}`,
    "another restaurant written into it": `${head}.${part({ ...claims, tenant: crypto.randomUUID() })}.${signature}`,
    "a stranger's key": await sign({}, {}, strangers),
    "another hub's key": await sign({}, {}, hubKey("the secret of another hub, which is long", 1)),
    "a key that is not yet": await sign({}, { kid: "2" }, hubKey(secret, 2)),
    "an expired token": await sign({ iat: now - 1_000, exp: now - 100 }),
    "a token without an end": await sign({ exp: undefined as unknown as number }),
    "a token of another issuer": await sign({ iss: "elsewhere" }),
    "a token for somebody else": await sign({ aud: "elsewhere" }),
    "a token that is no access token": await sign({}, { typ: "JWT" }),
    "a plugin's token": await sign({}, { typ: "heard-plugin+jwt" }),
    "a refresh token": refreshToken,
    "a session that never was": await sign({ sid: crypto.randomUUID() }),
    "a session of another restaurant": await sign({ tenant: crypto.randomUUID() }),
    "a token of 5 KB": await sign({ more: "x".repeat(4_000) }),
  }
}

/** The same, but for nothing: shows that the ones above are wrong only in what they say. */
export const soundToken = (secret: string, { accessToken }: StolenPair): Promise<string> =>
  new SignJWT(decodeJwt(accessToken))
    .setProtectedHeader({ alg: "EdDSA", typ: "heard-access+jwt", kid: "1" })
    .sign(hubKey(secret, 1))

const hubKey = (secret: string, generation: number): KeyObject =>
  createPrivateKey({
    key: Buffer.concat([
      Buffer.from("302e020100300506032b657004220420", "hex"),
      deriveKey(secret, `token-signature/${generation}`),
    ]),
    format: "der",
    type: "pkcs8",
  })

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url")
