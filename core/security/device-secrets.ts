import { hash, pbkdf2, randomBytes, timingSafeEqual } from "node:crypto"
import { promisify } from "node:util"
import { Effect } from "effect"

/** 256 random bits as 43 characters that stand in an address, a topic's password or a code as they are. */
export const newSecret = (): string => randomBytes(32).toString("base64url")

/**
 * What is kept of a secret. One round of SHA-256 is enough for 256 random bits: slow hashes are for what people choose,
 * and two thousand printers come back in the same second.
 */
export const hashOfSecret = (secret: string): string => hash("sha256", secret, "base64url")

/** Compares without telling by its duration how much was right. */
export const isSecretOf = (secret: string, kept: string): boolean => {
  const [given, known] = [Buffer.from(hashOfSecret(secret)), Buffer.from(kept)]
  return given.length === known.length && timingSafeEqual(given, known)
}

const iterations = 101

/**
 * The line's second half in a password file of mosquitto 2 (`mosquitto_passwd`): `$7$iterations$salt$hash`,
 * PBKDF2-SHA512, 12 bytes of salt, 64 bytes of hash, both in base64. 101 rounds is what mosquitto itself takes.
 */
export const mosquittoHashOf = (secret: string, salt = randomBytes(12)): Effect.Effect<string> =>
  Effect.promise(async () => {
    const key = await derive(secret, salt, iterations, 64, "sha512")
    return `$7$${iterations}$${salt.toString("base64")}$${key.toString("base64")}`
  })

const derive = promisify(pbkdf2)
