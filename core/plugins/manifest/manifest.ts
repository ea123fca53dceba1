import { Result, Schema, SemVer, SemVerRange } from "effect"
import { manifestBreaches } from "#core/plugins/loading/manifest-breaches.ts"

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

/** Said in an editor, over the field. */
const about = (description: string) => ({ description })

/** `module.toml` of a plugin. The folder's name is the key. */
export const Manifest = Schema.Struct({
  key: PluginKey.annotate(about("Name of the folder, for ever")),
  renamed_from: Schema.optionalKey(
    Schema.Array(PluginKey).annotate(
      about("Keys it had before: what they left behind becomes its own"),
    ),
  ),
  name: Text.annotate(about("As people read it, in English; i18n has it in other languages")),
  version: Version.annotate(about("SemVer: 1.2.0")),
  description: Text.annotate(about("One sentence for whoever decides whether to install it")),
  by_request: Schema.optionalKey(
    Schema.Boolean.annotate(
      about("Only who asks for it by name gets it: no demo, no restaurant that a start opens"),
    ),
  ),
  migrations: Schema.optionalKey(
    Schema.Struct({ dir: File }).annotate(about("Folder with expand, tenant and contract")),
  ),
  seed: Schema.optionalKey(
    Schema.Struct({ file: File }).annotate(about("Module that exports seed(context, kind)")),
  ),
  events: Schema.optionalKey(
    Schema.Struct({
      emits: Schema.optionalKey(
        Schema.Array(EventName).annotate(about("Facts it tells the others: kds.ticket_bumped@1")),
      ),
      consumes: Schema.optionalKey(
        Schema.Array(EventName).annotate(about("Facts of others that it handles")),
      ),
    }),
  ),
  compat: Schema.Struct({
    host: Range.annotate(about("Versions of the hub's SDK it is made for: ^1.0.0")),
    data: Schema.optionalKey(
      Range.annotate(
        about("Versions of a restaurant's data that this code serves: >=1.0.0 <3.0.0"),
      ),
    ),
  }),
  requires: Schema.optionalKey(
    Requirements.annotate(about("Plugins that come first, and run wherever this one runs")),
  ),
  optional: Schema.optionalKey(
    Requirements.annotate(about("Plugins that come first, if they are there at all")),
  ),
  permissions: Schema.optionalKey(
    Schema.Record(PermissionCode, Text).annotate(
      about("Code, beginning with the key, to what a person reads who grants it"),
    ),
  ),
  roles: Schema.optionalKey(
    Schema.Record(RoleKey, Schema.Array(Schema.String)).annotate(
      about(
        "Role to the codes, or {key}.*, it is granted when a restaurant first enables the plugin",
      ),
    ),
  ),
  ui: Schema.optionalKey(
    Schema.Struct({
      pages: Schema.optionalKey(
        Schema.Array(Page).annotate(about("Pages; with nav they have a place in the navigation")),
      ),
      routes: Schema.optionalKey(
        Schema.Array(
          Schema.Struct({ path: PagePath, component: ComponentName, permission: PermissionCode }),
        ).annotate(
          about("Pages that other pages lead to; a path may have parameters: /kds/tickets/:id"),
        ),
      ),
      slots: Schema.optionalKey(
        Schema.Array(
          Schema.Struct({ slot: SlotName, component: ComponentName, permission: PermissionCode }),
        ).annotate(about("Parts that it puts into other plugins' pages")),
      ),
    }),
  ),
  limits: Schema.optionalKey(
    Schema.Struct({
      request_timeout_ms: Schema.optionalKey(
        Schema.Int.check(Schema.isBetween({ minimum: 10, maximum: 60_000 })).annotate(
          about("A request that takes longer is answered PLUGIN_TIMEOUT (10000)"),
        ),
      ),
      concurrency: Schema.optionalKey(
        Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 10_000 })).annotate(
          about("Requests of one restaurant at the same time; one more is answered PLUGIN_BUSY"),
        ),
      ),
      isolation: Schema.optionalKey(Schema.Literals(["fiber", "worker"])),
    }),
  ),
})
  .check(Schema.makeFilter((manifest) => [...manifestBreaches(manifest)]))
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
