import { Clock, Effect, Queue, Schema, type Scope } from "effect"
import type { Columns } from "#core/kitchen/menu.ts"
import {
  CommandMessage,
  type CommandResultMessage,
  decodeMessage,
  JobMessage,
  ReceiptMessage,
  type StateMessage,
  type StatusMessage,
} from "#devices/mqtt/device-message.ts"
import { type Inbound, keepSession, type MqttSession } from "#devices/mqtt/mqtt-session.ts"
import {
  clientIdOf,
  deviceAddress,
  downFilter,
  downTopic,
  hubStateTopic,
  type UpLeaf,
  upTopic,
  userNameOf,
} from "#devices/mqtt/topic.ts"
import { type Moment, makePrintDesk } from "./print-desk.ts"
import { type JournalFailed, openJournal } from "./printer-journal.ts"
import type { VirtualPrinter } from "./virtual-printer.ts"

export interface AgentOptions {
  readonly url: string
  readonly tenantId: string
  readonly deviceId: string
  readonly secret: string
  /** Where the journal lives; one agent at a time. */
  readonly directory: string
  readonly columns: Columns
  readonly model?: string
  /** Milliseconds; see the desk. */
  readonly fenceMs?: number
  /** First pause before a result without receipt is said again, in milliseconds; it grows to a minute. */
  readonly repeatMs?: number
  /** For tests: the moments at which a power cut matters. */
  readonly moment?: (moment: Moment, job: string) => Effect.Effect<void>
}

export interface Agent {
  readonly boot: number
  /** Whether the broker hears us, and what the hub says about itself there. */
  readonly link: () => { readonly connected: boolean; readonly hubOnline: boolean }
  /** Tears the wire, as a power cut does: the broker says our will. */
  readonly cut: Effect.Effect<void>
  /** Runs until the journal fails. */
  readonly run: Effect.Effect<never, JournalFailed>
}

/** One of the two ids cannot stand in a topic. */
export class UnfitDevice extends Schema.TaggedError<UnfitDevice>()("UnfitDevice", {
  tenantId: Schema.String,
  deviceId: Schema.String,
}) {}

