import { Effect, Queue, Schema, type Scope } from "effect"
import type { Columns } from "#core/kitchen/menu.ts"
import {
  CommandMessage,
  type CommandResultMessage,
  decodeMessage,
  JobMessage,
  ReceiptMessage,
  type StateMessage,
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
import type { PrintMachine } from "./print-machine.ts"
import { openStation, type StationOptions } from "./print-station.ts"
import type { JournalFailed } from "./printer-journal.ts"

export interface AgentOptions extends Omit<StationOptions, "machine" | "say"> {
  readonly url: string
  readonly tenantId: string
  readonly deviceId: string
  readonly secret: string
  readonly columns: Columns
  readonly model?: string
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
  machine: PrintMachine,
): Effect.Effect<Agent, JournalFailed | UnfitDevice, Scope.Scope> =>
  Effect.gen(function* () {
    const { tenantId, deviceId } = options
    const address = deviceAddress(tenantId, deviceId)
    if (address === undefined) return yield* new UnfitDevice({ tenantId, deviceId })
    const inbox = yield* Queue.dropping<Inbound>(64)
    let session: MqttSession | undefined
    let hubOnline = false

    const say = (leaf: UpLeaf, body: object, retain = false) =>
      Effect.suspend(() =>
        session === undefined
          ? Effect.void
          : Effect.ignore(session.publish(upTopic(address, leaf), JSON.stringify(body), retain)),
      )
    const { boot, desk, sayStatus, tellUntold, run } = yield* openStation({
      ...options,
      machine,
      say: ({ leaf, body }) => say(leaf, body, leaf === "status"),
    })

    const stateMessage = (s: StateMessage["s"]) => {
      const body: StateMessage = { s, boot, ts: new Date().toISOString() }
      return { topic: upTopic(address, "state"), payload: JSON.stringify(body) }
    }
    const introduce = Effect.gen(function* () {
      yield* say("info", infoOf(options), true)
      yield* sayStatus
      const { topic, payload } = stateMessage("ready")
      if (session !== undefined) yield* Effect.ignore(session.publish(topic, payload, true))
    })
    const obey = Effect.fnUntraced(function* ({ id, cmd, job }: CommandMessage) {
      const answer = (ok: boolean, cause: string | null = null) =>
        say("result", { id, ok, cause } satisfies CommandResultMessage)
      switch (cmd) {
        case "status":
          yield* sayStatus
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
    return {
      boot,
      link: () => ({ connected: session !== undefined, hubOnline }),
      cut: Effect.suspend(() => session?.cut ?? Effect.void),
      run: Effect.raceFirst(run, Effect.forever(Effect.flatMap(Queue.take(inbox), take))),
    } satisfies Agent
  })

const HubStateMessage = Schema.Struct({ online: Schema.Boolean })

const infoOf = ({ model, columns }: AgentOptions) => ({
  model: model ?? "virtual",
  columns,
  widthDots: columns * 12,
  fmt: ["escpos"],
  features: ["cutter", "fence"],
  agent: "heard-agent/1",
})
