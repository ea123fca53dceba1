import { Clock, Context, Effect, Layer } from "effect"
import { Outage } from "#core/hub/gate.ts"
import { systemScope } from "#core/hub/scope.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import { EventLog } from "#core/log/event-log.ts"
import { BusStore, type StoredLane } from "#core/plugins/bus/bus-store.ts"
import { streamOfPlugin } from "#core/plugins/bus/topic.ts"
import { newCid } from "./append-request.ts"
import { BusMemory, forward, waitingRows } from "./bus-memory.ts"

/** What handlers write, and what is kept: the notes and the marks of one transaction come together or not at all. */
export class Notebook extends Context.Service<
  Notebook,
  {
    readonly write: (tenantId: TenantId, text: string) => Effect.Effect<unknown, unknown>
    readonly read: (tenantId: TenantId) => Effect.Effect<ReadonlyArray<string>, unknown>
  }
>()("test/Notebook") {}

const Notes = Context.Reference<Array<string> | undefined>("test/Notes", {
  defaultValue: () => undefined,
})

export interface MemoryBusOptions {
  readonly memory?: BusMemory
  /** Called before and after everything that is stored: may wait, fail, or never come back. */
  readonly disturb?: Effect.Effect<void, Outage>
  /** Negative control: what a handler wrote is not marked as done. */
  readonly forgetsMarks?: boolean
}

const undisturbed: Effect.Effect<void, Outage> = Effect.void

