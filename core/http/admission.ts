import { Effect, Exit, Latch } from "effect"
import type { FastifyReply, FastifyRequest } from "fastify"
import { may, type Scope } from "#core/hub/scope.ts"
import type { RateLimits } from "#core/limits/rate-limits.ts"
import type { Tokens } from "#core/security/tokens.ts"
import { type Problem, problem, problemOf, shuttingDown } from "./problem.ts"
import { sendProblem } from "./problem-error.ts"
import type { RequestFibers } from "./request-fibers.ts"
import type { PublicRoute, ScopedRoute } from "./route.ts"
import { secureAnswer } from "./security-headers.ts"

declare module "fastify" {
  interface FastifyRequest {
    /** Whose data the request may touch; null until a credential was verified. */
    scope: Scope | null
  }
}

export interface Admission {
  /** Before the body is read: headers, credential, limits. A request that is turned away was answered. */
  readonly admit: (
    route: Pick<PublicRoute, "access" | "limit"> | Pick<ScopedRoute, "access" | "limit" | "guard">,
  ) => (request: FastifyRequest, reply: FastifyReply, done: () => void) => void
  /** From now on every request is answered 503 and its connection closed. */
  readonly close: () => void
  /** Ends with {@link close}: answers that go on for ever end then. */
  readonly closed: Effect.Effect<void>
  /** Ends when the scope is worth nothing any more, or no longer grants the code: answers that go on end then. */
  readonly over: (scope: Scope, permission?: string) => Effect.Effect<void>
  /** On every answer: a connection that stayed open after it would hold up the shutdown. */
  readonly leave: (reply: FastifyReply) => void
}

export const admission = (deps: {
  readonly tokens: Tokens["Service"]
  readonly rateLimits: RateLimits["Service"]
  readonly fibers: RequestFibers
}): Admission => {
  let isClosing = false
  const closed = Latch.makeUnsafe()

  const admit: Admission["admit"] = (route) => {
    const permission =
      route.access === "scoped" && route.guard?.by === "admission"
        ? route.guard.permission
        : undefined
    return (request, reply, done) => {
      reply.header("x-request-id", request.id)
      secureAnswer(reply)
      if (isClosing) {
        reply.header("connection", "close")
        return sendProblem(reply, shuttingDown)
      }
      const token = tokenOf(request)
      if (route.access === "public" || token === undefined) {
        const waitMs = route.limit === "none" ? 0 : deps.rateLimits.takeAnonymous(request.ip)
        if (waitMs > 0) return sendProblem(reply, rateLimited(waitMs))
        return route.access === "public" ? done() : sendProblem(reply, noCredential)
      }
      const { ip } = request
      const tenantId = request.headers["x-tenant-id"]
      const chosen = typeof tenantId === "string" ? tenantId : undefined
      const enter = (scope: Scope): void => {
        const waitMs = deps.rateLimits.take(route.limit, scope, ip)
        if (waitMs > 0) sendProblem(reply, rateLimited(waitMs))
        else if (permission !== undefined && !may(scope, permission))
          sendProblem(reply, forbidden(permission))
        else {
          request.scope = scope
          done()
        }
      }
      // Nearly always: no fiber for what is known.
      const known = deps.tokens.believed(token, chosen, ip)
      if (known !== undefined) return enter(known)
      deps.fibers.run(deps.tokens.verify(token, chosen, ip), noAnnotations, (exit) => {
        if (Exit.isSuccess(exit)) return enter(exit.value)
        // Forged tokens draw from the address's bucket: guessing is as slow as anything else that did not sign in.
        const waitMs = deps.rateLimits.takeAnonymous(ip)
        sendProblem(reply, waitMs > 0 ? rateLimited(waitMs) : problemOf(exit.cause, "INTERNAL"))
      })
    }
  }

  return {
    admit,
    close: () => {
      isClosing = true
      closed.openUnsafe()
    },
    closed: closed.await,
    over: (scope, permission) =>
      Effect.scoped(
        Effect.gen(function* () {
          const over = Latch.makeUnsafe()
          const look = (): void => {
            const now = deps.tokens.now(scope)
            if (typeof now === "string" || (permission !== undefined && !may(now, permission)))
              over.openUnsafe()
          }
          yield* deps.tokens.whenChanged(look)
          look()
          yield* over.await
        }),
      ),
    leave: (reply) => {
      if (isClosing) reply.header("connection", "close")
    },
  }
}

/** The credential of a request: never in its address, where logs and histories would keep it. */
export const tokenOf = (request: FastifyRequest): string | undefined => {
  const header = request.headers.authorization
  return header !== undefined && bearer.test(header) ? header.slice(7) : undefined
}

const bearer = /^Bearer [\x21-\x7e]+$/i

const noAnnotations = {}

const noCredential = problem("AUTH_INVALID", "This request needs a valid access token")

const rateLimited = (retryAfterMs: number): Problem =>
  problem("RATE_LIMITED", "Too many requests; wait and try again", { retryAfterMs })

const forbidden = (permission: string): Problem =>
  problem("AUTH_FORBIDDEN", "This account may not do that", { permission })
