import { hash } from "node:crypto"

/**
 * A UUID made from what it stands for, so that the same thing gets the same id on every run and every machine.
 *
 * SHA-256 over the parts, marked as version 8 (RFC 9562: made in the application's own way).
 */
export const derivedId = (...parts: ReadonlyArray<string>): string => {
  const digest = hash("sha256", JSON.stringify(parts), "hex")
  const variant = ((Number.parseInt(digest.charAt(16), 16) & 0x3) | 0x8).toString(16)
  return [
    digest.slice(0, 8),
    digest.slice(8, 12),
    `8${digest.slice(13, 16)}`,
    `${variant}${digest.slice(17, 20)}`,
    digest.slice(20, 32),
  ].join("-")
}

/** Fingerprint of a JSON value: the same for the same value, whatever the order of its keys. */
export const fingerprintOf = (value: unknown): string =>
  hash("sha256", canonical(value), "base64url")

const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === "object" && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  ) ?? "null"
