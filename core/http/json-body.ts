import { isUtf8 } from "node:buffer"
import type { FastifyInstance } from "fastify"
import type { InputIssue } from "#core/hub/decode.ts"
import { mayHoldUnstorable, unstorableTexts } from "#core/hub/storable-text.ts"
import { problem } from "./problem.ts"
import { ProblemError } from "./problem-error.ts"

declare module "fastify" {
  interface FastifyRequest {
    /** Texts of the body that cannot be stored; null, which is nearly always, when there are none. */
    unstorable: ReadonlyArray<InputIssue> | null
  }
}

/** Largest body in bytes; larger ones are refused before they are read. */
export const bodyLimit = 64 * 1024

/** Nothing that we take nests deeper than a dozen; thousands of brackets are meant to exhaust a stack behind us. */
const maxDepth = 32

/** JSON in UTF-8 is the only content type; an empty body is no body, whatever its type says. */
export const acceptJsonOnly = (app: FastifyInstance): void => {
  app.removeAllContentTypeParsers()
  app.decorateRequest("unstorable", null)
  // "error": `__proto__` and `constructor.prototype` never reach an object spread.
  const parse = app.getDefaultJsonParser("error", "error")
  app.addContentTypeParser<Buffer>(
    "application/json",
    { parseAs: "buffer", bodyLimit },
    (request, bytes, done) => {
      if (isOtherCharset(request.headers["content-type"])) return done(notUtf8Type)
      if (bytes.length === 0) return done(null, undefined)
      if (!isUtf8(bytes)) return done(invalid("The body is not UTF-8"))
      const text = bytes.toString()
      return parse(request, text, (error, value) => {
        if (error !== null) done(invalid("The body is not valid JSON"))
        else if (isDeeperThan(value, maxDepth)) done(invalid("The body is nested too deeply"))
        else {
          if (mayHoldUnstorable(text)) {
            const unstorable = unstorableTexts(value)
            if (unstorable.length > 0) request.unstorable = unstorable
          }
          done(null, value)
        }
      })
    },
  )
}

const invalid = (detail: string) => new ProblemError(problem("BODY_INVALID", detail))

const notUtf8Type = new ProblemError(
  problem("CONTENT_TYPE_UNSUPPORTED", "Only application/json in UTF-8 is understood"),
)

const isOtherCharset = (contentType = ""): boolean => {
  const charset = /;\s*charset\s*=\s*"?([^\s;"]*)/i.exec(contentType)?.[1]
  return charset !== undefined && !/^utf-?8$/i.test(charset)
}

const isDeeperThan = (value: unknown, depth: number): boolean => {
  if (typeof value !== "object" || value === null) return false
  if (depth === 0) return true
  for (const inner of Array.isArray(value) ? value : Object.values(value))
    if (isDeeperThan(inner, depth - 1)) return true
  return false
}
