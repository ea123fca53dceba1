import type { Socket } from "node:net"
import { Effect } from "effect"
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify"
import { type Problem, type ProblemBody, problem } from "./problem.ts"
import { ProblemError, sendProblem } from "./problem-error.ts"

/** What Fastify itself refuses or breaks on, said in the contract's words. */
export const answerFaults = (
  app: FastifyInstance,
  log: (effect: Effect.Effect<void>) => void,
): void => {
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const known = knownProblem(error)
    // A defect of this folder: routes answer their own.
    if (known === undefined)
      log(Effect.logError("A request broke the server", error, { requestId: request.id }))
    sendProblem(reply, known ?? problem("INTERNAL", "Something went wrong in the hub", {}, 500))
  })
}

/** Addresses that no router can read. */
export const answerBadAddress = (
  error: FastifyError,
  _request: FastifyRequest,
  reply: FastifyReply,
): void => sendProblem(reply, knownProblem(error) ?? badAddress)

/** Bytes that are no HTTP: smuggled lengths, endless headers, clients that never finish their request. */
export const answerBadBytes = (error: Error & { code?: string }, socket: Socket): void => {
  if (error.code === "ECONNRESET" || !socket.writable) {
    socket.destroy()
    return
  }
  const { line, code, detail } = badBytes[error.code ?? ""] ?? malformed
  const body: ProblemBody = { detail, code, meta: {} }
  const text = JSON.stringify(body)
  socket.end(
    `HTTP/1.1 ${line}\r\nContent-Type: application/json; charset=utf-8\r\n` +
      `Content-Length: ${Buffer.byteLength(text)}\r\nConnection: close\r\n\r\n${text}`,
  )
}

const badAddress = problem("ADDRESS_INVALID", "This address cannot be read", {}, 400)

const knownProblem = (error: FastifyError | ProblemError): Problem | undefined => {
  if (error instanceof ProblemError) return error.problem
  switch (error.code) {
    case "FST_ERR_CTP_BODY_TOO_LARGE":
      return problem("BODY_TOO_LARGE", "The body is larger than 64 KiB", { limitBytes: 65_536 })
    case "FST_ERR_CTP_INVALID_MEDIA_TYPE":
    case "FST_ERR_CTP_INVALID_TYPE":
      return problem("CONTENT_TYPE_UNSUPPORTED", "Only application/json is understood")
    case "FST_ERR_CTP_INVALID_CONTENT_LENGTH":
      return problem("BODY_INVALID", "The body is not as long as its Content-Length says")
    case "FST_ERR_CTP_INVALID_JSON_BODY":
    case "FST_ERR_CTP_EMPTY_JSON_BODY":
      return problem("BODY_INVALID", "The body is not valid JSON")
    case "FST_STATIC_FORBIDDEN_PATH":
      return problem("ROUTE_NOT_FOUND", "There is nothing at this address")
    case "FST_ERR_BAD_URL":
    case "FST_ERR_MAX_PARAM_LENGTH":
      return badAddress
    default:
      return undefined
  }
}

const malformed = {
  line: "400 Bad Request",
  code: "REQUEST_MALFORMED",
  detail: "This is not a well-formed HTTP request",
}

const badBytes: Readonly<Record<string, typeof malformed>> = {
  HPE_HEADER_OVERFLOW: {
    line: "431 Request Header Fields Too Large",
    code: "HEADERS_TOO_LARGE",
    detail: "The headers are larger than 16 KiB",
  },
  ERR_HTTP_REQUEST_TIMEOUT: {
    line: "408 Request Timeout",
    code: "REQUEST_TIMEOUT",
    detail: "The request did not arrive in time",
  },
}
