import { Clock, Effect, Layer } from "effect"
import type { EpochMs, TenantId } from "#core/kitchen/ids.ts"
import type { PrintJob } from "#core/kitchen/print-job.ts"
import { refused } from "#core/kitchen/refusal.ts"
import {
  type AppendRequest,
  type AppendResult,
  type Committed,
  EventLog,
  LogFeed,
  type RecordedEvent,
  VersionConflict,
} from "#core/log/event-log.ts"

type Listener = Parameters<LogFeed["Service"]["subscribe"]>[0]

interface TenantLog {
  readonly events: Array<RecordedEvent>
  readonly commands: Map<string, { readonly fingerprint: string; readonly reply: unknown }>
  readonly snapshots: Map<string, Array<{ readonly version: number; readonly state: unknown }>>
}

/** A log that forgets when the test ends. It passes the same contract as the one in PostgreSQL. */
export const memoryEventLog: Layer.Layer<EventLog | LogFeed> = Layer.unwrap(
  Effect.sync(() => {
    const tenants = new Map<TenantId, TenantLog>()
    const listeners = new Set<Listener>()
    const logOf = (tenantId: TenantId): TenantLog => {
      const known = tenants.get(tenantId)
      if (known !== undefined) return known
      const made: TenantLog = { events: [], commands: new Map(), snapshots: new Map() }
      tenants.set(tenantId, made)
      return made
    }
    const ofStream = (tenantId: TenantId, stream: string) =>
      logOf(tenantId).events.filter((event) => event.stream === stream)

    const append = (
      tenantId: TenantId,
      request: AppendRequest,
      at: EpochMs,
    ): Effect.Effect<AppendResult, VersionConflict | ReturnType<typeof refused>> => {
      const log = logOf(tenantId)
      const known = log.commands.get(request.cid)
      if (known !== undefined)
        return known.fingerprint === request.fingerprint
          ? Effect.succeed({ _tag: "Repeated", reply: known.reply })
          : Effect.fail(refused("IDEMPOTENCY_MISMATCH", "Used before, for something else"))
      if (request.streams.some((part) => ofStream(tenantId, part.stream).length !== part.expected))
        return Effect.fail(
          new VersionConflict({ streams: request.streams.map(({ stream }) => stream) }),
        )
      // PostgreSQL's jsonb knows no NUL.
      if (JSON.stringify([request.reply, request.streams]).includes("\\u0000"))
        return Effect.fail(refused("EVENT_REFUSED", "NUL cannot be stored"))
      const committed = recorded(tenantId, request, log.events.length + 1, at)
      log.events.push(...plain(committed.events))
      log.commands.set(request.cid, {
        fingerprint: request.fingerprint,
        reply: plain(request.reply),
      })
      if (request.streams.length > 0)
        for (const listener of listeners) listener.onCommitted(committed)
      return Effect.succeed({
        _tag: "Appended",
        firstPosition: log.events.length - committed.events.length + 1,
      })
    }

    return Layer.mergeAll(
      Layer.succeed(EventLog, {
        append: ({ tenantId }, request) =>
          Effect.flatMap(Clock.currentTimeMillis, (now) =>
            append(tenantId, request, now as EpochMs),
          ),
        read: ({ tenantId }, stream, upTo = Number.POSITIVE_INFINITY) =>
          Effect.sync(() => {
            const snapshot = logOf(tenantId)
              .snapshots.get(stream)
              ?.findLast(({ version }) => version <= upTo)
            const events = ofStream(tenantId, stream).filter(
              ({ version }) => version > (snapshot?.version ?? 0) && version <= upTo,
            )
            const version = events.at(-1)?.version ?? snapshot?.version ?? 0
            return { ...(snapshot && { snapshot }), events, version }
          }),
        history: ({ tenantId }, stream) => Effect.sync(() => ofStream(tenantId, stream)),
        jobHistory: ({ tenantId }, job) =>
          Effect.sync(() => {
            const events = logOf(tenantId).events.filter(({ stream }) =>
              stream.startsWith("printer/"),
            )
            const queued = events.flatMap(({ payload }) => {
              const known = (payload as { readonly job?: { id?: string; copyOf?: string } }).job
              return known?.id === job || known?.copyOf === job ? [known.id] : []
            })
            return events.filter(({ payload }) => {
              const known = (payload as { readonly job?: string | { readonly id: string } }).job
              return queued.includes(typeof known === "string" ? known : known?.id)
            })
          }),
        reprints: ({ tenantId }, order, printers) =>
          Effect.sync(
            () =>
              logOf(tenantId).events.filter(({ stream, type, payload }) => {
                const { job } = payload as { readonly job?: Partial<PrintJob> }
                return (
                  type.startsWith("JobQueued@") &&
                  printers.includes(stream) &&
                  job?.orderId === order &&
                  job.movedFrom === undefined &&
                  job.chit?.banners.some(({ kind }) => kind === "reprint")
                )
              }).length,
          ),
        readAfter: ({ tenantId }, after, limit) =>
          Effect.sync(() => logOf(tenantId).events.slice(after, after + limit)),
        head: ({ tenantId }) => Effect.sync(() => logOf(tenantId).events.length),
        recall: ({ tenantId }, cid) => Effect.sync(() => logOf(tenantId).commands.get(cid)),
        saveSnapshot: ({ tenantId }, stream, version, state) =>
          Effect.sync(() => {
            const { snapshots } = logOf(tenantId)
            const others = (snapshots.get(stream) ?? []).filter((old) => old.version !== version)
            const all = [...others, { version, state: plain(state) }]
            snapshots.set(stream, all.sort((a, b) => a.version - b.version).slice(-2))
          }),
      }),
      Layer.succeed(LogFeed, {
        subscribe: (listener) =>
          Effect.acquireRelease(
            Effect.sync(() => listeners.add(listener)),
            () => Effect.sync(() => listeners.delete(listener)),
          ),
      }),
    )
  }),
)

const recorded = (
  tenantId: TenantId,
  { cid, streams }: AppendRequest,
  first: number,
  at: EpochMs,
): Committed => {
  let position = first
  return {
    tenantId,
    events: streams.flatMap(({ stream, expected, events }) =>
      events.map(({ type, payload }, index) => ({
        tenantId,
        position: position++,
        stream,
        version: expected + index + 1,
        type,
        payload,
        cid,
        at,
      })),
    ),
    after: new Map(streams.map(({ stream, after }) => [stream, after])),
  }
}

/** As it comes back from a database: plain JSON, shared with nobody. */
const plain = <A>(value: A): A => JSON.parse(JSON.stringify(value))
