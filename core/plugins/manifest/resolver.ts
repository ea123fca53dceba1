import { SemVer, SemVerRange } from "effect"
import { hostVersion, type Manifest, type PluginProblem } from "./manifest.ts"

/** A plugin as it was found: its manifest, or what is wrong with it. */
export interface Candidate {
  /** Name of its folder, which is the key it must have; of a package without a sound key its name. */
  readonly key: string
  readonly manifest?: Manifest
  readonly problems: ReadonlyArray<PluginProblem>
}

export interface Resolution {
  /** Keys that can be loaded, each after everything it requires. */
  readonly order: ReadonlyArray<string>
  /** Every problem of every plugin, at once. */
  readonly problems: ReadonlyMap<string, ReadonlyArray<PluginProblem>>
}

/**
 * Which plugins can be loaded, and in what order. Pure.
 *
 * A plugin with a problem takes those that require it along; all others are loaded. Ties are broken by key, so that two
 * starts load in the same order.
 */
export const resolvePlugins = (candidates: ReadonlyArray<Candidate>): Resolution => {
  const problems = new Map<string, Array<PluginProblem>>()
  const report = (key: string, problem: PluginProblem): void => {
    problems.set(key, [...(problems.get(key) ?? []), problem])
  }
  const usable = new Map<string, Manifest>()
  for (const candidate of candidates) {
    for (const problem of candidate.problems) report(candidate.key, problem)
    const { manifest } = candidate
    if (manifest === undefined) continue
    if (manifest.key !== candidate.key)
      report(candidate.key, {
        code: "KEY_MISMATCH",
        detail: `The folder is "${candidate.key}" but its manifest says key = "${manifest.key}"`,
      })
    else usable.set(candidate.key, manifest)
  }
  for (const [key, manifest] of usable) {
    for (const problem of formerKeyProblems(manifest, usable)) report(key, problem)
    for (const problem of versionProblems(manifest, usable)) report(key, problem)
  }
  for (const cycle of cycles(usable))
    for (const key of cycle)
      report(key, {
        code: "DEPENDENCY_CYCLE",
        detail: `Plugins that require each other in a circle: ${cycle.join(", ")}`,
      })
  for (const [key, missing] of withoutBroken(usable, brokenOnes(problems)))
    report(key, {
      code: "DEPENDENCY_MISSING",
      detail: `It requires ${missing.map((name) => `"${name}"`).join(", ")}, which cannot be loaded`,
    })
  return { order: topological(usable, brokenOnes(problems)), problems }
}

/** Those that cannot be loaded. A word that is missing, or written as of old, keeps nobody from cooking. */
const brokenOnes = (problems: ReadonlyMap<string, ReadonlyArray<PluginProblem>>): Set<string> =>
  new Set(
    [...problems].flatMap(([key, found]) =>
      found.every(({ code }) => harmless.has(code)) ? [] : [key],
    ),
  )

const harmless: ReadonlySet<PluginProblem["code"]> = new Set(["SHORT_FORM", "TRANSLATION_INVALID"])

const requirementsOf = (manifest: Manifest): ReadonlyArray<readonly [string, string]> =>
  Object.entries(manifest.requires ?? {})

function* formerKeyProblems(
  manifest: Manifest,
  all: ReadonlyMap<string, Manifest>,
): Generator<PluginProblem> {
  for (const former of manifest.renamed_from ?? [])
    if (all.has(former))
      yield {
        code: "KEY_DUPLICATE",
        detail: `It was renamed from "${former}", but a plugin of that key is still there`,
      }
}

function* versionProblems(
  manifest: Manifest,
  all: ReadonlyMap<string, Manifest>,
): Generator<PluginProblem> {
  if (!matches(manifest.compat.host, hostVersion))
    yield {
      code: "HOST_INCOMPATIBLE",
      detail: `It is made for host ${manifest.compat.host}; this is host ${hostVersion}`,
    }
  for (const [key, range] of requirementsOf(manifest)) {
    const found = all.get(key)
    if (found === undefined)
      yield { code: "DEPENDENCY_MISSING", detail: `It requires "${key}" ${range}, not there` }
    else if (!matches(range, found.version))
      yield {
        code: "DEPENDENCY_VERSION",
        detail: `It requires "${key}" ${range}; there is ${found.version}`,
      }
  }
  for (const [key, range] of Object.entries(manifest.optional ?? {})) {
    const found = all.get(key)
    if (found !== undefined && !matches(range, found.version))
      yield {
        code: "DEPENDENCY_VERSION",
        detail: `It works with "${key}" ${range}; there is ${found.version}`,
      }
  }
}

const matches = (range: string, version: string): boolean =>
  SemVerRange.matches(SemVerRange.parseUnsafe(range), SemVer.parseUnsafe(version))

/** Everything that must come before, hard and soft, among those that are there. */
const before = (manifest: Manifest, all: ReadonlyMap<string, unknown>): ReadonlyArray<string> =>
  [...Object.keys(manifest.requires ?? {}), ...Object.keys(manifest.optional ?? {})].filter((key) =>
    all.has(key),
  )

/** Groups of plugins in which each waits for another of the same group. */
const cycles = (all: ReadonlyMap<string, Manifest>): ReadonlyArray<ReadonlyArray<string>> => {
  const reaches = (from: string): ReadonlySet<string> => {
    const seen = new Set<string>()
    const open = [from]
    for (let key = open.pop(); key !== undefined; key = open.pop()) {
      const manifest = all.get(key)
      if (manifest === undefined) continue
      for (const next of before(manifest, all))
        if (!seen.has(next)) {
          seen.add(next)
          open.push(next)
        }
    }
    return seen
  }
  const reachable = new Map([...all.keys()].map((key) => [key, reaches(key)] as const))
  const inCircle = [...all.keys()].filter((key) => reachable.get(key)?.has(key)).sort()
  const groups = new Map<string, ReadonlyArray<string>>()
  for (const key of inCircle) {
    const group = inCircle.filter(
      (other) => reachable.get(key)?.has(other) && reachable.get(other)?.has(key),
    )
    groups.set(group.join(), group)
  }
  return [...groups.values()]
}

/** Sound plugins that require a broken one, directly or not, with what they miss. */
const withoutBroken = (
  all: ReadonlyMap<string, Manifest>,
  broken: Set<string>,
): ReadonlyMap<string, ReadonlyArray<string>> => {
  const fallen = new Map<string, ReadonlyArray<string>>()
  for (let known = -1; known !== fallen.size; ) {
    known = fallen.size
    for (const [key, manifest] of all) {
      if (broken.has(key)) continue
      const missing = requirementsOf(manifest)
        .map(([name]) => name)
        .filter((name) => broken.has(name))
      if (missing.length === 0) continue
      fallen.set(key, missing)
      broken.add(key)
    }
  }
  return fallen
}

/** Kahn's order over what is left, the smallest key first among those that are free. */
const topological = (
  all: ReadonlyMap<string, Manifest>,
  broken: ReadonlySet<string>,
): ReadonlyArray<string> => {
  const waiting = new Map(
    [...all].filter(([key]) => !broken.has(key)).sort(([a], [b]) => (a < b ? -1 : 1)),
  )
  const order: Array<string> = []
  while (waiting.size > 0) {
    const free = [...waiting].find(([, manifest]) => before(manifest, waiting).length === 0)
    if (free === undefined) break
    order.push(free[0])
    waiting.delete(free[0])
  }
  return order
}
