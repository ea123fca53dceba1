import { Effect, Stream } from "effect"
import type { FastifyReply } from "fastify"
import type { RequestFibers } from "./request-fibers.ts"

/**
 * Sends server-sent events as they come, no faster than the reader takes them, until there are no more, the reader went
 * away, or `over` ends: the hub shuts down, or the reader signed out.
 */
export const sendEvents = (
  reply: FastifyReply,
  answer: { readonly status: number; readonly events: Stream.Stream<string> },
  deps: { readonly fibers: RequestFibers; readonly over: Effect.Effect<void> },
): void => {
  const { raw } = reply
  reply.hijack()
  raw.writeHead(answer.status, {
    ...(reply.getHeaders() as Record<string, string>),
    "content-type": "text/event-stream; charset=utf-8",
    // For proxies that collect an answer before they pass it on.
    "x-accel-buffering": "no",
  })
  const stop = deps.fibers.run(
    answer.events.pipe(
      Stream.interruptWhen(deps.over),
      Stream.runForEach((text) => written(reply, text)),
    ),
    {},
    () => raw.end(),
  )
  raw.once("close", stop)
}

const written = ({ raw }: FastifyReply, text: string): Effect.Effect<void> =>
  Effect.callback((resume) => {
    if (raw.write(text) || raw.destroyed) return resume(Effect.void)
    const drained = () => resume(Effect.void)
    raw.once("drain", drained)
    return Effect.sync(() => raw.off("drain", drained))
  })
