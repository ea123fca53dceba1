import { pbkdf2Sync } from "node:crypto"

/**
 * A line's second half in a password file of mosquitto 2: `$7$`, rounds, salt and PBKDF2-SHA512 of 64 bytes. mosquitto
 * computes it anew for every open connection at every reload, so the rounds stay few; the secrets are long random ones.
 *
 * @param salt 12 bytes
 */
export const mosquittoHash = (password: string, salt: Uint8Array, rounds = 101): string => {
  const hash = pbkdf2Sync(password, salt, rounds, 64, "sha512")
  return `$7$${rounds}$${Buffer.from(salt).toString("base64")}$${hash.toString("base64")}`
}
