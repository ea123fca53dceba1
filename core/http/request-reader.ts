import { Result } from "effect"
import type { FastifyRequest } from "fastify"
import { decodeWith, type InputIssue } from "#core/hub/decode.ts"
import { unstorableTexts } from "#core/hub/storable-text.ts"
import { tokenOf } from "./admission.ts"
import { originOf } from "./request-origin.ts"
import type { Route, RouteRequest } from "./route.ts"

/** Reads what a route needs of a request, or names everything that is wrong with it: address, headers and body at once. */
export const requestReader = (
  route: Route,
  elsewhere?: string,
): ((request: FastifyRequest) => Result.Result<RouteRequest, ReadonlyArray<InputIssue>>) => {
  const decodeQuery = route.query === undefined ? anyQuery : queryDecoder(route.query)
  const decodeBody = route.body === undefined ? noBody : decodeWith(route.body)
  const isPublic = route.access === "public"
  return (request) => {
    const query = decodeQuery(request.query)
    const body = decodeBody(request.body)
    const key = idempotencyKey(request.headers["idempotency-key"])
    const ifMatch = revision(request.headers["if-match"])
    const unstorable = unstorableIn(request)
    if (
      unstorable.length > 0 ||
      Result.isFailure(query) ||
      Result.isFailure(body) ||
      Result.isFailure(key) ||
      Result.isFailure(ifMatch)
    )
      return Result.fail([
        ...(Result.isFailure(key) ? key.failure : []),
        ...(Result.isFailure(ifMatch) ? ifMatch.failure : []),
        ...(Result.isFailure(query) ? query.failure : []),
        ...(Result.isFailure(body) ? body.failure : []),
        ...unstorable,
      ])
    const token = isPublic ? tokenOf(request) : undefined
    const acceptLanguage = request.headers["accept-language"]
    return Result.succeed({
      requestId: request.id,
      address: request.ip,
      origin: originOf(request, elsewhere),
      params: request.params as Readonly<Record<string, string>>,
      query: query.success,
      body: body.success,
      rawBody: request.body,
      ...(key.success === undefined ? {} : { idempotencyKey: key.success }),
      ...(ifMatch.success === undefined ? {} : { ifMatch: ifMatch.success }),
      ...(token === undefined ? {} : { token }),
      ...(acceptLanguage === undefined ? {} : { acceptLanguage }),
    })
  }
}

type Decoded = Result.Result<unknown, ReadonlyArray<InputIssue>>

/** In the body as it was read, or in the part of the address that names things. */
const unstorableIn = (request: FastifyRequest): ReadonlyArray<InputIssue> =>
  request.url.includes("%00")
    ? [
        ...unstorableTexts(request.params).map(({ path, message }) => ({
          path: `address.${path}`,
          message,
        })),
        ...(request.unstorable ?? allStorable),
      ]
    : (request.unstorable ?? allStorable)

const allStorable: ReadonlyArray<InputIssue> = []

/** A body's paths stand as they are, as over sockets; a query's say that the address is meant. */
const queryDecoder = (schema: NonNullable<Route["query"]>): ((query: unknown) => Decoded) => {
  const decode = decodeWith(schema)
  return (query) => {
    const decoded = decode(query)
    const unstorable = unstorableTexts(query)
    const issues = Result.isFailure(decoded) ? [...decoded.failure, ...unstorable] : unstorable
    return issues.length === 0
      ? decoded
      : Result.fail(issues.map(({ path, message }) => ({ path: `query.${path}`, message })))
  }
}

/** A route without a query leaves one alone: proxies and browsers add their own. */
const anyQuery = (): Decoded => nothing

/** A route without a body takes none, or the empty object that some clients always send. */
const noBody = (body: unknown): Decoded =>
  body === undefined ||
  body === null ||
  (typeof body === "object" && Object.keys(body).length === 0)
    ? nothing
    : Result.fail([{ path: "", message: "This takes no body" }])

type Header<A> = Result.Result<A | undefined, ReadonlyArray<InputIssue>>

const idempotencyKey = (header: string | ReadonlyArray<string> | undefined): Header<string> => {
  if (header === undefined) return absent
  return typeof header === "string" && saneKey.test(header)
    ? Result.succeed(header)
    : Result.fail([
        { path: "headers.idempotency-key", message: "Expected 1 to 128 visible ASCII characters" },
      ])
}

/** `If-Match: "7"`: the revision that the caller saw. `*` asks for nothing that the address does not. */
const revision = (header: string | undefined): Header<number> => {
  if (header === undefined || header === "*") return absent
  const digits = etag.exec(header)?.[1]
  return digits === undefined
    ? Result.fail([{ path: "headers.if-match", message: 'Expected a revision such as "7"' }])
    : Result.succeed(Number(digits))
}

const saneKey = /^[\x21-\x7e]{1,128}$/
const etag = /^(?:W\/)?"(\d{1,15})"$/

const absent = Result.succeed(undefined)
const nothing: Decoded = Result.succeed(undefined)
