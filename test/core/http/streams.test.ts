import { expect } from "@effect/vitest"
import { Effect, Exit, Queue, Scope, Stream } from "effect"
import type { ScopedRoute } from "#core/http/route.ts"
import { until } from "#test/support/until.ts"
import { overHttp, servedHub } from "./served-hub.ts"

const route = (path: string, events: Stream.Stream<string>): ScopedRoute => ({
  access: "scoped",
  method: "GET",
  path,
  tag: "test",
  summary: "Events",
  status: 200,
  limit: "standard",
  defectCode: "INTERNAL",
  handle: () => Effect.succeed({ status: 200, events }),
})

/** What has arrived of a stream so far, until it ends. */
const reading = (url: string, token: string) => {
  const stop = new AbortController()
  const seen = { text: "", status: 0, ended: false, type: "" }
  const done = (async () => {
    const answer = await fetch(url, {
      headers: { authorization: `Bearer ${token}` },
      signal: stop.signal,
    })
    seen.status = answer.status
    seen.type = answer.headers.get("content-type") ?? ""
    const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader()
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read())
      seen.text += part.value
    seen.ended = true
  })().catch(() => undefined)
  return { seen, done, stop: () => stop.abort() }
}

overHttp("an answer that goes on", (it) => {
  it.effect("[STREAM-1] arrives piece by piece, while it lasts", () =>
    Effect.gen(function* () {
      const queue = yield* Queue.unbounded<string>()
      const hub = yield* servedHub({
        routes: [route("/api/events", Stream.take(Stream.fromQueue(queue), 2))],
      })
      const read = reading(`${hub.url}/api/events`, hub.accessToken)
      yield* Queue.offer(queue, "data: 1\n\n")
      yield* until(() => read.seen.text === "data: 1\n\n")
      expect(read.seen).toMatchObject({ status: 200, type: "text/event-stream; charset=utf-8" })
      expect(read.seen.ended).toBe(false)
      yield* Queue.offer(queue, "data: 2\n\n")
      yield* Effect.promise(() => read.done)
      expect(read.seen).toMatchObject({ text: "data: 1\n\ndata: 2\n\n", ended: true })
    }),
  )

  it.effect("[STREAM-2] stops when its reader goes away", () =>
    Effect.gen(function* () {
      let isOpen = false
      const watched = Stream.unwrap(
        Effect.as(
          Effect.acquireRelease(
            Effect.sync(() => {
              isOpen = true
            }),
            () =>
              Effect.sync(() => {
                isOpen = false
              }),
          ),
          Stream.concat(Stream.make(": hello\n\n"), Stream.never),
        ),
      )
      const hub = yield* servedHub({ routes: [route("/api/events", watched)] })
      const read = reading(`${hub.url}/api/events`, hub.accessToken)
      yield* until(() => read.seen.text !== "")
      expect(isOpen).toBe(true)
      read.stop()
      yield* until(() => !isOpen)
    }),
  )

  it.effect("[AUTH-29] ends with the session that it was opened with", () =>
    Effect.gen(function* () {
      const hub = yield* servedHub({
        routes: [route("/api/events", Stream.concat(Stream.make(": hello\n\n"), Stream.never))],
      })
      const read = reading(`${hub.url}/api/events`, hub.accessToken)
      yield* until(() => read.seen.text !== "")
      yield* hub.ask("/api/auth/logout", { method: "POST" })
      yield* until(() => read.seen.ended)
    }),
  )

  it.effect("[STREAM-3] holds up no shutdown", () =>
    Effect.gen(function* () {
      const scope = yield* Scope.make()
      const hub = yield* servedHub({
        routes: [route("/api/events", Stream.concat(Stream.make(": hello\n\n"), Stream.never))],
      }).pipe(Scope.provide(scope))
      const read = reading(`${hub.url}/api/events`, hub.accessToken)
      yield* until(() => read.seen.text !== "")
      const began = performance.now()
      yield* Scope.close(scope, Exit.void)
      expect(performance.now() - began).toBeLessThan(2_000)
      yield* Effect.promise(() => read.done)
      expect(read.seen.ended).toBe(true)
    }),
  )
})