/** A bus store that forgets when the test ends. It passes the same contract as the one in PostgreSQL. */
export const memoryBusStore = (
  options: MemoryBusOptions = {},
): Layer.Layer<BusStore | Notebook, never, EventLog> =>
  Layer.effectContext(
    Effect.gen(function* () {
      const log = yield* EventLog
      const memory = options.memory ?? new BusMemory()
      const disturb = options.disturb ?? undisturbed
      const clock = yield* Clock.Clock
      const now = () => clock.currentTimeMillisUnsafe()
      const kept = <A>(work: Effect.Effect<A, Outage>): Effect.Effect<A, Outage> =>
        Effect.andThen(
          disturb,
          Effect.flatMap(work, (answer) => Effect.as(disturb, answer)),
        )
      const does = <A>(work: () => A) => kept(Effect.sync(work))
      const reading = <A, E>(work: Effect.Effect<A, E>) =>
        kept(Effect.mapError(work, (error) => new Outage({ reason: String(error) })))

      const store = BusStore.of({
        emit: (plugin, tenantId, { topic, ...payload }) =>
          reading(
            Effect.gen(function* () {
              const scope = systemScope(tenantId)
              const stream = streamOfPlugin(plugin)
              const { version } = yield* log.read(scope, stream)
              yield* log.append(scope, {
                cid: newCid(),
                fingerprint: "",
                reply: null,
                streams: [{ stream, expected: version, events: [{ type: topic, payload }] }],
              })
            }),
          ),
        once: ({ tenantId, subscription, position }, work) =>
          Effect.gen(function* () {
            const tenant = memory.of(tenantId)
            const mark = `${subscription} ${position}`
            yield* disturb
            if (tenant.done.has(mark)) return
            const notes: Array<string> = []
            yield* Effect.provideService(work, Notes, notes)
            yield* disturb
            if (tenant.done.has(mark)) return
            if (notes.length > 0 && options.forgetsMarks !== true) tenant.done.add(mark)
            tenant.notes.push(...notes)
            yield* disturb
          }),
        places: (tenantId) =>
          does(() =>
            Array.from(memory.of(tenantId).places, ([subscription, place]) => ({
              subscription,
              ...place,
            })),
          ),
        lanes: (tenantId, subscriptions, limit) =>
          does(() => {
            const lanes = new Map<string, StoredLane>()
            for (const row of waitingRows(memory.of(tenantId)).reverse()) {
              const { subscription, lane } = row
              if (!subscriptions.includes(subscription)) continue
              const later = lanes.get(`${subscription} ${lane}`)
              lanes.set(`${subscription} ${lane}`, {
                subscription,
                lane,
                held: row.holds || later?.held === true,
                dueAt: row.status === "dead" ? (later?.dueAt ?? 0) : row.dueAt,
              })
            }
            return [...lanes.values()].slice(0, limit)
          }),
        waiting: (tenantId, lanes, each) =>
          reading(
            Effect.gen(function* () {
              const rows = lanes.flatMap(({ subscription, lane }) =>
                waitingRows(memory.of(tenantId))
                  .filter(
                    (row) =>
                      row.subscription === subscription &&
                      row.lane === lane &&
                      row.status !== "dead",
                  )
                  .slice(0, each),
              )
              const found = yield* Effect.forEach(rows, (row) =>
                Effect.map(log.readAfter(systemScope(tenantId), row.position - 1, 1), ([event]) =>
                  event === undefined
                    ? []
                    : [
                        {
                          subscription: row.subscription,
                          lane: row.lane,
                          attempt: row.attempt,
                          replay: row.replay === true,
                          event,
                        },
                      ],
                ),
              )
              return found.flat()
            }),
          ),
        read: (tenantId, { after, upTo = Number.POSITIVE_INFINITY, types, limit }) =>
          reading(
            Effect.gen(function* () {
              const head = yield* log.head(systemScope(tenantId))
              const through = Math.min(upTo, head)
              const events = (yield* log.readAfter(systemScope(tenantId), after, 100_000)).filter(
                ({ position, type }) => position <= through && types.includes(type),
              )
              const page = events.slice(0, limit)
              return {
                events: page,
                through:
                  page.length === limit
                    ? (page.at(-1)?.position ?? after)
                    : Math.max(through, after),
              }
            }),
          ),
        advance: (places) =>
          does(() => {
            for (const { tenantId, subscription, position } of places)
              forward(memory.of(tenantId), subscription, position)
          }),
        settle: (tenantId, { places, gone, exceptions }) =>
          does(() => {
            const tenant = memory.of(tenantId)
            for (const { subscription, position } of gone)
              tenant.deliveries.delete(`${subscription} ${position}`)
            for (const { subscription, position, ...rest } of exceptions) {
              const name = `${subscription} ${position}`
              const before = tenant.deliveries.get(name)
              tenant.deliveries.set(name, {
                ...before,
                ...rest,
                subscription,
                position,
                lane: before?.lane ?? rest.lane,
                changedAt: now(),
              })
            }
            for (const { subscription, position } of places) forward(tenant, subscription, position)
          }),
        behind: () =>
          reading(
            Effect.gen(function* () {
              const found: Array<{ tenantId: TenantId; head: number }> = []
              for (const [tenantId, tenant] of memory.all()) {
                const head = yield* log.head(systemScope(tenantId))
                const due = [...tenant.places].some(
                  ([subscription, { position, state }]) =>
                    state === "running" &&
                    (position < head ||
                      waitingRows(tenant).some(
                        (row) =>
                          row.subscription === subscription &&
                          row.status !== "dead" &&
                          row.dueAt <= now(),
                      )),
                )
                if (due) found.push({ tenantId, head })
              }
              return found
            }),
          ),
        begin: (places) =>
          reading(
            Effect.forEach(
              places,
              ({ tenantId, subscription, startFrom }) =>
                Effect.map(log.head(systemScope(tenantId)), (head) => {
                  const tenant = memory.of(tenantId)
                  if (!tenant.places.has(subscription))
                    tenant.places.set(subscription, {
                      position: startFrom === "earliest" ? 0 : head,
                      state: "running",
                    })
                }),
              { discard: true },
            ),
          ),
        setState: (tenantId, subscriptions, { from, to, passOver }) =>
          reading(
            Effect.map(log.head(systemScope(tenantId)), (head) => {
              for (const id of subscriptions) {
                const place = memory.of(tenantId).places.get(id)
                if (place === undefined) continue
                if (place.state === from) place.state = to
                if (passOver === true) place.position = Math.max(place.position, head)
              }
            }),
          ),
        forget: (tenantId, subscriptions) =>
          does(() => {
            const tenant = memory.of(tenantId)
            for (const id of subscriptions) {
              tenant.places.delete(id)
              for (const [name, row] of tenant.deliveries)
                if (row.subscription === id) tenant.deliveries.delete(name)
              for (const mark of tenant.done)
                if (mark.startsWith(`${id} `)) tenant.done.delete(mark)
            }
          }),
        lags: () => Effect.succeed(new Map()),
        sweep: () => Effect.succeed(0),
      })
      return Context.make(BusStore, store).pipe(
        Context.add(Notebook, {
          write: (tenantId, text) =>
            Effect.map(Notes, (notes) => {
              if (notes === undefined) memory.of(tenantId).notes.push(text)
              else notes.push(text)
            }),
          read: (tenantId) => Effect.sync(() => [...memory.of(tenantId).notes]),
        }),
      )
    }),
  )
