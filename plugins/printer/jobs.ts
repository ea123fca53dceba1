import { Effect, Schema } from "effect"
import { Paper, paperProfileOf } from "#core/hub/paper.ts"
import { PrintJobs } from "#core/hub/print-jobs.ts"
import { TicketReprint } from "#core/hub/printing.ts"
import type { Scope } from "#core/hub/scope.ts"
import { JobId, PrinterId, Uuid } from "#core/kitchen/ids.ts"
import { refused } from "#core/kitchen/refusal.ts"
import { pageAnswer, pageOf, pageQuery } from "#core/plugins/documents/collection-schema.ts"
import { askGate, cidOf } from "#core/plugins/gate-route.ts"
import { route } from "#core/plugins/route.ts"
import { printers } from "./printers.ts"

const JobStateName = Schema.Literals([
  "queued",
  "sent",
  "accepted",
  "printed",
  "refused",
  "failed",
  "unknown",
  "expired",
  "cancelled",
])

const Job = Schema.Struct({
  id: JobId,
  printerId: PrinterId,
  kind: Schema.Literals(["ticket", "test", "summary"]),
  orderId: Schema.optionalKey(Uuid),
  ticketId: Schema.optionalKey(Uuid),
  number: Schema.optionalKey(Schema.String),
  state: JobStateName,
  attempts: Schema.Int,
  cause: Schema.optionalKey(Schema.String),
  fence: Schema.optionalKey(Schema.String),
  queuedAt: Schema.String,
  notAfter: Schema.String,
  doneAt: Schema.optionalKey(Schema.String),
  copyOf: Schema.optionalKey(JobId),
  movedTo: Schema.optionalKey(Schema.Struct({ printerId: PrinterId, jobId: JobId })),
  movedFrom: Schema.optionalKey(JobId),
  chit: Schema.Unknown.annotate({ description: "What stands on the paper, before any bytes" }),
}).annotate({ identifier: "PrintJob" })

const readJobs = [
  route({
    method: "GET",
    path: "/jobs",
    permission: "printer.read",
    summary: "List print jobs, newest first, a page at a time",
    query: pageQuery({
      printerId: Schema.optionalKey(PrinterId),
      state: Schema.optionalKey(JobStateName),
    }),
    answer: pageAnswer(Job),
    handle: ({ scope, query }) =>
      Effect.gen(function* () {
        const { page, size } = pageOf(query)
        const found = yield* (yield* PrintJobs).list(scope, {
          page,
          size,
          ...(query.printerId === undefined ? {} : { printerId: query.printerId }),
          ...(query.state === undefined ? {} : { state: query.state }),
        })
        return { items: found.items, total: found.total, page, size }
      }),
  }),
  route({
    method: "GET",
    path: "/jobs/:id",
    permission: "printer.read",
    summary: "Show one print job and what became of it",
    answer: Job,
    handle: ({ scope, params }) => jobOf(scope, params.id),
  }),
  route({
    method: "GET",
    path: "/jobs/:id/preview.png",
    permission: "printer.read",
    summary: "Show what the paper of a job looks like",
    respond: ({ scope, params }) => seen(scope, params.id, "image/png", "preview"),
  }),
  route({
    method: "GET",
    path: "/jobs/:id/preview.pdf",
    permission: "printer.read",
    summary: "Show what the paper of a job looks like, as a document",
    respond: ({ scope, params }) => seen(scope, params.id, "application/pdf", "previewPdf"),
  }),
]

/** What a person may ask of a job; the printer's actor decides. */
const changeJobs = [
  { path: "/jobs/:id/cancel", op: "cancelJob", summary: "Do not print a job that still waits" },
  { path: "/jobs/:id/retry", op: "retryJob", summary: "Try a job again that did not print" },
  {
    path: "/jobs/:id/confirm",
    op: "confirmJob",
    summary: "Say that the paper of a job of unknown fate is there",
  },
  {
    path: "/jobs/:id/reprint",
    op: "reprintJob",
    summary: "Print a copy, with a banner that says so",
  },
].map(({ path, op, summary }) =>
  route({
    method: "POST",
    path: path as "/jobs/:id",
    permission: "printer.print",
    summary,
    answer: Job,
    status: op === "reprintJob" ? 201 : 200,
    repeats: "handler",
    respond: ({ scope, params, idempotencyKey }) =>
      isUuid(params.id)
        ? askGate(
            {
              scope,
              op,
              args: { jobId: params.id },
              cid: cidOf(scope, idempotencyKey),
            },
            op === "reprintJob" ? 201 : 200,
            ({ result }) => result,
          )
        : Effect.fail(jobNotFound(params.id)),
  }),
)

const testPage = route({
  method: "POST",
  path: "/printers/:id/test",
  permission: "printer.print",
  summary: "Print a test page",
  answer: Job,
  status: 201,
  repeats: "handler",
  respond: ({ scope, params, idempotencyKey }) =>
    Effect.gen(function* () {
      if (!isUuid(params.id) || (yield* printers.get(params.id)) === undefined)
        return yield* refused("PRINTER_NOT_FOUND", "There is no such printer", { id: params.id })
      return yield* askGate(
        {
          scope,
          op: "testPage",
          args: { printerId: params.id },
          cid: cidOf(scope, idempotencyKey),
        },
        201,
        ({ result }) => result,
      )
    }),
})

const ticketReprint = route({
  method: "POST",
  path: "/reprints",
  permission: "printer.print",
  summary: "Print what a station's paper said of an order, at any of its revisions",
  body: TicketReprint,
  answer: Job,
  status: 201,
  repeats: "handler",
  respond: ({ scope, body, idempotencyKey }) =>
    askGate(
      {
        scope,
        op: "reprintTicket",
        args: body,
        cid: cidOf(scope, idempotencyKey),
      },
      201,
      ({ result }) => result,
    ),
})

export const jobRoutes = [...readJobs, ...changeJobs, testPage, ticketReprint]

/** The paper of a job as its printer would print it today. */
const seen = (scope: Scope, id: string, contentType: string, how: "preview" | "previewPdf") =>
  Effect.gen(function* () {
    const job = yield* jobOf(scope, id)
    const printer = yield* printers.get(job.printerId)
    const paper = yield* Paper
    const bytes = paper[how](
      job.chit,
      printer === undefined
        ? { columns: 48, encoder: "receipt" }
        : paperProfileOf({ ...printer, id: job.printerId }),
    )
    return { status: 200, contentType, bytes }
  })

const jobOf = (scope: Scope, id: string) =>
  Effect.gen(function* () {
    const job = isUuid(id) ? yield* (yield* PrintJobs).get(scope, id as JobId) : undefined
    return job ?? (yield* jobNotFound(id))
  })

const jobNotFound = (id: string) => refused("JOB_NOT_FOUND", "There is no such print job", { id })

const isUuid = Schema.is(Uuid)
