import { Effect } from "effect"
import { manifestJsonSchema } from "#core/plugins/manifest/manifest-json-schema.ts"
import { asyncApi, type WireChannel } from "./asyncapi.ts"
import { docsPage, docsPolicy } from "./docs-page.ts"
import { openApi } from "./openapi.ts"
import type { PublicRoute, Route } from "./route.ts"

/** The API's own description: made once, from the routes that are mounted (these four among them). */
export const documentRoutes = (options: {
  readonly apiPrefix: string
  readonly version: string
  readonly routes: ReadonlyArray<Route>
  readonly channels: ReadonlyArray<WireChannel>
}): ReadonlyArray<PublicRoute> => {
  const { apiPrefix, version } = options
  const address = {
    openapi: `${apiPrefix}/openapi.json`,
    asyncapi: `${apiPrefix}/asyncapi.json`,
    docs: `${apiPrefix}/docs`,
    manifest: `${apiPrefix}/module.schema.json`,
  }
  const own: Array<PublicRoute> = []
  const openapi = once(() => openApi({ version, routes: [...options.routes, ...own] }))
  const texts = {
    openapi: once(() => JSON.stringify(openapi())),
    asyncapi: once(() => JSON.stringify(asyncApi({ version, channels: options.channels }))),
    docs: once(() => docsPage(openapi(), address)),
    manifest: once(() => JSON.stringify(manifestJsonSchema())),
  }
  const serve = (
    name: keyof typeof texts,
    summary: string,
    contentType: string,
    headers: Readonly<Record<string, string>> = {},
  ): PublicRoute => ({
    access: "public",
    method: "GET",
    path: address[name],
    tag: "documents",
    summary,
    status: 200,
    limit: "standard",
    defectCode: "INTERNAL",
    handle: () =>
      Effect.sync(() => ({
        status: 200,
        bytes: encoder.encode(texts[name]()),
        contentType,
        headers,
      })),
  })
  own.push(
    serve("openapi", "This API as OpenAPI 3.1", "application/json; charset=utf-8"),
    serve("asyncapi", "Sockets and MQTT as AsyncAPI 3", "application/json; charset=utf-8"),
    serve("docs", "This API as a page to read", "text/html; charset=utf-8", {
      "content-security-policy": docsPolicy,
    }),
    serve(
      "manifest",
      "JSON Schema of a plugin's module.toml, for editors",
      "application/schema+json; charset=utf-8",
    ),
  )
  return own
}

const encoder = new TextEncoder()

const once = <A>(make: () => A): (() => A) => {
  let made: { readonly value: A } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
