import { Result, Schema, SemVer, SemVerRange } from "effect"
import { Toml } from "effect/encoding"
import { decodeWith } from "#core/hub/decode.ts"

/** Version of what plugins are built on (`core/plugins/sdk.ts`): `[compat] host` must take it in. */
export const hostVersion = "1.0.0"

export const PluginKey = Schema.String.check(
  Schema.isPattern(/^[a-z][a-z0-9_]{1,39}$/, {
    message: "Expected 2 to 40 lower-case letters, digits and underscores",
  }),
)

const RoleKey = Schema.String.check(
  Schema.isPattern(/^[a-z][a-z0-9_]{1,39}$/, {
    message: "Expected the key of a role, such as manager",
  }),
)

const Version = Schema.String.check(
  Schema.makeFilter((text) =>
    Result.isSuccess(SemVer.parse(text)) ? undefined : "Expected a version such as 1.2.0",
  ),
)
const Range = Schema.String.check(
  Schema.makeFilter((text) =>
    Result.isSuccess(SemVerRange.parse(text)) ? undefined : "Expected a range such as ^1.2.0",
  ),
)
const EventName = Schema.String.check(
  Schema.isPattern(/^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*@[1-9][0-9]*$/, {
    message: "Expected a name such as kds.ticket_bumped@1",
  }),
)
const Text = Schema.String.check(Schema.isMinLength(1), Schema.isMaxLength(200))
const Requirements = Schema.Record(PluginKey, Range)

/** `module.toml` of a plugin. The folder's name is the key. */
export const Manifest = Schema.Struct({
  key: PluginKey,
  renamed_from: Schema.optionalKey(Schema.Array(PluginKey)),
  name: Text,
  version: Version,
  description: Text,
  migrations: Schema.optionalKey(Schema.Struct({ dir: Text })),
  seed: Schema.optionalKey(Schema.Struct({ file: Text })),
  events: Schema.optionalKey(
    Schema.Struct({
      emits: Schema.optionalKey(Schema.Array(EventName)),
      consumes: Schema.optionalKey(Schema.Array(EventName)),
    }),
  ),
  compat: Schema.Struct({
    host: Range,
    /** Versions of a tenant's data that this code serves. */
    data: Schema.optionalKey(Range),
  }),
  /** Hard: there before, and enabled for every tenant that enables this one. */
  requires: Schema.optionalKey(Requirements),
  /** Soft: before, if there at all. */
  optional: Schema.optionalKey(Requirements),
  /** Code to what a person reads when granting it. */
  permissions: Schema.optionalKey(Schema.Record(Schema.String, Text)),
  /** Role to what it is granted when the plugin is first enabled: codes, or `{key}.*`. */
  roles: Schema.optionalKey(Schema.Record(RoleKey, Schema.Array(Schema.String))),
  ui: Schema.optionalKey(
    Schema.Struct({
      pages: Schema.optionalKey(
        Schema.Array(
          Schema.Struct({
            path: Text,
            component: Text,
            permission: Text,
            nav: Schema.optionalKey(
              Schema.Struct({ label: Text, icon: Text, order: Schema.optionalKey(Schema.Int) }),
            ),
          }),
        ),
      ),
      slots: Schema.optionalKey(
        Schema.Array(Schema.Struct({ slot: Text, component: Text, permission: Text })),
      ),
    }),
  ),
  limits: Schema.optionalKey(
    Schema.Struct({
      /** A request that takes longer is answered `PLUGIN_TIMEOUT`. */
      request_timeout_ms: Schema.optionalKey(
        Schema.Int.check(Schema.isBetween({ minimum: 10, maximum: 60_000 })),
      ),
      /** Requests of one tenant at the same time; one more is answered `PLUGIN_BUSY`. */
      concurrency: Schema.optionalKey(
        Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 10_000 })),
      ),
      isolation: Schema.optionalKey(Schema.Literals(["fiber", "worker"])),
    }),
  ),
})
  .check(
    Schema.makeFilter((manifest) =>
      Object.keys(manifest.permissions ?? {})
        .filter((code) => !code.startsWith(`${manifest.key}.`))
        .map((code) => ({
          path: ["permissions", code],
          issue: `A permission starts with "${manifest.key}."`,
        })),
    ),
  )
  .annotate({ identifier: "PluginManifest" })
export type Manifest = typeof Manifest.Type

/** Something that keeps a plugin from being loaded. */
export interface PluginProblem {
  readonly code:
    | "MANIFEST_MISSING"
    | "MANIFEST_UNREADABLE"
    | "MANIFEST_INVALID"
    | "KEY_MISMATCH"
    | "KEY_DUPLICATE"
    | "HOST_INCOMPATIBLE"
    | "DEPENDENCY_MISSING"
    | "DEPENDENCY_VERSION"
    | "DEPENDENCY_CYCLE"
    | "DEPENDENCY_UNDECLARED"
    | "ENTRY_INVALID"
    | "PERMISSION_UNDECLARED"
    | "ROUTE_DUPLICATE"
    | "MIGRATION_FAILED"
  /** One sentence that names what to change. */
  readonly detail: string
}

/** Text of a `module.toml` to a manifest, or everything that is wrong with it. */
export const parseManifest = (
  text: string,
): Result.Result<Manifest, ReadonlyArray<PluginProblem>> => {
  const toml = Toml.parse(text)
  if (Result.isFailure(toml))
    return Result.fail([{ code: "MANIFEST_UNREADABLE", detail: toml.failure.message }])
  return Result.mapError(decode(toml.success), (issues) =>
    issues.map(({ path, message }) => ({
      code: "MANIFEST_INVALID" as const,
      detail: path === "" ? message : `${path}: ${message}`,
    })),
  )
}

const decode = decodeWith(Manifest)
