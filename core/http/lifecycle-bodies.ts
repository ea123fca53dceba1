import { Schema } from "effect"
import type { AskedKind } from "#core/plugins/lifecycle/operation.ts"
import type { ChangeRequest } from "#core/plugins/lifecycle/plugin-lifecycle.ts"

const Flag = Schema.optionalKey(Schema.Boolean)
/** Check everything and say what would be done; change nothing. */
const dryRun = Flag

const Install = Schema.Struct({
  /** Bring along what it requires. */
  withRequirements: Flag,
  /** Enable it as well. */
  enable: Flag,
  /** What to begin with: `default` when not given. */
  seed: Schema.optionalKey(Schema.Literals(["none", "default", "demo"])),
  /** Settings, by the plugin's own Schema. */
  config: Schema.optionalKey(Schema.Unknown),
  dryRun,
})
const Enable = Schema.Struct({
  withRequirements: Flag,
  /** What happened while it was disabled: handled now (when not given), or passed over. */
  events: Schema.optionalKey(Schema.Literals(["catchUp", "skip"])),
})
const Disable = Schema.Struct({
  /** Disable those that need it too. */
  cascade: Flag,
  /** How long requests that run may take to finish; 30 s when not given. */
  drainTimeoutMs: Schema.optionalKey(
    Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 300_000 })),
  ),
  reason: Schema.optionalKey(Schema.String.check(Schema.isMaxLength(500))),
})
const Upgrade = Schema.Struct({
  /** The version that the hub has, when not given. */
  to: Schema.optionalKey(
    Schema.String.check(
      Schema.isPattern(/^\d{1,9}\.\d{1,9}\.\d{1,9}$/, {
        message: "Expected a version such as 1.2.0",
      }),
    ),
  ),
  dryRun,
})
const Uninstall = Schema.Struct({
  /** `keep` when not given. */
  data: Schema.optionalKey(Schema.Literals(["keep", "purge"])),
  /** To purge: the restaurant's slug. */
  confirm: Schema.optionalKey(Schema.String.check(Schema.isMaxLength(100))),
})
const Release = Schema.Struct({})

/** Bodies of `POST …/plugins/{key}/{kind}`; none at all is the empty one. */
export const changeBodies = {
  install: orNothing(Install, "PluginInstall"),
  enable: orNothing(Enable, "PluginEnable"),
  disable: orNothing(Disable, "PluginDisable"),
  upgrade: orNothing(Upgrade, "PluginUpgrade"),
  uninstall: orNothing(Uninstall, "PluginUninstall"),
  release: orNothing(Release, "PluginRelease"),
} as const satisfies Readonly<Record<AskedKind, Schema.Codec<unknown, unknown>>>

function orNothing<S extends Schema.Codec<unknown, unknown>>(schema: S, identifier: string) {
  return Schema.UndefinedOr(schema.annotate({ identifier }))
}

/** The request that a body stands for, with everything that it leaves out. */
export const changeRequest = (kind: AskedKind, plugin: string, body: unknown): ChangeRequest => {
  const { dryRun: _, ...given } = (body ?? {}) as Readonly<Record<string, unknown>>
  return { kind, plugin, ...defaults[kind], ...given } as unknown as ChangeRequest
}

const defaults: Readonly<Record<AskedKind, Readonly<Record<string, unknown>>>> = {
  install: { withRequirements: false, enable: false, seed: "default" },
  enable: { withRequirements: false, events: "catchUp" },
  disable: { cascade: false, drainTimeoutMs: 30_000 },
  upgrade: {},
  uninstall: { data: "keep" },
  release: {},
}
