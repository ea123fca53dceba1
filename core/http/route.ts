import type { Effect, Schema, Stream } from "effect"
import type { Scope } from "#core/hub/scope.ts"
import type { Refused } from "#core/kitchen/refusal.ts"
import type { LimitKind } from "#core/limits/request-limits.ts"
import type { Method, PluginAnswer } from "#core/plugins/running/plugin-host.ts"
import type { RouteFailure } from "./problem.ts"

/** A request as a route sees it: query and body decoded by the route's Schemas. */
export interface RouteRequest {
  readonly requestId: string
  /** Where it came from, for limits and locks. */
  readonly address: string
  /** How the hub is called from there: `http://10.0.0.2:8080`. */
  readonly origin: string
  readonly params: Readonly<Record<string, string>>
  readonly query: unknown
  readonly body: unknown
  /** Body as it came in, for fingerprints. */
  readonly rawBody: unknown
  readonly idempotencyKey?: string
  /** The number in `If-Match: "7"`: the caller saw that revision. */
  readonly ifMatch?: number
  /** The credential, if one was sent. */
  readonly token?: string
  /** Languages that the caller reads, as its `Accept-Language` says. */
  readonly acceptLanguage?: string
}

export type RouteAnswer =
  | PluginAnswer
  | {
      readonly status: number
      readonly bytes: Uint8Array
      readonly contentType: string
      readonly headers: Readonly<Record<string, string>>
    }
  /** Server-sent events, each as it is sent. */
  | { readonly status: number; readonly events: Stream.Stream<string> }

interface RouteShape {
  readonly method: Method
  /** Whole path; parameters are `:name`. */
  readonly path: string
  readonly tag: string
  /** One line for the OpenAPI document. */
  readonly summary: string
  readonly query?: Schema.Codec<unknown, unknown>
  readonly body?: Schema.Codec<unknown, unknown>
  /** The body as the document shows it, of a route that decodes it itself (after a check that comes first). */
  readonly documentedBody?: Schema.Codec<unknown, unknown>
  readonly answer?: Schema.Codec<unknown, unknown>
  /** Status of a good answer. */
  readonly status: number
  readonly limit: LimitKind
  /** Code of the 500 that a bug of this route ends in. */
  readonly defectCode: string
}

/** Open to whoever reaches the port. */
export interface PublicRoute extends RouteShape {
  readonly access: "public"
  readonly handle: (request: RouteRequest) => Effect.Effect<RouteAnswer, RouteFailure>
}

/** Refused with 401 before it runs, unless a credential makes a scope. */
export interface ScopedRoute extends RouteShape {
  readonly access: "scoped"
  /** Code that the scope must grant, and who looks: a plugin's host says "not enabled" before "not allowed". */
  readonly guard?: { readonly by: "admission" | "route"; readonly permission: string }
  /** Said before anything is said of a request that is not understood. */
  readonly refusal?: (scope: Scope) => Refused | undefined
  readonly handle: (scope: Scope, request: RouteRequest) => Effect.Effect<RouteAnswer, RouteFailure>
}

/** One route of the API, whoever made it: mounted, limited, measured and documented the same way. */
export type Route = PublicRoute | ScopedRoute
