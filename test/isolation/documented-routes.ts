/** A JSON Schema as the OpenAPI document writes it, as far as these tests read it. */
export interface BodySchema {
  readonly $ref?: string
  readonly type?: string
  readonly properties?: Readonly<Record<string, BodySchema>>
  readonly required?: ReadonlyArray<string>
  readonly items?: BodySchema
  readonly anyOf?: ReadonlyArray<BodySchema>
  readonly enum?: ReadonlyArray<unknown>
  readonly minimum?: number
  readonly maxLength?: number
}

/** One documented route; what is served is what is documented, so that none is missing here. */
export interface DocumentedRoute {
  readonly method: string
  /** With `/api` in front and parameters as `{name}`. */
  readonly path: string
  readonly isPublic: boolean
  readonly parameters: ReadonlyArray<string>
  readonly queries: ReadonlyArray<string>
  readonly body?: BodySchema
  /** Of a good answer in JSON. */
  readonly answer?: BodySchema
}

export interface RouteDocument {
  readonly routes: ReadonlyArray<DocumentedRoute>
  /** Without the reference, when it is one. */
  readonly resolve: (schema: BodySchema) => BodySchema
}

export const routeDocument = async (url: string): Promise<RouteDocument> => {
  const document = (await (await fetch(`${url}/api/openapi.json`)).json()) as OpenApi
  const routes = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, route]): DocumentedRoute => {
      const body = route.requestBody?.content["application/json"].schema
      const answer = route.responses["200"]?.content?.["application/json"]?.schema
      const named = (where: string) =>
        (route.parameters ?? []).filter((one) => one.in === where).map(({ name }) => name)
      return {
        method: method.toUpperCase(),
        path,
        isPublic: route.security.length === 0,
        parameters: named("path"),
        queries: named("query"),
        ...(body === undefined ? {} : { body }),
        ...(answer === undefined ? {} : { answer }),
      }
    }),
  )
  return {
    routes,
    resolve: (schema) =>
      schema.$ref === undefined
        ? schema
        : (document.components.schemas[schema.$ref.split("/").at(-1) ?? ""] ?? {}),
  }
}

export const routeName = ({ method, path }: DocumentedRoute): string => `${method} ${path}`

interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: { readonly schemas: Readonly<Record<string, BodySchema>> }
}

interface Operation {
  readonly security: ReadonlyArray<unknown>
  readonly parameters?: ReadonlyArray<{ readonly name: string; readonly in: string }>
  readonly requestBody?: {
    readonly content: { readonly "application/json": { readonly schema: BodySchema } }
  }
  readonly responses: Readonly<
    Record<
      string,
      { readonly content?: { readonly "application/json"?: { readonly schema: BodySchema } } }
    >
  >
}
