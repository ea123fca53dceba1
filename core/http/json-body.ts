import type { FastifyInstance } from "fastify"
import { problem } from "./problem.ts"
import { ProblemError } from "./problem-error.ts"

/** Largest body in bytes; larger ones are refused before they are read. */
export const bodyLimit = 64 * 1024

/** Nothing that we take nests deeper than a dozen; thousands of brackets are meant to exhaust a stack behind us. */
const maxDepth = 32

/** JSON is the only content type; an empty body is no body, whatever its type says. */
export const acceptJsonOnly = (app: FastifyInstance): void => {
  app.removeAllContentTypeParsers()
  // "error": `__proto__` and `constructor.prototype` never reach an object spread.
  const parse = app.getDefaultJsonParser("error", "error")
  app.addContentTypeParser<string>(
    "application/json",
    { parseAs: "string", bodyLimit },
    (request, body, done) => {
      if (body === "") return done(null, undefined)
      return parse(request, body, (error, value) => {
        if (error !== null) done(invalid("The body is not valid JSON"))
        else if (isDeeperThan(value, maxDepth)) done(invalid("The body is nested too deeply"))
        else done(null, value)
      })
    },
  )
}

const invalid = (detail: string) => new ProblemError(problem("BODY_INVALID", detail))

const isDeeperThan = (value: unknown, depth: number): boolean => {
  if (typeof value !== "object" || value === null) return false
  if (depth === 0) return true
  for (const inner of Array.isArray(value) ? value : Object.values(value))
    if (isDeeperThan(inner, depth - 1)) return true
  return false
}
