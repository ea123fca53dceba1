import type { FastifyReply } from "fastify"
import type { Problem } from "./problem.ts"

/** Carries a problem through callbacks of Fastify that know only errors. */
export class ProblemError extends Error {
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.body.detail)
    this.problem = problem
  }
}

export const sendProblem = (reply: FastifyReply, { status, body, retryAfter }: Problem): void => {
  if (retryAfter !== undefined) reply.header("retry-after", String(retryAfter))
  if (status === 401) reply.header("www-authenticate", "Bearer")
  reply.code(status).type(jsonType).send(JSON.stringify(body))
}

export const jsonType = "application/json; charset=utf-8"
