import { assert, layer } from "@effect/vitest"
import { Effect, Exit, type Layer } from "effect"
import { type Committed, EventLog, LogFeed } from "#core/log/event-log.ts"
import { asking, happening, newCid, newOrder, newRestaurant } from "#test/support/append-request.ts"

/** What every event log must do, whatever it is made of. */
export const eventLogContract = <E>(name: string, log: Layer.Layer<EventLog | LogFeed, E>) =>
  layer(log)(`the ${name} event log`, (it) => {
    it.effect("[LOG-1] gives back what was appended, in order, with numbers from one", () =>
      Effect.gen(function* () {
        const log = yield* EventLog
        const [scope, order, other] = [newRestaurant(), newOrder(), newOrder()]
        const request = asking(happening(order, 0, "placed", "sent"))
        assert.deepStrictEqual(yield* log.append(scope, request), {
          _tag: "Appended",
          firstPosition: 1,
        })
        yield* log.append(scope, asking(happening(other, 0, "placed")))
        yield* log.append(scope, asking(happening(order, 2, "ready")))
        const { events, version, snapshot } = yield* log.read(scope, order)
        assert.deepStrictEqual(what(events), ["placed", "sent", "ready"])
        assert.deepStrictEqual(
          events.map((event) => [event.position, event.version]),
          [
            [1, 1],
            [2, 2],
            [4, 3],
          ],
        )
        assert.strictEqual(version, 3)
        assert.isUndefined(snapshot)
        assert.deepInclude(events[0], {
          tenantId: scope.tenantId,
          stream: order,
          type: "Happened@1",
          cid: request.cid,
        })
        assert.deepStrictEqual(yield* log.history(scope, order), events)
        assert.strictEqual(yield* log.head(scope), 4)
      }),
    )

    it.effect("[LOG-1] knows nothing of a stream that nobody wrote", () =>
      Effect.gen(function* () {
        const log = yield* EventLog
        const scope = newRestaurant()
        assert.deepStrictEqual(yield* log.read(scope, newOrder()), { events: [], version: 0 })
        assert.strictEqual(yield* log.head(scope), 0)
        assert.isUndefined(yield* log.recall(scope, newCid()))
      }),
    )

    it.effect("[LOG-2] refuses a writer that decided on an old version, and stores nothing", () =>
      Effect.gen(function* () {
        const log = yield* EventLog
        const [scope, order] = [newRestaurant(), newOrder()]
        yield* log.append(scope, asking(happening(order, 0, "placed")))
        for (const expected of [0, 2]) {
          const late = yield* Effect.flip(
            log.append(scope, asking(happening(order, expected, "x"))),
          )
          assert.deepInclude(late, { _tag: "VersionConflict", streams: [order] })
        }
        assert.strictEqual(yield* log.head(scope), 1)
      }),
    )

    it.effect("[LOG-2] lets one of many who decide at the same moment through", () =>
      Effect.gen(function* () {
        const log = yield* EventLog
        const [scope, order] = [newRestaurant(), newOrder()]
        const answers = yield* Effect.forEach(
          Array.from({ length: 64 }, (_, index) => `writer ${index}`),
          (writer) => Effect.exit(log.append(scope, asking(happening(order, 0, writer)))),
          { concurrency: "unbounded" },
        )
        assert.strictEqual(answers.filter(Exit.isSuccess).length, 1)
        assert.strictEqual((yield* log.read(scope, order)).version, 1)
      }),
    )

    it.effect("[LOG-3] answers a repeated command as it did first, and stores nothing", () =>
      Effect.gen(function* () {
        const log = yield* EventLog
        const [scope, order] = [newRestaurant(), newOrder()]
        const request = { ...asking(happening(order, 0, "placed")), reply: { number: "42" } }
        yield* log.append(scope, request)
        assert.deepStrictEqual(yield* log.append(scope, { ...request, reply: { number: "43" } }), {
          _tag: "Repeated",
          reply: { number: "42" },
        })
        assert.deepStrictEqual(yield* log.recall(scope, request.cid), {
          fingerprint: "asked",
          reply: { number: "42" },
        })
        assert.strictEqual(yield* log.head(scope), 1)
      }),
    )

    it.effect("[LOG-3] stores a command once that a device sends many times at once", () =>
      Effect.gen(function* () {
        const log = yield* EventLog
        const scope = newRestaurant()
        const cid = newCid()
        const answers = yield* Effect.forEach(
          Array.from({ length: 32 }, newOrder),
          (order) => log.append(scope, { ...asking(happening(order, 0, "placed")), cid }),
          { concurrency: "unbounded" },
        )
        assert.strictEqual(answers.filter(({ _tag }) => _tag === "Appended").length, 1)
        assert.strictEqual(yield* log.head(scope), 1)
      }),
    )

    it.effect("[LOG-3] refuses a command id that comes back with another question", () =>
      Effect.gen(function* () {
        const log = yield* EventLog
        const [scope, order] = [newRestaurant(), newOrder()]
        const request = asking(happening(order, 0, "placed"))
        yield* log.append(scope, request)
        const other = { ...asking(happening(newOrder(), 0, "placed")), cid: request.cid }
        const answer = yield* Effect.flip(log.append(scope, { ...other, fingerprint: "other" }))
        assert.propertyVal(answer, "code", "IDEMPOTENCY_MISMATCH")
      }),
    )

    it.effect("[LOG-4] moves lines between two orders wholly or not at all", () =>
      Effect.gen(function* () {
        const log = yield* EventLog
        const [scope, from, to] = [newRestaurant(), newOrder(), newOrder()]
        yield* log.append(scope, asking(happening(from, 0, "placed", "sent")))
        const stale = asking(happening(from, 2, "gave"), happening(to, 1, "took"))
        const conflict = yield* Effect.flip(log.append(scope, stale))
        assert.deepInclude(conflict, { _tag: "VersionConflict", streams: [from, to] })
        assert.strictEqual((yield* log.read(scope, from)).version, 2)
        const moved = yield* log.append(
          scope,
          asking(happening(from, 2, "gave"), happening(to, 0, "took", "sent")),
        )
        assert.deepStrictEqual(moved, { _tag: "Appended", firstPosition: 3 })
        const events = yield* log.readAfter(scope, 2, 10)
        assert.deepStrictEqual(
          events.map(({ stream, version, position }) => [stream, version, position]),
          [
            [from, 3, 3],
            [to, 1, 4],
            [to, 2, 5],
          ],
        )
      }),
    )

    it.effect("[LOG-5] remembers the answer to a command that changed nothing", () =>
      Effect.gen(function* () {
        const log = yield* EventLog
        const scope = newRestaurant()
        const request = { ...asking(), reply: "nothing to do" }
        assert.propertyVal(yield* log.append(scope, request), "_tag", "Appended")
        assert.deepStrictEqual(yield* log.append(scope, request), {
          _tag: "Repeated",
          reply: "nothing to do",
        })
        assert.strictEqual(yield* log.head(scope), 0)
      }),
    )

    it.effect("[LOG-6] never shows one restaurant the other's stream of the same name", () =>
      Effect.gen(function* () {
        const log = yield* EventLog
        const [acme, rival] = [newRestaurant(), newRestaurant()]
        const request = asking(happening("tenant", 0, "opened"))
        yield* log.append(acme, request)
        yield* log.saveSnapshot(acme, "tenant", 1, { open: true })
        assert.deepStrictEqual(yield* log.read(rival, "tenant"), { events: [], version: 0 })
        assert.deepStrictEqual(yield* log.readAfter(rival, 0, 10), [])
        assert.isUndefined(yield* log.recall(rival, request.cid))
        // The same id in another restaurant is another command.
        const same = yield* log.append(rival, request)
        assert.deepStrictEqual(same, { _tag: "Appended", firstPosition: 1 })
      }),
    )

    it.effect("[LOG-7] refuses what cannot be stored without hurting its neighbours", () =>
      Effect.gen(function* () {
        const log = yield* EventLog
        const scope = newRestaurant()
        const orders = Array.from({ length: 64 }, newOrder)
        const answers = yield* Effect.forEach(
          orders,
          (order, index) =>
            Effect.result(
              log.append(scope, asking(happening(order, 0, index === 40 ? "\u0000" : "placed"))),
            ),
          { concurrency: "unbounded" },
        )
        const refusals = answers.flatMap((answer) =>
          answer._tag === "Failure" ? [answer.failure] : [],
        )
        assert.strictEqual(refusals.length, 1)
        assert.propertyVal(refusals[0], "code", "EVENT_REFUSED")
        assert.strictEqual(yield* log.head(scope), 63)
      }),
    )

    it.effect("[LOG-8] begins reading at the newest snapshot that is not past what is wanted", () =>
      Effect.gen(function* () {
        const log = yield* EventLog
        const [scope, order] = [newRestaurant(), newOrder()]
        yield* log.append(scope, asking(happening(order, 0, "a", "b", "c", "d", "e", "f")))
        yield* log.saveSnapshot(scope, order, 2, { upTo: "b" })
        yield* log.saveSnapshot(scope, order, 4, { upTo: "d" })
        const newest = yield* log.read(scope, order)
        assert.deepStrictEqual(newest.snapshot, { version: 4, state: { upTo: "d" } })
        assert.deepStrictEqual(what(newest.events), ["e", "f"])
        assert.strictEqual(newest.version, 6)
        const earlier = yield* log.read(scope, order, 3)
        assert.deepStrictEqual(earlier.snapshot, { version: 2, state: { upTo: "b" } })
        assert.deepStrictEqual(what(earlier.events), ["c"])
        assert.strictEqual((yield* log.read(scope, order, 4)).version, 4)
        assert.strictEqual((yield* log.history(scope, order)).length, 6)
      }),
    )

    it.effect("[LOG-9] hands out a restaurant's events page by page", () =>
      Effect.gen(function* () {
        const log = yield* EventLog
        const scope = newRestaurant()
        for (let n = 0; n < 5; n++)
          yield* log.append(scope, asking(happening(newOrder(), 0, `a${n}`, `b${n}`)))
        const page = yield* log.readAfter(scope, 3, 4)
        assert.deepStrictEqual(what(page), ["b1", "a2", "b2", "a3"])
        assert.deepStrictEqual(yield* log.readAfter(scope, 10, 4), [])
      }),
    )

    it.effect("[LOG-10] tells whoever follows before it answers whoever asked, in order", () =>
      Effect.gen(function* () {
        const log = yield* EventLog
        const feed = yield* LogFeed
        const scope = newRestaurant()
        const heard: Array<Committed> = []
        yield* feed.subscribe({
          onCommitted: (committed) => {
            if (committed.tenantId === scope.tenantId) heard.push(committed)
          },
          onMoved: () => {},
        })
        yield* Effect.forEach(
          Array.from({ length: 50 }, newOrder),
          (order) =>
            Effect.gen(function* () {
              const request = asking(happening(order, 0, "placed", "sent"))
              yield* log.append(scope, request)
              const mine = heard.find(({ events }) => events[0]?.cid === request.cid)
              assert.strictEqual(mine?.after.get(order), `${order} after sent`)
            }),
          { concurrency: "unbounded" },
        )
        const told = heard.flatMap(({ events }) => events)
        assert.deepStrictEqual(
          told.map(({ position }) => position),
          Array.from({ length: 100 }, (_, index) => index + 1),
        )
        assert.deepStrictEqual(told, yield* log.readAfter(scope, 0, 200))
      }),
    )
  })

const what = (events: ReadonlyArray<{ readonly payload: unknown }>) =>
  events.map(({ payload }) => (payload as { readonly what: string }).what)
