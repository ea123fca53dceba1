import { Result, Schema } from "effect"
import { Toml } from "effect/encoding"
import { decodeWith } from "#core/hub/decode.ts"
import { PluginKey } from "#core/plugins/manifest/manifest.ts"
import { nearMiss } from "#core/plugins/manifest/near-miss.ts"

/** `[modules]` of `config.toml`: which plugins this process loads. What each restaurant runs is chosen among them. */
export interface Modules {
  /** Keys; all that are found when not given. */
  readonly enabled?: ReadonlyArray<string>
  /** npm packages that are plugins. */
  readonly packages: ReadonlyArray<string>
}

/** What is wrong with the file: where, what it says there, and what is allowed. */
export interface WrongEntry {
  /** `modules.enabled`; empty when the file cannot be read at all. */
  readonly key: string
  readonly value: string
  readonly allowed: string
}

/** Text of `config.toml`. An empty one says nothing. */
export const parseConfigFile = (text: string): Result.Result<Modules, WrongEntry> => {
  const toml = Toml.parse(text)
  if (Result.isFailure(toml))
    return Result.fail({
      key: "",
      value: toml.failure.message.replaceAll(/\s+/g, " "),
      allowed: 'TOML such as modules = { enabled = ["kds"] }',
    })
  return decode(toml.success).pipe(
    Result.map(({ modules = {} }) => ({ packages: [], ...modules })),
    Result.mapError(([first]) => {
      const key = first?.path ?? ""
      const value = key
        .split(".")
        .reduce<unknown>(
          (part, name) => (part as Readonly<Record<string, unknown>> | undefined)?.[name],
          toml.success,
        )
      return { key, value: asWritten(value), allowed: allowedAt(key) }
    }),
  )
}

const asWritten = (value: unknown): string =>
  typeof value === "string" ? value : JSON.stringify(value)

const PackageName = Schema.String.check(
  Schema.isPattern(/^(@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/u),
)

const decode = decodeWith(
  Schema.Struct({
    modules: Schema.optionalKey(
      Schema.Struct({
        enabled: Schema.optionalKey(Schema.Array(PluginKey)),
        packages: Schema.optionalKey(Schema.Array(PackageName)),
      }),
    ),
  }),
)

const allowedHere: Readonly<Record<string, string>> = {
  modules: "a table with enabled and packages",
  "modules.enabled": 'a list of plugin keys, such as ["kds", "orders"]',
  "modules.packages": 'a list of npm packages, such as ["@vendor/heard-loyalty"]',
}

const allowedAt = (path: string): string => {
  // A list's entry is named by its index.
  const key = path.replace(/\.\d+$/, "")
  const known = Object.keys(allowedHere)
  return (
    allowedHere[key] ??
    `${known.join(", ")}${hint(nearMiss(key, known) ?? nearMiss(`modules.${key}`, known))}`
  )
}

const hint = (meant: string | undefined): string =>
  meant === undefined ? "" : ` (did you mean ${meant}?)`
