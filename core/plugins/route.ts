import { Effect, type Schema } from "effect"
import type { CommandFailure } from "#core/hub/gate.ts"
import type { Scope } from "#core/hub/scope.ts"
import type { Method, PluginAnswer } from "./running/plugin-host.ts"

/** `/orders/:id/commands` → `{ id: string }`. */
export type PathParams<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? { readonly [Key in Name]: string } & PathParams<`/${Rest}`>
  : Path extends `${string}:${infer Name}`
    ? { readonly [Key in Name]: string }
    : unknown

/** One request as a handler sees it: checked, decoded, and who asks. */
export interface RequestContext<Params, Query, Body> {
  readonly scope: Scope
  readonly requestId: string
  readonly params: Params
  readonly query: Query
  readonly body: Body
  /** How the hub is called from where the request came: `http://10.0.0.2:8080`. */
  readonly origin: string
  /** Only for routes that answer repeats themselves (`repeats: "handler"`). */
  readonly idempotencyKey?: string
  /** Revision that the caller saw (`If-Match`). */
  readonly ifMatch?: number
}

/** A route as data: the host mounts it, guards it and runs it in the instance of the caller's tenant. */
export interface Route<R> {
  readonly method: Method
  readonly path: string
  readonly permission: string
  readonly summary: string
  readonly query?: Schema.Codec<unknown, unknown>
  readonly body?: Schema.Codec<unknown, unknown>
  readonly documentedBody?: Schema.Codec<unknown, unknown>
  readonly answer?: Schema.Codec<unknown, unknown>
  readonly status: number
  readonly repeats: "stored" | "handler"
  readonly changesSetup: boolean
  respond(
    request: RequestContext<Readonly<Record<string, string>>, unknown, unknown>,
  ): Effect.Effect<PluginAnswer, CommandFailure, R>
}

interface RouteSpec<Path extends string, Query, Body> {
  readonly method: Method
  /** Below `/api/plugins/{key}`; parameters are `:name`. */
  readonly path: Path
  /** Must stand in the manifest. */
  readonly permission: string
  readonly summary: string
  /** Query values arrive as strings. */
  readonly query?: Schema.Codec<Query, unknown>
  readonly body?: Schema.Codec<Body, unknown>
  /** The body as OpenAPI shows it, of a route that has it decoded elsewhere (`body` is `Schema.Unknown` then). */
  readonly documentedBody?: Schema.Codec<unknown, unknown>
  readonly answer?: Schema.Codec<unknown, unknown>
  /** Of a good answer; 200 when not given. */
  readonly status?: number
  /**
   * Who answers a repeated `Idempotency-Key` of a POST: `stored` (default) runs the handler in one transaction with the
   * stored answer; `handler` hands the key on, for what is decided outside of that transaction (the gate).
   */
  readonly repeats?: "stored" | "handler"
  /** The restaurant's picture is built anew after a good answer. */
  readonly changesSetup?: boolean
}

type Handler<Path extends string, Query, Body, Answer, R> = (
  request: RequestContext<PathParams<Path>, Query, Body>,
) => Effect.Effect<Answer, CommandFailure, R>

/** Give `handle` when the answer is JSON, `respond` when it has another status, headers or bytes. */
export const route = <const Path extends string, R = never, Query = undefined, Body = undefined>(
  spec: RouteSpec<Path, Query, Body> &
    (
      | { readonly handle: Handler<Path, Query, Body, unknown, R> }
      | { readonly respond: Handler<Path, Query, Body, PluginAnswer, R> }
    ),
): Route<R> => {
  const status = spec.status ?? 200
  const respond: Handler<Path, Query, Body, PluginAnswer, R> =
    "respond" in spec
      ? spec.respond
      : (request) => Effect.map(spec.handle(request), (json) => ({ status, json }))
  // The mounted route decodes by the same Schemas that give `respond` its types; a list of routes cannot say so.
  return { repeats: "stored", changesSetup: false, ...spec, status, respond } as Route<R>
}