/** The program beside a printer that speaks the contract (devices.md §4.3 and §4.4). Closing the scope says farewell. */
export const startAgent = (
  options: AgentOptions,
  machine: VirtualPrinter,
): Effect.Effect<Agent, JournalFailed | UnfitDevice, Scope.Scope> =>
  Effect.gen(function* () {
    const { tenantId, deviceId } = options
    const address = deviceAddress(tenantId, deviceId)
    if (address === undefined) return yield* new UnfitDevice({ tenantId, deviceId })
    const journal = yield* openJournal({ directory: options.directory })
    const inbox = yield* Queue.dropping<Inbound>(64)
    let session: MqttSession | undefined
    let hubOnline = false
    let count = journal.boot * 1_000_000
    const nextSeq = () => ++count

    const say = (leaf: UpLeaf, body: object, retain = false) =>
      Effect.suspend(() =>
        session === undefined
          ? Effect.void
          : Effect.ignore(session.publish(upTopic(address, leaf), JSON.stringify(body), retain)),
      )

    const desk = yield* makePrintDesk({
      journal,
      machine,
      say: ({ leaf, body }) => say(leaf, body),
      nextSeq,
      fenceMs: options.fenceMs ?? 60_000,
      moment: options.moment ?? (() => Effect.void),
    })
    for (const { job, attempt } of journal.interrupted()) {
      const at = yield* Clock.currentTimeMillis
      const { boot } = journal
      yield* journal.record({ job, attempt, stage: "unknown", at, boot, cause: "power_cut" })
    }

    const stateMessage = (s: StateMessage["s"]) => {
      const body: StateMessage = { s, boot: journal.boot, ts: new Date().toISOString() }
      return { topic: upTopic(address, "state"), payload: JSON.stringify(body) }
    }
    const sayStatus = () => {
      const body = { ...statusOf(machine), seq: nextSeq() } satisfies StatusMessage
      return say("status", body, true)
    }
    const introduce = Effect.gen(function* () {
      yield* say("info", infoOf(options), true)
      yield* sayStatus()
      const { topic, payload } = stateMessage("ready")
      if (session !== undefined) yield* Effect.ignore(session.publish(topic, payload, true))
    })
    const repeat = repeater(options.repeatMs ?? 5000)
    const tellUntold = (all: boolean) =>
      Effect.gen(function* () {
        const due = repeat(journal.untold(), yield* Clock.currentTimeMillis, all)
        for (const entry of due) yield* desk.tell(entry)
      })

    const obey = Effect.fnUntraced(function* ({ id, cmd, job }: CommandMessage) {
      const answer = (ok: boolean, cause: string | null = null) =>
        say("result", { id, ok, cause } satisfies CommandResultMessage)
      switch (cmd) {
        case "status":
          yield* sayStatus()
          return yield* answer(true)
        case "rebirth":
          yield* introduce
          return yield* answer(true)
        case "cancel": {
          const done = job !== undefined && (yield* desk.cancel(job))
          return yield* answer(done, done ? null : "too_late")
        }
        case "test":
        case "rotate-key":
          return yield* answer(false, "unsupported")
      }
    })

    const take = Effect.fnUntraced(function* (inbound: Inbound) {
      const done = Effect.sync(inbound.acknowledge)
      if (inbound.topic === downTopic(address, "job")) {
        const job = decodeMessage(JobMessage, inbound.payload)
        if (job !== undefined) return yield* desk.take(job, done)
      }
      if (inbound.topic === downTopic(address, "rcpt")) {
        const receipt = decodeMessage(ReceiptMessage, inbound.payload)
        if (receipt !== undefined) yield* desk.receipted(receipt.job, receipt.attempt)
      }
      if (inbound.topic === downTopic(address, "cmd")) {
        const command = decodeMessage(CommandMessage, inbound.payload)
        if (command !== undefined) yield* obey(command)
      }
      if (inbound.topic === hubStateTopic(tenantId))
        hubOnline = decodeMessage(HubStateMessage, inbound.payload)?.online ?? false
      yield* done
    })

    const live = Effect.fnUntraced(function* (opened: MqttSession) {
      yield* opened.subscribe(downFilter(address), hubStateTopic(tenantId))
      session = opened
      yield* Effect.addFinalizer(() =>
        Effect.sync(() => {
          session = undefined
          hubOnline = false
        }),
      )
      yield* tellUntold(true)
      yield* introduce
      return yield* opened.lost
    })

    const changes = yield* Queue.dropping<void>(1)
    yield* machine.onChange(() => void Queue.offerUnsafe(changes, undefined))
    let shown = JSON.stringify(statusOf(machine))
    const watchMachine = Effect.gen(function* () {
      yield* Queue.take(changes)
      const now = JSON.stringify(statusOf(machine))
      if (now === shown) return
      shown = now
      yield* sayStatus()
    })

    yield* Effect.forkScoped(
      keepSession(
        {
          url: options.url,
          clientId: clientIdOf(address),
          userName: userNameOf(address),
          password: options.secret,
          will: () => stateMessage("lost"),
          farewell: () => stateMessage("disconnected"),
          onMessage: (inbound) => void Queue.offerUnsafe(inbox, inbound),
        },
        live,
      ),
    )
    yield* Effect.forkScoped(Effect.forever(watchMachine))
    yield* Effect.forkScoped(
      Effect.forever(Effect.andThen(Effect.sleep("1 second"), tellUntold(false))),
    )
    return {
      boot: journal.boot,
      link: () => ({ connected: session !== undefined, hubOnline }),
      cut: Effect.suspend(() => session?.cut ?? Effect.void),
      run: Effect.raceFirst(desk.work, Effect.forever(Effect.flatMap(Queue.take(inbox), take))),
    } satisfies Agent
  })

const HubStateMessage = Schema.Struct({ online: Schema.Boolean })

const statusOf = (machine: VirtualPrinter) => {
  const { paper, coverOpen } = machine.status()
  const error = coverOpen ? "cover_open" : paper === "out" ? "paper_out" : null
  return { online: error === null, paper, cover: coverOpen, error, drawer: false }
}

const infoOf = ({ model, columns }: AgentOptions) => ({
  model: model ?? "virtual",
  columns,
  widthDots: columns * 12,
  fmt: ["escpos"],
  features: ["cutter", "fence"],
  agent: "heard-agent/1",
})

/** Results are not repeated for longer; the hub has asked again by then, or never will. */
const tellFor = 24 * 3_600_000

/** Picks what is due to be said again: after `firstMs`, then twice as late each time, a minute at most. */
const repeater = (firstMs: number) => {
  const told = new Map<string, { readonly times: number; readonly at: number }>()
  return <E extends { readonly job: string; readonly attempt: number; readonly at: number }>(
    untold: ReadonlyArray<E>,
    now: number,
    all: boolean,
  ): ReadonlyArray<E> => {
    const open = new Set(untold.map((entry) => `${entry.job}/${entry.attempt}`))
    for (const key of told.keys()) if (!open.has(key)) told.delete(key)
    return untold.filter((entry) => {
      const key = `${entry.job}/${entry.attempt}`
      const last = told.get(key) ?? { times: 0, at: entry.at }
      const pause = Math.min(60_000, firstMs * 2 ** last.times)
      if (now - entry.at > tellFor || (!all && now - last.at < pause)) return false
      told.set(key, { times: last.times + 1, at: now })
      return true
    })
  }
}
