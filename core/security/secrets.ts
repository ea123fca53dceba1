import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from "node:crypto"
import { link, mkdir, open, readFile, unlink } from "node:fs/promises"
import { dirname, join } from "node:path"
import { Effect, Schema } from "effect"

/** The secret's file cannot be read or written, or holds no secret. The start stops: a new secret would cut off every device. */
export class SecretUnavailable extends Schema.TaggedError<SecretUnavailable>()(
  "SecretUnavailable",
  { file: Schema.String, reason: Schema.String },
) {
  override get message(): string {
    return `The secret in ${this.file} cannot be used: ${this.reason}`
  }
}

/** What a key is for. Each purpose has its own key, so that a leak of one says nothing about another. */
export type KeyPurpose =
  | "pin"
  | `token-signature/${number}`
  | "token-signature"
  | "device-secret"
  | "access-password"
  | "comparison"
  | "setup-request"
  | "broker-reader"

/**
 * The hub's one secret, from which every other is derived: `APP_SECRET`, or one made at the first start and kept in
 * `{dataDir}/app-secret` with mode 0600.
 */
export const appSecret = (options: {
  readonly dataDir: string
  readonly configured?: string
}): Effect.Effect<string, SecretUnavailable> => {
  if (options.configured !== undefined) return Effect.succeed(options.configured)
  const file = join(options.dataDir, "app-secret")
  return Effect.tryPromise({
    try: async () => {
      const secret = await keptSecret(file)
      if (secret.length < 32) throw new Error("it holds fewer than 32 characters")
      return secret
    },
    catch: (cause) =>
      new SecretUnavailable({ file, reason: cause instanceof Error ? cause.message : "unknown" }),
  })
}

/**
 * What the file holds, or a new secret that is kept in it with mode 0600.
 *
 * @param bytes of randomness in a new one
 */
export const keptSecret = async (file: string, bytes = 32): Promise<string> =>
  (await stored(file)) ?? (await kept(file, bytes))

/** @param bytes length of the key */
export const deriveKey = (secret: string, purpose: KeyPurpose, bytes = 32): Buffer =>
  Buffer.from(hkdfSync("sha256", secret, "heard", purpose, bytes))

/** The password of `owner` when nobody set one: 80 bits, the same at every start, easy to read aloud. */
export const accessPassword = (secret: string): string =>
  Array.from(deriveKey(secret, "access-password", 16), (byte) => alphabet[byte % 32])
    .join("")
    .replace(/(.{4})(?=.)/g, "$1-")

/** @param key derived for `device-secret` */
export const deviceSecretOf = (key: Buffer, tenantId: string, deviceId: string): string =>
  createHmac("sha256", key).update(`${tenantId}/${deviceId}`).digest("base64url")

/** Compares without telling by its duration how much was right, whatever the lengths. */
export const sameSecret = (key: Buffer, given: string, expected: string): boolean =>
  timingSafeEqual(
    createHmac("sha256", key).update(given).digest(),
    createHmac("sha256", key).update(expected).digest(),
  )

/** Crockford's base 32 in lower case: no i, l, o, u. */
const alphabet = "0123456789abcdefghjkmnpqrstvwxyz"

const stored = async (file: string): Promise<string | undefined> => {
  try {
    return (await readFile(file, "utf8")).trim()
  } catch (cause) {
    if (hasCode(cause, "ENOENT")) return undefined
    throw cause
  }
}

/**
 * Written beside and linked: a crash half-way leaves no short secret behind, and of two processes that start at once one
 * wins and the other reads what the first wrote.
 */
const kept = async (file: string, bytes: number): Promise<string> => {
  const secret = randomBytes(bytes).toString("base64url")
  const draft = `${file}.${randomBytes(6).toString("hex")}`
  await mkdir(dirname(file), { recursive: true })
  const handle = await open(draft, "wx", 0o600)
  try {
    await handle.writeFile(`${secret}\n`)
    await handle.sync()
  } finally {
    await handle.close()
  }
  try {
    await link(draft, file)
    return secret
  } catch (cause) {
    if (!hasCode(cause, "EEXIST")) throw cause
    return (await readFile(file, "utf8")).trim()
  } finally {
    await unlink(draft)
  }
}

const hasCode = (cause: unknown, code: string): boolean =>
  cause instanceof Error && "code" in cause && cause.code === code
