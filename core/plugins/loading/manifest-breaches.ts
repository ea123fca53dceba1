import { SemVer, SemVerRange } from "effect"

/** Those fields of a manifest that must fit each other, well formed each. */
interface Fields {
  readonly key: string
  readonly version: string
  readonly renamed_from?: ReadonlyArray<string>
  readonly compat: { readonly data?: string }
  readonly permissions?: Readonly<Record<string, string>>
  readonly roles?: Readonly<Record<string, ReadonlyArray<string>>>
  readonly events?: { readonly emits?: ReadonlyArray<string> }
}

/** What a manifest breaks although each of its fields is well formed. */
interface Breach {
  readonly path: ReadonlyArray<string>
  readonly issue: string
}

export function* manifestBreaches(manifest: Fields): Generator<Breach> {
  yield* foreignPermissions(manifest)
  yield* unknownGrants(manifest)
  yield* foreignEvents(manifest)
  yield* strangeVersions(manifest)
}

function* foreignPermissions({ key, permissions = {} }: Fields): Generator<Breach> {
  for (const code of Object.keys(permissions))
    if (!code.startsWith(`${key}.`))
      yield { path: ["permissions", code], issue: `A permission starts with "${key}."` }
}

/** A grant of what nobody declared would lie in every restaurant's roles for ever. */
function* unknownGrants({ key, permissions = {}, roles = {} }: Fields): Generator<Breach> {
  for (const [role, codes] of Object.entries(roles))
    for (const code of codes)
      if (code !== `${key}.*` && permissions[code] === undefined)
        yield {
          path: ["roles", role],
          issue: `"${code}" is neither in [permissions] nor "${key}.*"`,
        }
}

function* foreignEvents({ key, events }: Fields): Generator<Breach> {
  for (const topic of events?.emits ?? [])
    if (!topic.startsWith(`${key}.`))
      yield { path: ["events", "emits"], issue: `"${topic}" does not start with "${key}."` }
}

function* strangeVersions({ key, version, renamed_from = [], compat }: Fields): Generator<Breach> {
  if (renamed_from.includes(key))
    yield { path: ["renamed_from"], issue: `"${key}" is its key today` }
  if (
    compat.data !== undefined &&
    !SemVerRange.matches(SemVerRange.parseUnsafe(compat.data), SemVer.parseUnsafe(version))
  )
    yield { path: ["compat", "data"], issue: `It leaves out ${version}, the version it makes` }
}
