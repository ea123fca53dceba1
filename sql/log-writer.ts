import { Effect, type Scope as EffectScope } from "effect"
import { Overloaded } from "#core/hub/gate.ts"
import type { EpochMs } from "#core/kitchen/ids.ts"
import { type Refused, refused } from "#core/kitchen/refusal.ts"
import {
  type AppendFailure,
  type AppendRequest,
  type AppendResult,
  type EventLog,
  LogUnavailable,
  VersionConflict,
} from "#core/log/event-log.ts"
import {
  type AppendVerdict,
  appendParameters,
  appendRequestParameters,
  appendRequestStatement,
  appendStatement,
  committedOf,
  type TenantAppend,
} from "./append-batch.ts"
import { appendFailure } from "./append-failure.ts"
import { appendQueue } from "./append-queue.ts"
import { type LogConnection, unavailable } from "./log-connection.ts"
import type { LogListeners } from "./log-listeners.ts"

export interface LogWriterOptions {
  readonly connection: LogConnection
  readonly listeners: LogListeners
  /** Wall clock, milliseconds. */
  readonly now: () => number
  /** Called after each flush that stored something, for other processes. */
  readonly onStored?: (tenants: Iterable<string>) => void
  /** Appends that may wait at most; the next is {@link Overloaded}. */
  readonly capacity?: number
  /**
   * Answers before the flush is stored. It breaks the first promise of the hub and exists so that a crash test can show
   * that it would see a lost order.
   */
  readonly acknowledgeBeforeCommit?: boolean
}

/**
 * Group commit: one flush is under way at a time, and whatever arrives meanwhile is the next flush. Under load the next
 * one goes out before the answers of this one are given, so that neither the database nor the hub waits for the other.
 * Callbacks inside, since this is the hottest path of the hub; Effect only at the rim.
 */
export const logWriter = (
  options: LogWriterOptions,
): Effect.Effect<EventLog["Service"]["append"], never, EffectScope.Scope> =>
  Effect.map(
    Effect.acquireRelease(
      Effect.sync(() => groupCommit(options)),
      (writer) => Effect.promise(writer.close),
    ),
    (writer) => writer.append,
  )

interface Waiting extends TenantAppend {
  readonly answer: (result: Effect.Effect<AppendResult, AppendFailure>) => void
  /** When its caller stops waiting for a head that another transaction holds. */
  readonly until: number
}

/** Measured best at 64 and 512 callers; see README. */
const batchLimit = 256
const patienceMs = 10_000
/**
 * When so many spoke at once, the next flush waits a moment for more of them: each statement costs the database as much as
 * a dozen rows. A lone order is never kept waiting.
 */
const crowd = 3
const gatherMs = 1
/** When so many wait already, nobody waits for more: the next flush goes out first, and the answers are given beside it. */
const enough = 4

/** A batch and what became of it. */
type Flush = Answered | Unanswered
interface Answered {
  readonly batch: ReadonlyArray<Waiting>
  /** Wall clock when it was sent, milliseconds. */
  readonly at: EpochMs
  readonly verdicts: ReadonlyArray<AppendVerdict>
}
interface Unanswered extends Pick<Answered, "batch" | "at"> {
  readonly cause: unknown
}

/** Nothing of it has to be asked again, so that what comes behind may go out. */
const isStored = (flush: Flush): flush is Answered =>
  "verdicts" in flush && flush.verdicts.every(({ outcome }) => outcome !== "busy")

