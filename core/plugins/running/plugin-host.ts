import { Context, type Effect, type Schema } from "effect"
import type { CommandFailure } from "#core/hub/gate.ts"
import type { Scope } from "#core/hub/scope.ts"
import type { Refused } from "#core/kitchen/refusal.ts"

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE"

/** One route of a plugin as the HTTP server mounts it at `/api/plugins/{plugin}{path}`; path parameters are `:name`. */
export interface MountedRoute {
  readonly plugin: string
  readonly method: Method
  readonly path: string
  /** Code that the caller's scope must grant. */
  readonly permission: string
  /** One line for the OpenAPI document. */
  readonly summary: string
  readonly query?: Schema.Codec<unknown, unknown>
  readonly body?: Schema.Codec<unknown, unknown>
  /** The body as OpenAPI shows it, of a route that has it decoded elsewhere. */
  readonly documentedBody?: Schema.Codec<unknown, unknown>
  /** Shape of the answer, for OpenAPI. */
  readonly answer?: Schema.Codec<unknown, unknown>
  /** Status of a good answer. */
  readonly status: number
}

/** What the server hands over: params as strings, query and body already decoded by the route's Schemas. */
export interface PluginRequest {
  readonly requestId: string
  readonly params: Readonly<Record<string, string>>
  readonly query: unknown
  readonly body: unknown
  /** Body as it came in, for fingerprints. */
  readonly rawBody: unknown
  /** How the hub is called from where the request came: `http://10.0.0.2:8080`. */
  readonly origin?: string
  readonly idempotencyKey?: string
  /** The number in `If-Match: "7"`: the caller saw that revision. */
  readonly ifMatch?: number
}

export type PluginAnswer =
  | {
      readonly status: number
      readonly json: unknown
      readonly headers?: Readonly<Record<string, string>>
    }
  | { readonly status: number; readonly bytes: Uint8Array; readonly contentType: string }

export interface DiscoveredPlugin {
  readonly key: string
  readonly name: string
  readonly version: string
  readonly description: string
  readonly loaded: boolean
  readonly problems: ReadonlyArray<{ readonly code: string; readonly detail: string }>
}

/** The plugins of this process. */
export class PluginHost extends Context.Service<
  PluginHost,
  {
    readonly discovered: ReadonlyArray<DiscoveredPlugin>
    readonly routes: ReadonlyArray<MountedRoute>
    /**
     * What every address of a plugin is answered with, whether there is such a plugin or not, while the restaurant does
     * not use it or the hub could not load it.
     */
    readonly closed: (scope: Scope, plugin: string) => Refused | undefined
    /**
     * What a call would be refused with whatever it asks: a request that is not understood learns no more than one that
     * is.
     */
    readonly refusal: (scope: Scope, route: MountedRoute) => Refused | undefined
    /**
     * Guard (enabled 404 `PLUGIN_NOT_ENABLED`, permission 403 `AUTH_FORBIDDEN`) and run. A plugin's bug is a defect:
     * the server answers 500 `PLUGIN_ERROR`.
     */
    readonly call: (
      scope: Scope,
      route: MountedRoute,
      request: PluginRequest,
    ) => Effect.Effect<PluginAnswer, CommandFailure>
  }
>()("heard/PluginHost") {}
