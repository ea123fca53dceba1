import { SemVer, SemVerRange } from "effect"
import type { Manifest } from "#core/plugins/manifest/manifest.ts"

/**
 * Whether this code serves a restaurant whose data has that version: `[compat] data`, or else the same major version, for
 * within one a plugin's tables only grow.
 */
export const servesData = (
  manifest: Pick<Manifest, "version" | "compat">,
): ((installed: string | undefined) => boolean) => {
  const range = manifest.compat.data
  const serves = (installed: string): boolean =>
    range === undefined
      ? SemVer.parseUnsafe(installed).major === SemVer.parseUnsafe(manifest.version).major
      : SemVerRange.matches(SemVerRange.parseUnsafe(range), SemVer.parseUnsafe(installed))
  // Restaurants share a handful of versions: each is judged once.
  const known = new Map<string, boolean>()
  return (installed) => {
    if (installed === undefined) return true
    const verdict = known.get(installed) ?? serves(installed)
    known.set(installed, verdict)
    return verdict
  }
}

export const isNewer = (a: string, b: string): boolean =>
  SemVer.isGreaterThan(SemVer.parseUnsafe(a), SemVer.parseUnsafe(b))
