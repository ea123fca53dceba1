import type { TenantId } from "#core/kitchen/ids.ts"
import type { ChangeRequest } from "#core/plugins/lifecycle/plugin-lifecycle.ts"
import type { ActualState } from "#core/plugins/plugin-states.ts"

export const slugOf = (tenant: TenantId) => `bistro-${tenant.slice(0, 8)}`
const install = {
  kind: "install",
  plugin: "cellar",
  withRequirements: true,
  enable: true,
  seed: "default",
} as const
const disable = { kind: "disable", plugin: "larder", cascade: true, drainTimeoutMs: 100 } as const
const uninstall = (data: "keep" | "purge") => (tenant: TenantId) =>
  ({ kind: "uninstall", plugin: "cellar", data, confirm: slugOf(tenant) }) as const

export interface Case {
  readonly name: string
  /** What both plugins are before: everything is installed by the set-up, and then put into this state. */
  readonly before: ActualState
  readonly ask: (tenant: TenantId) => ChangeRequest
  readonly larder: string
  readonly cellar: string | undefined
  /** How often each of these must have happened in the end. */
  readonly happened: Readonly<Record<string, number>>
  readonly rows: ReadonlyArray<string>
  /** It was in use once, and its data is to be deleted then. */
  readonly marked?: number
  /** Files that hold the restaurant's rows; none when not given. */
  readonly exports?: number
}

export const migrated = ["0001", "0002"]

export const cases: ReadonlyArray<Case> = [
  {
    name: "install",
    before: "absent",
    ask: () => install,
    larder: "enabled",
    cellar: "enabled",
    happened: { "plugin.installed": 2, "plugin.enabled": 2 },
    rows: migrated,
  },
  {
    name: "disable",
    before: "enabled",
    ask: () => disable,
    larder: "installed",
    cellar: "installed",
    happened: { "plugin.disabled": 2, "plugin.enabled": 2 },
    rows: migrated,
  },
  {
    name: "enable",
    before: "installed",
    ask: () => ({ kind: "enable", plugin: "cellar", withRequirements: true, events: "catchUp" }),
    larder: "enabled",
    cellar: "enabled",
    happened: { "plugin.enabled": 4 },
    rows: migrated,
  },
  {
    name: "uninstall and keep",
    before: "enabled",
    ask: uninstall("keep"),
    larder: "enabled",
    cellar: "absent",
    happened: { "plugin.disabled": 1, "plugin.uninstalled": 1 },
    rows: migrated,
  },
  {
    name: "uninstall and purge",
    before: "enabled",
    ask: uninstall("purge"),
    larder: "enabled",
    cellar: "absent",
    happened: { "plugin.disabled": 1, "plugin.uninstalled": 1, "plugin.purge_planned": 1 },
    rows: migrated,
    exports: 1,
  },
  {
    name: "install while the data is held",
    before: "absent",
    marked: Date.now() + 86_400_000,
    ask: () => install,
    larder: "enabled",
    cellar: "enabled",
    happened: {
      "plugin.purge_called_off": 1,
      "plugin.installed": 1,
      "plugin.enabled": 3,
    },
    rows: migrated,
  },
  {
    name: "purge when the hold is over",
    before: "absent",
    marked: 1_000,
    ask: () => ({ kind: "purge", plugin: "cellar", purgeAfter: 1_000 }),
    larder: "enabled",
    cellar: undefined,
    happened: { "plugin.purged": 1 },
    rows: [],
  },
  {
    name: "release",
    before: "quarantined",
    ask: () => ({ kind: "release", plugin: "cellar" }),
    larder: "enabled",
    cellar: "enabled",
    happened: { "plugin.released": 1 },
    rows: migrated,
  },
  {
    name: "upgrade",
    before: "enabled",
    ask: () => ({ kind: "upgrade", plugin: "cellar" }),
    larder: "enabled",
    cellar: "enabled",
    happened: { "plugin.upgraded": 1 },
    rows: migrated,
  },
]
