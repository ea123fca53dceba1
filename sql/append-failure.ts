import postgres from "postgres"

/**
 * Why a flush failed, as far as it matters.
 *
 * - `refused`: the database cannot store something in it; nothing was stored. Halving finds the culprit.
 * - `again`: somebody else was in the way; nothing was stored, and it will go through in a moment.
 * - `unknown`: the connection or the server failed; it may or may not be stored.
 */
export type AppendFailure = "refused" | "again" | "unknown"

/** @see PostgreSQL documentation, appendix A: the first two letters are the class */
export const appendFailure = (cause: unknown): AppendFailure => {
  // JSON.stringify on a cycle or a bigint: it never left this process.
  if (cause instanceof TypeError) return "refused"
  if (!(cause instanceof postgres.PostgresError)) return "unknown"
  if (refusedClasses.has(cause.code.slice(0, 2))) return "refused"
  return passing.has(cause.code) ? "again" : "unknown"
}

/** Data exception, integrity violation, program limit exceeded. */
const refusedClasses = new Set(["22", "23", "54"])

/** Serialization failure, deadlock, lock not available. */
const passing = new Set(["40001", "40P01", "55P03"])
