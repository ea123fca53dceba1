import { createHmac, createPrivateKey, createPublicKey, generateKeyPairSync } from "node:crypto"
import { expect, layer } from "@effect/vitest"
import { Effect } from "effect"
import { type JWTHeaderParameters, type JWTPayload, SignJWT } from "jose"
import { deriveKey } from "#core/security/secrets.ts"
import { Tokens } from "#core/security/tokens.ts"
import { margaux, owner, secret, tokens } from "./one-restaurant.ts"

// The hub's own key, as a thief of the source code (not of the secret) would not have it: only tests know the secret.
const ourKey = createPrivateKey({
  key: Buffer.concat([
    Buffer.from("302e020100300506032b657004220420", "hex"),
    deriveKey(Buffer.from(secret).toString(), "token-signature/1"),
  ]),
  format: "der",
  type: "pkcs8",
})
const strangers = generateKeyPairSync("ed25519")
const publicPem = createPublicKey(ourKey).export({ type: "spki", format: "pem" })

const claims = {
  sub: "owner",
  kind: "user",
  tenant: margaux.id,
  sid: "forged",
  iss: "heard",
  aud: "heard-hub",
  iat: 0,
  exp: 900,
}
const header = { alg: "EdDSA", typ: "heard-access+jwt", kid: "1" }

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url")
const signed = (
  change: { header?: Record<string, unknown>; payload?: JWTPayload; key?: typeof ourKey } = {},
) =>
  new SignJWT({ ...claims, ...change.payload })
    .setProtectedHeader({ ...header, ...change.header } as JWTHeaderParameters)
    .sign(change.key ?? ourKey)
const hmac = (head: unknown, body: unknown, key: string | Buffer) => {
  const input = `${part(head)}.${part(body)}`
  return `${input}.${createHmac("sha256", key).update(input).digest("base64url")}`
}
const without = (claim: keyof typeof claims) => {
  const { [claim]: _gone, ...rest } = claims
  return new SignJWT(rest).setProtectedHeader(header).sign(ourKey)
}

const forgeries: Readonly<Record<string, () => string | Promise<string>>> = {
  "alg none without a signature": () => `${part({ ...header, alg: "none" })}.${part(claims)}.`,
  "alg None in another case": () => `${part({ ...header, alg: "nOnE" })}.${part(claims)}.`,
  "alg none with a signature": async () =>
    `${part({ ...header, alg: "none" })}.${part(claims)}.${(await signed()).split(".")[2]}`,
  "HS256 keyed with the public key": () => hmac({ ...header, alg: "HS256" }, claims, publicPem),
  "HS256 keyed with nothing": () => hmac({ ...header, alg: "HS256" }, claims, ""),
  "HS256 keyed with the start-up secret": () => hmac({ ...header, alg: "HS256" }, claims, secret),
  "a header without alg": () => `${part({ typ: header.typ })}.${part(claims)}.AA`,
  "an empty signature": async () => `${(await signed()).split(".").slice(0, 2).join(".")}.`,
  "a cut signature": async () => (await signed()).slice(0, -2),
  "two parts": async () => (await signed()).split(".").slice(0, 2).join("."),
  "five parts": async () => `${await signed()}.x.y`,
  "another key": () => signed({ key: strangers.privateKey }),
  "another key, brought along as jwk": () =>
    signed({
      key: strangers.privateKey,
      header: { jwk: strangers.publicKey.export({ format: "jwk" }) },
    }),
  "another key behind jku": () =>
    signed({ key: strangers.privateKey, header: { jku: "http://127.0.0.1:9/jwks" } }),
  "another key behind x5u": () =>
    signed({ key: strangers.privateKey, header: { x5u: "http://127.0.0.1:9/cert" } }),
  "a kid that is a path": () =>
    signed({ key: strangers.privateKey, header: { kid: "../../../../dev/null" } }),
  "no kid": () => signed({ header: { kid: undefined } }),
  "a kid of a key to come": () => signed({ header: { kid: "2" } }),
  "a kid with spaces around": () => signed({ header: { kid: " 1 " } }),
  "a kid that is a number": () => signed({ header: { kid: 1 as unknown as string } }),
  "a kid of the prototype": () => signed({ header: { kid: "constructor" } }),
  "a kid that is SQL": () =>
    signed({ key: strangers.privateKey, header: { kid: "1' union select 'x" } }),
  "a critical header that nobody knows": async () =>
    `${part({ ...header, crit: ["root"], root: true })}.${(await signed()).split(".").slice(1).join(".")}`,
  "a refresh token": () => signed({ header: { typ: "heard-refresh+jwt" } }),
  "typ JWT": () => signed({ header: { typ: "JWT" } }),
  "no typ": () => signed({ header: { typ: undefined } }),
  "another issuer": () => signed({ payload: { iss: "somebody" } }),
  "no issuer": () => without("iss"),
  "another audience": () => signed({ payload: { aud: "heard-printer" } }),
  "no audience": () => without("aud"),
  "no end": () => without("exp"),
  "no beginning": () => without("iat"),
  "an end that is a word": () => signed({ payload: { exp: "never" } as unknown as JWTPayload }),
  "an end in the past": () => signed({ payload: { exp: -1 } }),
  "not valid before tomorrow": () => signed({ payload: { nbf: 86_400 } }),
  "an empty restaurant": () => signed({ payload: { tenant: "" } }),
  "a restaurant that is no id": () => signed({ payload: { tenant: "*" } }),
  "no restaurant": () => without("tenant"),
  "no session": () => without("sid"),
  "no kind": () => without("kind"),
  "the kind system": () => signed({ payload: { kind: "system" } }),
  "a changed payload": async () => {
    const [head, , signature] = (await signed()).split(".")
    return `${head}.${part({ ...claims, sub: "root" })}.${signature}`
  },
  "a changed header": async () => {
    const [, body, signature] = (await signed()).split(".")
    return `${part({ ...header, x: 1 })}.${body}.${signature}`
  },
  nothing: () => "",
  "a word": () => "owner",
  "three dots": () => "...",
  "ten kilobytes": () => `${part(header)}.${"A".repeat(10_000)}.AA`,
  "words that are not base64": () => "ä.ö.ü",
}

layer(tokens)("a forged token", (it) => {
  it.effect("[AUTH-12] control: the same token made properly is believed", () =>
    Effect.gen(function* () {
      const auth = yield* Tokens
      const { accessToken } = yield* auth.login(owner)
      const { sid } = JSON.parse(
        Buffer.from(accessToken.split(".")[1] ?? "", "base64url").toString(),
      ) as { sid: string }
      const token = yield* Effect.promise(() => signed({ payload: { sid } }))
      expect((yield* auth.verify(token)).tenantId).toBe(margaux.id)
    }),
  )

  it.effect.each(Object.entries(forgeries))("[AUTH-12] is refused: %s", ([, forge]) =>
    Effect.gen(function* () {
      const auth = yield* Tokens
      const token = yield* Effect.promise(async () => forge())
      expect(yield* Effect.flip(auth.verify(token))).toMatchObject({
        _tag: "Unauthorized",
        detail: "This token is not valid or has expired",
      })
    }),
  )

  it.effect(
    "[AUTH-12] kinds do not stand in for each other: an access token refreshes nothing",
    () =>
      Effect.gen(function* () {
        const auth = yield* Tokens
        const pair = yield* auth.login(owner)
        yield* Effect.flip(auth.refresh(pair.accessToken))
        yield* Effect.flip(auth.verify(pair.refreshToken))
      }),
  )
})
