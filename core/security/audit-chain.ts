import { hash } from "node:crypto"
import type { AuditEntry } from "./audit.ts"
import type { StoredLine } from "./audit-store.ts"

/** Before the first line. */
export const chainStart = ""

/** What holds the lines together: each hash covers its line and the hash before, hence all lines before. */
export const hashAfter = (before: string, line: string): string =>
  hash("sha256", `${before}\n${line}`, "hex")

/**
 * The first of these lines that does not follow from the one before: changed, missing, moved or from elsewhere.
 *
 * @param from the last line that is known to be good
 */
export const firstBroken = (
  from: { readonly seq: number; readonly hash: string },
  lines: ReadonlyArray<StoredLine>,
  tenantId: string,
): number | undefined => {
  let { seq, hash: before } = from
  for (const stored of lines) {
    seq += 1
    if (stored.seq !== seq) return seq
    if (stored.hash !== hashAfter(before, stored.line)) return seq
    const said = parsed(stored.line)
    if (said?.seq !== seq || said.tenantId !== tenantId || said.action !== stored.action) return seq
    before = stored.hash
  }
  return undefined
}

/** What an audit line says. */
interface Line {
  readonly seq: number
  readonly at: string
  readonly tenantId: string
  readonly action: string
  readonly deed: Deed
}

/** The part of a line that whoever records it knows. */
export interface Deed {
  readonly by: AuditEntry["by"]
  readonly target: string
  readonly address: string | null
  readonly before: unknown
  readonly after: unknown
}

export const entryOf = (stored: StoredLine): AuditEntry => {
  const { seq, at, action, deed } = JSON.parse(stored.line) as Line
  return { seq, at, action, ...deed, hash: stored.hash }
}

const parsed = (line: string): Line | undefined => {
  try {
    return JSON.parse(line) as Line
  } catch {
    // Whoever writes lines behind the hub's back may write anything.
    return undefined
  }
}
