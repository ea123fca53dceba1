import type { IncomingHttpHeaders } from "node:http"
import { type Effect, Exit } from "effect"
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify"
import type { Admission } from "./admission.ts"
import type { RouteMetrics } from "./http-metrics.ts"
import { bodyLimit } from "./json-body.ts"
import type { RequestFibers } from "./request-fibers.ts"

/** A request of a machine that speaks a protocol of its vendor: nothing of it is decoded yet. */
export interface MachineRequest {
  readonly address: string
  readonly params: Readonly<Record<string, string>>
  /** The first of each name. */
  readonly query: Readonly<Record<string, string>>
  readonly headers: IncomingHttpHeaders
  /** As it came, 64 KiB at most; empty without one. */
  readonly body: Uint8Array
}

export interface MachineAnswer {
  readonly status: number
  readonly contentType?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
}

/**
 * An address for machines, outside of the API: it takes any content type, answers in the machine's own terms, knows its
 * caller and its limits by itself. It may fail in nothing; a defect is a bare 500.
 */
export interface MachineRoute {
  readonly method: "GET" | "POST" | "DELETE"
  /** Whole path; parameters are `:name`. Only this pattern reaches metrics and logs. */
  readonly path: string
  readonly handle: (request: MachineRequest) => Effect.Effect<MachineAnswer>
  /** Its body was too large to be taken. Absent: a bare 413. */
  readonly tooLarge?: (request: MachineRequest) => Effect.Effect<MachineAnswer>
}

/** Mounts them in a corner of their own, so that neither their body rule nor their errors are those of the API. */
export const mountMachines = async (
  app: FastifyInstance,
  routes: ReadonlyArray<MachineRoute>,
  deps: {
    readonly admission: Admission
    readonly fibers: RequestFibers
    readonly metrics: RouteMetrics
    readonly report: (cause: unknown, route: string) => void
  },
): Promise<void> => {
  await app.register(async (machines) => {
    machines.removeAllContentTypeParsers()
    machines.addContentTypeParser("*", { parseAs: "buffer", bodyLimit }, (_request, body, done) =>
      done(null, body),
    )
    machines.setErrorHandler((error, _request, reply) => send(reply, faultOf(error)))
    for (const route of routes) {
      const measure = deps.metrics.forRoute(route.method, route.path)
      const answer = (
        work: Effect.Effect<MachineAnswer>,
        request: FastifyRequest,
        reply: FastifyReply,
      ): void => {
        deps.fibers.run(work, { requestId: request.id }, (exit) => {
          deps.admission.leave(reply)
          if (Exit.isSuccess(exit)) return send(reply, exit.value)
          deps.report(exit.cause, `${route.method} ${route.path}`)
          send(reply, { status: 500 })
        })
      }
      const { tooLarge } = route
      machines.route({
        method: route.method,
        url: route.path,
        exposeHeadRoute: false,
        onRequest: deps.admission.admit(unlimited),
        onResponse: (_request, reply, done) => {
          measure(reply.statusCode, reply.elapsedTime)
          done()
        },
        handler: (request, reply): void => answer(route.handle(read(request)), request, reply),
        ...(tooLarge === undefined
          ? {}
          : {
              errorHandler: (error, request, reply): void => {
                const fault = faultOf(error)
                if (fault.status === 413) answer(tooLarge(read(request)), request, reply)
                else send(reply, fault)
              },
            }),
      })
    }
  })
}

const faultOf = (error: unknown): MachineAnswer => ({
  status: (error as { readonly statusCode?: number }).statusCode ?? 500,
})

const unlimited = { access: "public", limit: "none" } as const

const read = (request: FastifyRequest): MachineRequest => ({
  address: request.ip,
  params: request.params as Readonly<Record<string, string>>,
  query: Object.fromEntries(
    Object.entries(request.query as Record<string, string | ReadonlyArray<string>>).map(
      ([name, value]) => [name, typeof value === "string" ? value : (value[0] ?? "")],
    ),
  ),
  headers: request.headers,
  body: request.body instanceof Uint8Array ? request.body : new Uint8Array(),
})

const send = (reply: FastifyReply, { status, contentType, headers, body }: MachineAnswer): void => {
  reply.code(status)
  if (headers !== undefined) reply.headers(headers)
  reply.type(contentType ?? "text/plain; charset=utf-8")
  reply.send(body === undefined ? "" : typeof body === "string" ? body : Buffer.from(body))
}
