import { Result, Schema, SemVer, SemVerRange } from "effect"

/** Version of what plugins are built on (`core/plugins/sdk.ts`): `[compat] host` must take it in. */
export const hostVersion = "1.0.0"

export const PluginKey = Schema.String.check(
  Schema.isPattern(/^[a-z][a-z0-9_]{1,39}$/u, {
    message: "Expected 2 to 40 lower-case letters, digits and underscores",
  }),
)

const RoleKey = Schema.String.check(
  Schema.isPattern(/^[a-z][a-z0-9_]{1,39}$/u, {
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
  Schema.isPattern(/^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*@[1-9][0-9]*$/u, {
    message: "Expected a name such as kds.ticket_bumped@1",
  }),
)
const PermissionCode = Schema.String.check(
  Schema.isPattern(/^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+$/u, {
    message: "Expected a code such as kds.ticket.read",
  }),
)
const PagePath = Schema.String.check(
  Schema.isPattern(/^(\/:?[A-Za-z][A-Za-z0-9-]*)+$/u, { message: "Expected a path such as /kds" }),
)
const SlotName = Schema.String.check(
  Schema.isPattern(/^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+$/u, {
    message: "Expected a slot such as order.details.aside",
  }),
)
const ComponentName = Schema.String.check(
  Schema.isPattern(/^[A-Z][A-Za-z0-9]*$/u, { message: "Expected a component such as KdsPage" }),
)
const Text = Schema.String.check(Schema.isMinLength(1), Schema.isMaxLength(200))
const Requirements = Schema.Record(PluginKey, Range)
/** A path within the plugin's folder. */
const File = Schema.String.check(
  Schema.isPattern(/^(?!\.)[A-Za-z0-9_.-]+(\/(?!\.)[A-Za-z0-9_.-]+)*$/u, {
    message: "Expected a path inside the plugin's folder",
  }),
)
const Page = Schema.Struct({
  path: PagePath,
  component: ComponentName,
  permission: PermissionCode,
  nav: Schema.optionalKey(
    Schema.Struct({ label: Text, icon: Text, order: Schema.optionalKey(Schema.Int) }),
  ),
})

/** `module.toml` of a plugin. The folder's name is the key. */
export const Manifest = Schema.Struct({
  key: PluginKey,
  renamed_from: Schema.optionalKey(Schema.Array(PluginKey)),
  name: Text,
  version: Version,
  description: Text,
  migrations: Schema.optionalKey(Schema.Struct({ dir: File })),
  seed: Schema.optionalKey(Schema.Struct({ file: File })),
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
  permissions: Schema.optionalKey(Schema.Record(PermissionCode, Text)),
  /** Role to what it is granted when the plugin is first enabled: codes, or `{key}.*`. */
  roles: Schema.optionalKey(Schema.Record(RoleKey, Schema.Array(Schema.String))),
  ui: Schema.optionalKey(
    Schema.Struct({
      /** Pages with a place in the navigation, if `nav` says so. */
      pages: Schema.optionalKey(Schema.Array(Page)),
      /** Pages that are only reached from other pages: the path may have parameters (`/kds/tickets/:id`). */
      routes: Schema.optionalKey(
        Schema.Array(
          Schema.Struct({ path: PagePath, component: ComponentName, permission: PermissionCode }),
        ),
      ),
      /** Parts of other plugins' pages. */
      slots: Schema.optionalKey(
        Schema.Array(
          Schema.Struct({ slot: SlotName, component: ComponentName, permission: PermissionCode }),
        ),
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
    Schema.makeFilter((manifest) => [
      ...foreignPermissions(manifest),
      ...unknownGrants(manifest),
      ...foreignEvents(manifest),
    ]),
  )
  .annotate({ identifier: "PluginManifest" })
export type Manifest = typeof Manifest.Type

/** Something that is wrong with a plugin; most of it keeps it from being loaded (`resolver.ts`). */
export interface PluginProblem {
  readonly code:
    | "MANIFEST_MISSING"
    | "MANIFEST_UNREADABLE"
    | "MANIFEST_INVALID"
    | "SHORT_FORM"
    | "KEY_MISMATCH"
    | "KEY_DUPLICATE"
    | "HOST_INCOMPATIBLE"
    | "DEPENDENCY_MISSING"
    | "DEPENDENCY_VERSION"
    | "DEPENDENCY_CYCLE"
    | "DEPENDENCY_UNDECLARED"
    | "NOT_ENABLED_HERE"
    | "PACKAGE_MISSING"
    | "ENTRY_INVALID"
    | "PERMISSION_UNDECLARED"
    | "EVENT_UNDECLARED"
    | "ID_FOREIGN"
    | "ID_DUPLICATE"
    | "ROUTE_DUPLICATE"
    | "TRANSLATION_INVALID"
    | "MIGRATION_REFUSED"
    | "MIGRATION_FAILED"
  /** One sentence that names what to change. */
  readonly detail: string
}

/** What a manifest breaks although each of its fields is well formed. */
interface Breach {
  readonly path: ReadonlyArray<string>
  readonly issue: string
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

interface Fields {
  readonly key: string
  readonly permissions?: Readonly<Record<string, string>>
  readonly roles?: Readonly<Record<string, ReadonlyArray<string>>>
  readonly events?: { readonly emits?: ReadonlyArray<string> }
}