const groupCommit = (options: LogWriterOptions) => {
  const { connection, listeners, now } = options
  const capacity = options.capacity ?? 10_000
  const queue = appendQueue<Waiting>({ capacity, perTenant: capacity / 2, batch: batchLimit })
  /** Tenants of flushes with an unknown outcome: whoever follows them must look. */
  const doubtful = new Set<TenantAppend["tenantId"]>()
  let running: Promise<void> | undefined
  let recovering = false
  let closed = false

  const append: EventLog["Service"]["append"] = (scope, request) =>
    Effect.callback((answer) => {
      if (closed) return answer(Effect.fail(new LogUnavailable({ reason: "shutting down" })))
      const item = { tenantId: scope.tenantId, request, answer, until: now() + patienceMs }
      if (!queue.add(options.acknowledgeBeforeCommit ? early(item) : item))
        return answer(Effect.fail(overloaded))
      // In a microtask, so that everybody who speaks in this moment is in the same flush.
      running ??= Promise.resolve().then(run)
    })

  const run = async (): Promise<void> => {
    if (options.acknowledgeBeforeCommit) await pause(50)
    while (queue.size() > 0) {
      let flush = await askAlone(queue.take())
      // While the database works on the next flush the answers of this one are given: neither waits for the other.
      while (isStored(flush) && queue.size() >= enough) {
        const next = ask(queue.take())
        await written()
        await settle(flush)
        flush = await next
      }
      await finish(flush)
      if (flush.batch.length >= crowd) await pause(gatherMs)
    }
    running = undefined
  }

  /** The hub has nothing else to do while a lone request is stored. */
  const askAlone = async (batch: ReadonlyArray<Waiting>): Promise<Flush> => {
    const flush = ask(batch)
    const [only] = batch
    if (batch.length > 1 || only?.request.meanwhile === undefined) return flush
    await written()
    try {
      only.request.meanwhile()
    } catch {
      // The same fault comes up again where what it should have made is needed, and harms nobody else there.
    }
    return flush
  }

  /** Sends it to the database. Never rejects: what went wrong stands in the flush. */
  const ask = async (batch: ReadonlyArray<Waiting>): Promise<Flush> => {
    const at = now() as EpochMs
    try {
      const [first] = batch
      const verdicts = await (batch.length === 1 && first !== undefined
        ? connection.query<AppendVerdict>(
            appendRequestStatement,
            appendRequestParameters(first, at),
          )
        : connection.query<AppendVerdict>(appendStatement, appendParameters(batch, at)))
      return { batch, at, verdicts }
    } catch (cause) {
      return { batch, at, cause }
    }
  }

  const finish = (flush: Flush): Promise<void> =>
    "verdicts" in flush ? settle(flush) : failed(flush.batch, flush.cause)

  const store = async (batch: ReadonlyArray<Waiting>): Promise<void> => finish(await ask(batch))

  const settle = async ({ batch, verdicts, at }: Answered): Promise<void> => {
    const stored = new Set<string>()
    const busy: Array<Waiting> = []
    // Everybody who follows hears of it before anybody is answered: a client that reads what it wrote finds it.
    for (const verdict of verdicts) {
      if (verdict.outcome !== "appended") continue
      const item = batch[verdict.request - 1] as Waiting
      if (item.request.streams.length === 0) continue
      stored.add(item.tenantId)
      if (!listeners.none()) listeners.committed(committedOf(item, verdict.first_position, at))
    }
    tellDoubtful()
    for (const verdict of verdicts) {
      const item = batch[verdict.request - 1] as Waiting
      if (verdict.outcome === "busy") busy.push(item)
      else item.answer(answerOf(item.request, verdict))
    }
    if (stored.size > 0) options.onStored?.(stored)
    await again(busy)
  }

  const failed = async (batch: ReadonlyArray<Waiting>, cause: unknown): Promise<void> => {
    const failure = appendFailure(cause)
    if (failure === "again") return again(batch)
    if (failure === "unknown") {
      const error = Effect.fail(unavailable(cause))
      for (const item of batch) {
        doubtful.add(item.tenantId)
        item.answer(error)
      }
      return void recover()
    }
    const [first] = batch
    if (batch.length === 1 && first !== undefined)
      return first.answer(Effect.fail(cannotBeStored(cause)))
    // One of them is poisonous, and must not hurt its neighbours: halve until it stands alone.
    const middle = batch.length >> 1
    await store(batch.slice(0, middle))
    await store(batch.slice(middle))
  }

  const tellDoubtful = (): void => {
    const tenants = [...doubtful]
    doubtful.clear()
    for (const tenant of tenants) listeners.moved(tenant)
  }

  /** Nobody may append for a while after an outage, and still what was stored in it must be shown. */
  const recover = async (): Promise<void> => {
    if (recovering) return
    recovering = true
    for (let wait = 50; doubtful.size > 0 && !closed; wait = Math.min(wait * 2, 2_000)) {
      await pause(wait)
      await connection.query("select 1", []).then(tellDoubtful, () => {})
    }
    recovering = false
  }

  const again = async (items: ReadonlyArray<Waiting>): Promise<void> => {
    if (items.length === 0) return
    const patient = items.filter((item) => item.until > now())
    const held = Effect.fail(new LogUnavailable({ reason: "another transaction holds the log" }))
    for (const item of items) if (item.until <= now()) item.answer(held)
    queue.putBack(patient)
    if (queue.size() === patient.length) await pause(5)
  }

  return {
    append,
    /** Refuses new appends, stores what waits, and leaves nobody without an answer. */
    close: async (): Promise<void> => {
      closed = true
      await Promise.race([running, pause(5_000)])
      const error = Effect.fail(new LogUnavailable({ reason: "shutting down" }))
      for (const item of queue.takeAll()) item.answer(error)
      await connection.close()
    },
  }
}

const answerOf = (request: AppendRequest, verdict: AppendVerdict) => {
  if (verdict.outcome === "appended")
    return Effect.succeed<AppendResult>({
      _tag: "Appended",
      firstPosition: verdict.first_position,
    })
  if (verdict.outcome === "conflict")
    return Effect.fail(new VersionConflict({ streams: request.streams.map((part) => part.stream) }))
  if (verdict.fingerprint !== request.fingerprint) return Effect.fail(mismatch)
  return Effect.succeed<AppendResult>({ _tag: "Repeated", reply: verdict.reply })
}

const mismatch = refused(
  "IDEMPOTENCY_MISMATCH",
  "This command id was used before, for something else",
)

const overloaded = new Overloaded({
  reason: "Too many orders at once; try again in a moment",
  retryAfterMs: 1_000,
})

const cannotBeStored = (cause: unknown): Refused =>
  refused("EVENT_REFUSED", `This cannot be stored: ${(cause as Error).message}`)

const early = (item: Waiting): Waiting => {
  item.answer(Effect.succeed({ _tag: "Appended", firstPosition: 1 }))
  return { ...item, answer: () => {} }
}

/** The client writes a statement some microtasks after it was asked to. */
const written = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
