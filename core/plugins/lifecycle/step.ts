import type { SeedKind } from "#core/plugins/seed.ts"

/**
 * One thing that an operation does. Stored with it, and done again after a crash in the middle of it: each is idempotent.
 */
export type Step =
  /** Tables of the plugin, once per database. */
  | { readonly do: "expand"; readonly plugin: string; readonly version: string }
  /** Data of this restaurant. */
  | { readonly do: "migrate"; readonly plugin: string; readonly version: string }
  | { readonly do: "seed"; readonly plugin: string; readonly seed: SeedKind }
  /** What roles may do by default. */
  | { readonly do: "grant"; readonly plugin: string }
  /** The next instance is built beside the one that serves. */
  | { readonly do: "start"; readonly plugin: string }
  /** `actual` (and the version) changes, in one transaction with the audit line and the event. */
  | ({ readonly do: "flip"; readonly plugin: string } & Flip)
  /** The restaurant's picture is built anew, so that whoever looks after the operation sees the change. */
  | { readonly do: "show"; readonly plugin: string }
  /** Event handlers run from now on. */
  | { readonly do: "deliver"; readonly plugin: string; readonly missed: "catchUp" | "skip" }
  /** Event handlers take nothing new. */
  | { readonly do: "hold"; readonly plugin: string }
  /** Requests on the instance that served finish, then it is shut down. */
  | { readonly do: "drain"; readonly plugin: string; readonly timeoutMs: number }
  /** Data that was to be deleted stays: the restaurant wants the plugin again. */
  | { readonly do: "keep"; readonly plugin: string }
  /** The restaurant's rows of the plugin are laid down in a file. */
  | { readonly do: "export"; readonly plugin: string }
  /** The restaurant's rows of the plugin are deleted. */
  | { readonly do: "purge"; readonly plugin: string }

export interface Flip {
  /** What happened, in one word: the event is `core.plugin_{what}@1`, the audit line `plugin.{what}`. */
  readonly what:
    | "installed"
    | "enabled"
    | "disabled"
    | "upgraded"
    | "uninstalled"
    | "released"
    | "quarantined"
    | "purged"
  readonly actual: "absent" | "installed" | "enabled" | "quarantined"
  /** Version of the restaurant's data from now on; as it was when not given. */
  readonly version?: string
  /** Its data is to be deleted when the hold is over; when not given it stays. */
  readonly purges?: true
}

/** As a person reads it in the list of an operation's steps. */
export const labelOf = (step: Step): string => {
  switch (step.do) {
    case "expand":
      return `prepare tables of ${step.plugin} ${step.version}`
    case "migrate":
      return `bring data of ${step.plugin} to ${step.version}`
    case "seed":
      return `seed ${step.plugin} (${step.seed})`
    case "grant":
      return `grant default permissions of ${step.plugin}`
    case "start":
      return `start ${step.plugin}`
    case "flip":
      return `mark ${step.plugin} ${step.what}${step.purges ? ", its data to be deleted in 7 days" : ""}`
    case "show":
      return `show what ${step.plugin} changes`
    case "deliver":
      return `deliver events to ${step.plugin}`
    case "hold":
      return `stop events of ${step.plugin}`
    case "drain":
      return `let requests of ${step.plugin} finish`
    case "keep":
      return `keep data of ${step.plugin}`
    case "export":
      return `write data of ${step.plugin} to a file`
    case "purge":
      return `delete data of ${step.plugin}`
  }
}

/** Whether nothing that anybody could notice has happened before this step: the operation may still be called off. */
export const isUndoable = (steps: ReadonlyArray<Step>, at: number): boolean =>
  !steps.slice(0, at + 1).some((step) => step.do === "flip" || step.do === "purge")
