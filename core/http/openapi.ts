import type { JsonSchema } from "effect"
import { type JsonSchemas, jsonSchemas } from "./json-schemas.ts"
import { ProblemBody } from "./problem.ts"
import type { Route } from "./route.ts"

/** OpenAPI 3.1 of the mounted routes: what is served is what is documented. */
export const openApi = (options: {
  readonly version: string
  readonly routes: ReadonlyArray<Route>
}): OpenApiDocument => {
  const schemas = jsonSchemas()
  schemas.of(ProblemBody)
  const paths: Record<string, Record<string, Operation>> = {}
  for (const route of options.routes) {
    const path = route.path.replace(/:([A-Za-z]\w*)/g, "{$1}")
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route, schemas) }
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Heard",
      version: options.version,
      description:
        "The realtime hub of a restaurant. Every answer that is not good has the body of `Problem`, and " +
        "`Retry-After` (seconds) where asking again helps; `X-Request-ID` is echoed or made. Who works in several " +
        "restaurants names one with `X-Tenant-Id`. A repeat under its `Idempotency-Key` is answered as the first " +
        "time, with `Idempotency-Replayed: true`. Instants are ISO 8601 in UTC with milliseconds, ids UUIDs in lower " +
        "case, money in minor units.",
    },
    servers: [{ url: "/" }],
    tags: [...new Set(options.routes.map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: {
      schemas: schemas.components,
      securitySchemes: { bearer: { type: "http", scheme: "bearer", bearerFormat: "JWT" } },
      responses: {
        Problem: {
          description: "Refused, or not possible now: `code` says which",
          content: { "application/json": { schema: { $ref: "#/components/schemas/Problem" } } },
        },
      },
    },
  }
}

export interface OpenApiDocument {
  readonly openapi: "3.1.0"
  readonly info: { readonly title: string; readonly version: string; readonly description: string }
  readonly servers: ReadonlyArray<{ readonly url: string }>
  readonly tags: ReadonlyArray<{ readonly name: string }>
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: {
    readonly schemas: Readonly<Record<string, JsonSchema.JsonSchema>>
    readonly securitySchemes: unknown
    readonly responses: unknown
  }
}

export interface Operation {
  readonly operationId: string
  readonly tags: ReadonlyArray<string>
  readonly summary: string
  readonly description?: string
  readonly security: ReadonlyArray<Readonly<Record<string, ReadonlyArray<string>>>>
  readonly parameters?: ReadonlyArray<Parameter>
  readonly requestBody?: unknown
  readonly responses: Readonly<Record<string, unknown>>
}

interface Parameter {
  readonly name: string
  readonly in: "path" | "query" | "header"
  readonly required: boolean
  readonly schema: unknown
  readonly description?: string
}

const operation = (route: Route, schemas: JsonSchemas): Operation => {
  const parameters = [
    ...pathParameters(route),
    ...queryParameters(route, schemas),
    ...key(route),
    ...revision(route),
  ]
  return {
    operationId: `${route.method} ${route.path}`
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "_")
      .replace(/^_|_$/g, ""),
    tags: [route.tag],
    summary: route.summary,
    ...(route.access === "scoped" && route.guard !== undefined
      ? { description: `Needs the permission \`${route.guard.permission}\`.` }
      : {}),
    security: route.access === "public" ? [] : [{ bearer: [] }],
    ...(parameters.length === 0 ? {} : { parameters }),
    ...requestBody(route, schemas),
    responses: {
      [route.status]: {
        description: "Done",
        ...(route.answer === undefined
          ? {}
          : { content: { "application/json": { schema: schemas.of(route.answer) } } }),
      },
      default: { $ref: "#/components/responses/Problem" },
    },
  }
}

const requestBody = (route: Route, schemas: JsonSchemas): Pick<Operation, "requestBody"> => {
  const body = route.documentedBody ?? route.body
  return body === undefined
    ? {}
    : {
        requestBody: {
          required: true,
          content: { "application/json": { schema: schemas.of(body) } },
        },
      }
}

const pathParameters = ({ path }: Route): ReadonlyArray<Parameter> =>
  Array.from(path.matchAll(/:([A-Za-z]\w*)/g), ([, name = ""]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string" },
  }))

const queryParameters = ({ query }: Route, schemas: JsonSchemas): ReadonlyArray<Parameter> => {
  if (query === undefined) return []
  const schema = schemas.of(query)
  const { $ref } = schema as QuerySchema
  const object = (
    $ref === undefined ? schema : schemas.components[$ref.slice($ref.lastIndexOf("/") + 1)]
  ) as QuerySchema
  return Object.entries(object.properties ?? {}).map(([name, property]) => ({
    name,
    in: "query",
    required: object.required?.includes(name) ?? false,
    schema: property,
  }))
}

interface QuerySchema {
  readonly $ref?: string
  readonly properties?: Readonly<Record<string, unknown>>
  readonly required?: ReadonlyArray<string>
}

const key = ({ method, access }: Route): ReadonlyArray<Parameter> =>
  method === "POST" && access === "scoped"
    ? [
        {
          name: "Idempotency-Key",
          in: "header",
          required: false,
          schema: { type: "string", minLength: 1, maxLength: 128 },
          description: "The same key and body again get the stored answer",
        },
      ]
    : []

const revision = ({ method, access }: Route): ReadonlyArray<Parameter> =>
  (method === "PATCH" || method === "DELETE") && access === "scoped"
    ? [
        {
          name: "If-Match",
          in: "header",
          required: false,
          schema: { type: "string", pattern: '^"[0-9]+"$' },
          description:
            "The revision that you saw, in quotes: refused with `REVISION_CONFLICT` when there is a newer one",
        },
      ]
    : []
