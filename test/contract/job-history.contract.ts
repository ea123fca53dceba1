import { assert, layer } from "@effect/vitest"
import { Effect, type Layer } from "effect"
import type { JobId, OrderId } from "#core/kitchen/ids.ts"
import { EventLog, type LogFeed } from "#core/log/event-log.ts"
import { asking, newCid, newRestaurant } from "#test/support/append-request.ts"

const newJob = () => newCid() as string as JobId

/** What every event log tells of a print job, whatever it is made of. */
export const jobHistoryContract = <E>(name: string, log: Layer.Layer<EventLog | LogFeed, E>) =>
  layer(log)(`the ${name} event log`, (it) => {
    it.effect("[PAPERWAY-15] tells of one print job and of its copies, and of no other", () =>
      Effect.gen(function* () {
        const log = yield* EventLog
        const [scope, first, other] = [newRestaurant(), newJob(), newJob()]
        const copy = newJob()
        const queued = (id: JobId, more: object = {}) => ({
          type: "JobQueued@1",
          payload: { type: "JobQueued", at: 1, job: { id, ...more }, first: false },
        })
        const said = (type: string, job: JobId) => ({
          type: `${type}@1`,
          payload: { type, at: 2, job },
        })
        const events = [
          ...[queued(first), queued(other), said("JobSent", first), said("JobSent", other)],
          ...[said("JobUnknown", first), queued(copy, { copyOf: first }), said("JobSent", copy)],
        ]
        yield* log.append(scope, {
          ...asking(),
          streams: [{ stream: `printer/${newCid()}`, expected: 0, events }],
        })
        const told = yield* log.jobHistory(scope, first)
        assert.deepStrictEqual(
          told.map(({ type, version }) => [type, version]),
          [
            ["JobQueued@1", 1],
            ["JobSent@1", 3],
            ["JobUnknown@1", 5],
            ["JobQueued@1", 6],
            ["JobSent@1", 7],
          ],
        )
        assert.deepStrictEqual(yield* log.jobHistory(scope, newJob()), [])
        assert.deepStrictEqual(yield* log.jobHistory(newRestaurant(), first), [])
      }),
    )

    it.effect(
      "[PAPERWAY-16] counts the reprints of an order's paper, by whichever printers are meant",
      () =>
        Effect.gen(function* () {
          const log = yield* EventLog
          const [scope, order] = [newRestaurant(), newCid() as string as OrderId]
          const [grill, bar] = [`printer/${newCid()}`, `printer/${newCid()}`]
          const queued = (orderId: OrderId, kind: string, more: object = {}) => ({
            type: "JobQueued@1",
            payload: {
              ...{ type: "JobQueued", at: 1, first: false },
              job: { id: newJob(), orderId, chit: { banners: [{ kind }] }, ...more },
            },
          })
          const again = Array.from({ length: 3 }, () => queued(order, "reprint"))
          const others = [
            ...[queued(order, "change"), queued(newCid() as string as OrderId, "reprint")],
            queued(order, "reprint", { movedFrom: newJob() }),
          ]
          yield* log.append(scope, {
            ...asking(),
            streams: [
              { stream: grill, expected: 0, events: [...again, ...others] },
              { stream: bar, expected: 0, events: [queued(order, "reprint")] },
            ],
          })
          const count = (...printers: ReadonlyArray<string>) => log.reprints(scope, order, printers)
          assert.deepStrictEqual(
            [yield* count(grill), yield* count(grill, bar), yield* count()],
            [3, 4, 0],
          )
          assert.strictEqual(yield* log.reprints(newRestaurant(), order, [grill]), 0)
        }),
    )
  })
