import { expect } from "@effect/vitest"
import { Effect, Stream } from "effect"
import type { ScopedRoute } from "#core/http/route.ts"
import { overHttp, servedHub } from "./served-hub.ts"

const bell: ScopedRoute = {
  access: "scoped",
  tag: "notes",
  limit: "standard",
  defectCode: "INTERNAL",
  method: "GET",
  path: "/api/bell",
  summary: "Rings once and then waits for ever",
  status: 200,
  handle: () =>
    Effect.succeed({
      status: 200,
      events: Stream.concat(Stream.make("event: bell\ndata: 1\n\n"), Stream.never),
    }),
}

overHttp("a stream of events", (it) => {
  it.effect("[AUTH-29] ends within a second of the session it was opened with", () =>
    Effect.gen(function* () {
      const hub = yield* servedHub({ routes: [bell] })
      const reader = yield* Effect.promise(async () => {
        const answer = await fetch(`${hub.url}/api/bell`, {
          headers: { authorization: `Bearer ${hub.accessToken}` },
        })
        if (answer.body === null) throw new Error("no body")
        return answer.body.getReader()
      })
      const { value } = yield* Effect.promise(() => reader.read())
      expect(new TextDecoder().decode(value)).toContain("event: bell")
      yield* hub.ask("/api/auth/logout", { method: "POST" })
      const rest = yield* Effect.promise(() => reader.read())
      expect(rest.done).toBe(true)
    }),
  )
})
