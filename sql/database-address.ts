import { createHmac } from "node:crypto"
import { Schema } from "effect"
import { WrongSetting } from "#core/config.ts"

/** Where one database is and who may enter it. */
export interface DatabaseAddress {
  readonly host: string
  readonly port: number
  readonly database: string
  readonly username: string
  /** Empty: the server trusts whoever comes from here. */
  readonly password: string
  /** Encrypted, with or without a look at the certificate. Absent: plain, for the loopback. */
  readonly tls?: "require" | "verify"
}

/** The database cannot be used at all; the start stops with this sentence. */
export class DatabaseUnusable extends Schema.TaggedError<DatabaseUnusable>()("DatabaseUnusable", {
  detail: Schema.String,
}) {
  override get message(): string {
    return this.detail
  }
}

/** The role of everything that runs: it owns nothing and sees one tenant at a time. */
export const appRole = "heard_app"

/**
 * The same database entered as {@link appRole}.
 *
 * Its password is derived from the owner's, so that several hubs over one database agree on it without telling each other.
 */
export const asApp = (owner: DatabaseAddress): DatabaseAddress => ({
  ...owner,
  username: appRole,
  password: owner.password === "" ? "" : passwordFrom(owner.password, appRole),
})

export const passwordFrom = (secret: string, purpose: string): string =>
  createHmac("sha256", secret).update(purpose).digest("base64url")

/**
 * `postgres://user:password@host:port/database?sslmode=require`.
 *
 * @throws DatabaseUnusable when the address names no user or no database, or an encryption that nobody knows
 */
export const parseDatabaseUrl = (url: string): DatabaseAddress => {
  const parsed = new URL(url)
  const database = decodeURIComponent(parsed.pathname.slice(1))
  if (parsed.username === "" || database === "")
    throw new DatabaseUnusable({ detail: "DATABASE_URL names no user or no database" })
  const mode = parsed.searchParams.get("sslmode") ?? "disable"
  if (!tlsModes.has(mode))
    throw new DatabaseUnusable({
      detail: new WrongSetting("sslmode of DATABASE_URL", mode, [...tlsModes.keys()].join(", "))
        .message,
    })
  const tls = tlsModes.get(mode)
  return {
    host: parsed.searchParams.get("host") ?? (parsed.hostname || "127.0.0.1"),
    port: Number(parsed.port || 5432),
    database,
    username: decodeURIComponent(parsed.username),
    password: decodeURIComponent(parsed.password),
    ...(tls === undefined ? {} : { tls }),
  }
}

const tlsModes: ReadonlyMap<string, DatabaseAddress["tls"]> = new Map([
  ["disable", undefined],
  ["require", "require"],
  ["verify-ca", "verify"],
  ["verify-full", "verify"],
])
