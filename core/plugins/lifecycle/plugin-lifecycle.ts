import { Context, type Effect, type Stream } from "effect"
import type { CommandFailure } from "#core/hub/gate.ts"
import type { Scope } from "#core/hub/scope.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import type { SeedKind } from "#core/plugins/seed.ts"
import type { Operation, PluginOverview } from "./operation.ts"

/** What may be asked for, by kind; but for `purge` the body of `POST …/plugins/{key}/{kind}`. */
export type ChangeRequest = { readonly plugin: string; readonly idempotencyKey?: string } & (
  | {
      readonly kind: "install"
      readonly withRequirements: boolean
      readonly enable: boolean
      readonly seed: SeedKind | "none"
      readonly config?: unknown
    }
  | {
      readonly kind: "enable"
      readonly withRequirements: boolean
      /** What happened while it was disabled: handled now, or passed over. */
      readonly events: "catchUp" | "skip"
    }
  | {
      readonly kind: "disable"
      /** Disable those that need it too. */
      readonly cascade: boolean
      /** How long requests that run may take to finish, in milliseconds. */
      readonly drainTimeoutMs: number
      readonly reason?: string
    }
  | { readonly kind: "upgrade"; readonly to?: string }
  | {
      readonly kind: "uninstall"
      readonly data: "keep" | "purge"
      /** To purge: the restaurant's slug, typed by a person. */
      readonly confirm?: string
    }
  | { readonly kind: "release" }
  /** Asked for by the hub alone, once the hold is over. */
  | {
      readonly kind: "purge"
      /** The mark that it is for, in milliseconds: data that was wanted again and is marked anew is held anew. */
      readonly purgeAfter: number
    }
)

/** What an operation would do, found out without doing it. */
export interface Plan {
  readonly plugin: string
  readonly kind: ChangeRequest["kind"]
  readonly steps: ReadonlyArray<string>
  /** Plugins that come along: requirements to install or enable, dependents to disable. */
  readonly others: ReadonlyArray<{ readonly plugin: string; readonly why: string }>
  /** Of each migration that would run: tried inside a transaction that was rolled back. */
  readonly migrations: ReadonlyArray<{
    readonly name: string
    readonly tookMs: number
    /** Tables that are locked against reading or writing meanwhile. */
    readonly locks: ReadonlyArray<string>
    /** Tables that are written anew, row by row. */
    readonly rewrites: ReadonlyArray<string>
  }>
}

export interface Requested {
  readonly operation: Operation
  /** The same request had come before, under the same key. */
  readonly replayed: boolean
}

/** What each restaurant runs, and how that changes. Asks `core.plugins.read` or `core.plugins.manage` of the scope. */
export class PluginLifecycle extends Context.Service<
  PluginLifecycle,
  {
    /** @param language for names and descriptions; English when not given */
    readonly list: (
      scope: Scope,
      language?: string,
    ) => Effect.Effect<ReadonlyArray<PluginOverview>, CommandFailure>
    readonly get: (
      scope: Scope,
      plugin: string,
      language?: string,
    ) => Effect.Effect<PluginOverview, CommandFailure>
    /** Checks everything, changes nothing. */
    readonly plan: (scope: Scope, request: ChangeRequest) => Effect.Effect<Plan, CommandFailure>
    /** Checked as a whole, then stored; it runs on its own and is followed by `operation` or `watch`. */
    readonly request: (
      scope: Scope,
      request: ChangeRequest,
    ) => Effect.Effect<Requested, CommandFailure>
    /** Begins a failed operation again at the step that failed. */
    readonly retry: (scope: Scope, plugin: string) => Effect.Effect<Operation, CommandFailure>
    readonly operation: (scope: Scope, id: string) => Effect.Effect<Operation, CommandFailure>
    /** Newest first. */
    readonly operations: (scope: Scope) => Effect.Effect<ReadonlyArray<Operation>, CommandFailure>
    /** As it is now and after every change; ends with the operation. */
    readonly watch: (scope: Scope, id: string) => Stream.Stream<Operation, CommandFailure>
    /** While it can still be undone; else `TOO_LATE`. */
    readonly cancel: (scope: Scope, id: string) => Effect.Effect<Operation, CommandFailure>
    readonly settings: (scope: Scope, plugin: string) => Effect.Effect<unknown, CommandFailure>
    readonly saveSettings: (
      scope: Scope,
      plugin: string,
      value: unknown,
    ) => Effect.Effect<unknown, CommandFailure>
    /** For set-up: these plugins with all that they require, installed, seeded and enabled. Run again it goes on. */
    readonly provision: (
      tenantId: TenantId,
      plugins: ReadonlyArray<string>,
      seed: SeedKind | "none",
    ) => Effect.Effect<ReadonlyArray<string>, CommandFailure>
  }
>()("heard/PluginLifecycle") {}
