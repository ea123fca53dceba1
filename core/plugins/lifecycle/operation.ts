import { Schema } from "effect"

export const OperationKind = Schema.Literals([
  "install",
  "enable",
  "disable",
  "upgrade",
  "uninstall",
  "release",
  "purge",
])
export type OperationKind = typeof OperationKind.Type

/** What a person may ask for. The hub alone deletes, when the time has come. */
export type AskedKind = Exclude<OperationKind, "purge">

/** Something that happened on the way, for whoever watches. */
const OperationNote = Schema.Struct({ at: Schema.String, text: Schema.String })

/**
 * One change of what a restaurant runs: planned, then carried out step by step. Stored, so that a crash resumes it at
 * its step; one at a time per restaurant.
 */
export const Operation = Schema.Struct({
  id: Schema.String,
  tenantId: Schema.String,
  plugin: Schema.String,
  kind: OperationKind,
  status: Schema.Literals(["queued", "running", "succeeded", "failed", "cancelled"]),
  /** Index into `steps` of the one that runs, or that failed. */
  step: Schema.Int,
  /** What will be done, in order: `expand kds 1.1.0`, `start kds`. */
  steps: Schema.Array(Schema.String),
  /** 0 to 100. */
  percent: Schema.Int,
  log: Schema.Array(OperationNote),
  error: Schema.NullOr(Schema.Struct({ code: Schema.String, detail: Schema.String })),
  requestedBy: Schema.String,
  createdAt: Schema.String,
  finishedAt: Schema.NullOr(Schema.String),
}).annotate({ identifier: "Operation" })
export type Operation = typeof Operation.Type

/** What a person may see of a plugin in one restaurant. */
export const PluginOverview = Schema.Struct({
  key: Schema.String,
  name: Schema.String,
  description: Schema.String,
  /** What people lack while it is off; null when its author does not say. */
  off: Schema.NullOr(Schema.String),
  /** Of the code that this process has loaded. */
  version: Schema.String,
  desired: Schema.Literals(["absent", "installed", "enabled"]),
  actual: Schema.Literals(["absent", "installed", "enabled", "quarantined"]),
  installedVersion: Schema.NullOr(Schema.String),
  /** Its kept data is deleted then, unless it is installed again before. */
  purgeAt: Schema.NullOr(Schema.String),
  /** There is newer code than the restaurant's data. */
  upgradeAvailable: Schema.Boolean,
  /** ok: serves · failing: the circuit is open or it does not start · quarantined: waits for a person · stopped: not enabled */
  health: Schema.Literals(["ok", "failing", "quarantined", "stopped"]),
  /** Events that its handlers have not yet handled. */
  lag: Schema.Int,
  /** Why a change of it failed or it was set aside, or its last fault while it serves: whichever came last. */
  lastError: Schema.NullOr(
    Schema.Struct({
      code: Schema.String,
      detail: Schema.String,
      at: Schema.String,
      /** Of the request that met the fault; the log has more under it. */
      requestId: Schema.optionalKey(Schema.String),
    }),
  ),
  requires: Schema.Array(Schema.String),
  /** Plugins of this restaurant that need it. */
  dependents: Schema.Array(Schema.String),
  /** Why this process does not load it, if so. */
  problems: Schema.Array(Schema.Struct({ code: Schema.String, detail: Schema.String })),
  /** JSON Schema of its settings, for the form; null when it has none. */
  settingsSchema: Schema.NullOr(Schema.Unknown),
  enabledAt: Schema.NullOr(Schema.String),
}).annotate({ identifier: "PluginOverview" })
export type PluginOverview = typeof PluginOverview.Type
