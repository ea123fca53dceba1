import { layer } from "@effect/vitest"
import { Effect, Layer, Schema } from "effect"
import { type HttpOptions, httpServer } from "#core/http/server.ts"
import { Outage, Overloaded } from "#core/hub/gate.ts"
import { may } from "#core/hub/scope.ts"
import { refused } from "#core/kitchen/refusal.ts"
import type { RequestLimits } from "#core/limits/request-limits.ts"
import { notEnabled, notLoaded } from "#core/plugins/running/not-enabled.ts"
import {
  type MountedRoute,
  type PluginAnswer,
  PluginHost,
} from "#core/plugins/running/plugin-host.ts"
import { Tokens } from "#core/security/tokens.ts"
import { directory, margaux, owner, tokens } from "#test/core/security/one-restaurant.ts"
import { limitsLayer, plenty } from "#test/support/limits.ts"

const Line = Schema.Struct({
  productId: Schema.String,
  quantity: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 99 })),
  note: Schema.optionalKey(Schema.String),
}).annotate({ identifier: "TestLine" })

const PlaceOrder = Schema.Struct({
  type: Schema.Literals(["dineIn", "takeaway"]),
  lines: Schema.Array(Line),
}).annotate({ identifier: "TestPlaceOrder" })

const Page = Schema.Struct({
  page: Schema.optionalKey(Schema.FiniteFromString),
  size: Schema.optionalKey(Schema.FiniteFromString),
})

const placeOrder: MountedRoute = {
  plugin: "orders",
  method: "POST",
  path: "/orders",
  permission: "orders.order.place",
  summary: "Place an order",
  body: PlaceOrder,
  answer: Schema.Struct({ id: Schema.String }),
  status: 201,
}
const command: MountedRoute = {
  plugin: "orders",
  method: "POST",
  path: "/orders/:id/commands",
  permission: "orders.order.change",
  summary: "Change an order",
  body: Schema.Struct({ op: Schema.String, args: Schema.Unknown }),
  status: 200,
}
const listNotes: MountedRoute = {
  plugin: "notes",
  method: "GET",
  path: "/notes",
  permission: "notes.read",
  summary: "List the notes",
  query: Page,
  status: 200,
}
const note: MountedRoute = {
  plugin: "notes",
  method: "PATCH",
  path: "/notes/:id",
  permission: "notes.write",
  summary: "Change a note",
  body: Schema.Struct({ text: Schema.String }),
  status: 200,
}
const fault: MountedRoute = {
  plugin: "notes",
  method: "POST",
  path: "/faults/:kind",
  permission: "notes.read",
  summary: "End in a fault",
  status: 200,
}
const picture: MountedRoute = {
  plugin: "notes",
  method: "GET",
  path: "/notes/:id/preview.png",
  permission: "notes.read",
  summary: "Picture of a note",
  status: 200,
}

const faults = {
  refused: Effect.fail(refused("TICKET_NOT_FIRED", "This ticket is held", { ticketId: "t" })),
  conflict: Effect.fail(refused("REVISION_CONFLICT", "The order moved on", { rev: 4 })),
  missing: Effect.fail(refused("ORDER_NOT_FOUND", "There is no such order")),
  overloaded: Effect.fail(new Overloaded({ reason: "mailbox order/1", retryAfterMs: 1_700 })),
  outage: Effect.fail(new Outage({ reason: "postgres://secret@db refused" })),
  defect: Effect.die(new Error("select * from secrets")),
  thrown: Effect.sync((): PluginAnswer => {
    throw new Error("select * from secrets")
  }),
} as const

const host = Layer.succeed(PluginHost, {
  discovered: [
    { key: "notes", name: "Notes", version: "1.0.0", description: "", loaded: true, problems: [] },
  ],
  closed: (_scope, plugin) => {
    if (plugin === "tips") return notLoaded(plugin)
    return ["orders", "notes"].includes(plugin) ? undefined : notEnabled(plugin)
  },
  routes: [placeOrder, command, listNotes, note, fault, picture],
  refusal: (scope, { permission }) =>
    may(scope, permission) ? undefined : refused("AUTH_FORBIDDEN", "This account may not do that"),
  call: (scope, route, request) => {
    if (!may(scope, route.permission))
      return Effect.fail(refused("AUTH_FORBIDDEN", "This account may not do that"))
    if (route === fault) {
      const { kind = "" } = request.params
      if (kind === "eager") throw new Error("select * from secrets")
      if (kind === "slow")
        return Effect.as(Effect.sleep("400 millis"), { status: 200, json: { done: true } })
      return faults[kind as keyof typeof faults]
    }
    if (route === picture)
      return Effect.succeed({
        status: 200,
        bytes: Uint8Array.of(0x89, 0x50),
        contentType: "image/png",
      })
    return Effect.succeed({
      status: route.status,
      json: { tenantId: scope.tenantId, ...request },
      ...(request.idempotencyKey === "again"
        ? { headers: { "idempotency-replayed": "true" } }
        : {}),
    })
  },
})

/** A hub of six routes on a real port, with real tokens. */
export const servedHub = ({
  limits = plenty,
  ...overrides
}: Partial<HttpOptions> & { readonly limits?: RequestLimits } = {}) =>
  Effect.gen(function* () {
    const { server, address } = yield* httpServer({
      host: "127.0.0.1",
      port: 0,
      apiPrefix: "/api",
      corsOrigins: [],
      checks: [],
      info: Effect.succeed({ demo: true, addresses: [] }),
      ...overrides,
    }).pipe(Effect.provide(limitsLayer(limits)))
    const url = `http://127.0.0.1:${address.port}`
    const auth = yield* Tokens
    const { accessToken } = yield* auth.login(owner)
    const ask = (path: string, init: RequestInit = {}) =>
      Effect.promise(async () => {
        const headers = new Headers(init.headers)
        if (!headers.has("authorization")) headers.set("authorization", `Bearer ${accessToken}`)
        if (headers.get("authorization") === "none") headers.delete("authorization")
        const answer = await fetch(`${url}${path}`, { ...init, headers })
        const text = await answer.text()
        return { status: answer.status, headers: answer.headers, text, json: parsed(text) }
      })
    const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
      ask(path, {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: typeof body === "string" ? body : JSON.stringify(body),
      })
    return { url, port: address.port, server, accessToken, auth, ask, post }
  })

export const servedLayers = Layer.mergeAll(host, tokens, directory)

/** Tests with a real clock, for their sockets are real. */
export const overHttp = layer(servedLayers, {
  excludeTestServices: true,
})

export const tenantId = margaux.id

const parsed = (text: string) => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
