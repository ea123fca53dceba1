import { Effect, Queue, Schema, type Scope } from "effect"
import type { Columns } from "#core/kitchen/menu.ts"
import {
  CommandMessage,
  type CommandResultMessage,
  ConfigMessage,
  decodeMessage,
  HubStateMessage,
  JobMessage,
  ReceiptMessage,
  type StateMessage,
} from "#devices/mqtt/device-message.ts"
import { type Inbound, keepSession, type MqttSession } from "#devices/mqtt/mqtt-session.ts"
import type { Dialect } from "#devices/mqtt/mqtt-settings.ts"
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
import { type PrintMachine, troubleOf } from "./print-machine.ts"
import { openStation, type StationOptions } from "./print-station.ts"
import type { JournalFailed } from "./printer-journal.ts"

export interface AgentOptions extends Omit<StationOptions, "machine" | "say"> {
  readonly url: string
  readonly tenantId: string
  readonly deviceId: string
  readonly secret: string
  readonly columns: Columns
  readonly model?: string
  /** Whether the broker may be spoken to in MQTT 5. Absent: tried first. */
  readonly dialect?: Dialect
  /** Puts a new secret where the next start finds it. Absent: the agent cannot change its secret. */
  readonly keepSecret?: (secret: string) => Effect.Effect<void, unknown>
}

export interface Agent {
  readonly boot: number
  /** Whether the broker hears us, and what the hub says about itself there. */
  readonly link: () => { readonly connected: boolean; readonly hubOnline: boolean }
  /** Tears the wire, as a power cut does: the broker says our will. */
  readonly cut: Effect.Effect<void>
  /** Begins no other paper and waits for the one that is coming. */
  readonly leave: Effect.Effect<void>
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
    let hub: HubStateMessage | undefined
    let cfgVer: string | undefined
    let secret = options.secret

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
      yield* say(
        "info",
        { ...infoOf(options, machine), ...(cfgVer === undefined ? {} : { cfgVer }) },
        true,
      )
      yield* sayStatus
      const { topic, payload } = stateMessage("ready")
      if (session !== undefined) yield* Effect.ignore(session.publish(topic, payload, true))
    })
    const rotate = Effect.fnUntraced(function* (key: string | undefined) {
      if (key === undefined || options.keepSecret === undefined) return "unsupported"
      const kept = yield* Effect.exit(options.keepSecret(key))
      if (kept._tag === "Failure") return "not_kept"
      secret = key
      return undefined
    })
    const obey = Effect.fnUntraced(function* ({ id, cmd, job, key }: CommandMessage) {
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
        case "test": {
          const trouble = troubleOf(machine.status())
          return yield* answer(trouble === undefined, trouble)
        }
        case "rotate-key": {
          const cause = yield* rotate(key)
          return yield* answer(cause === undefined, cause)
        }
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
      if (inbound.topic === downTopic(address, "config")) {
        const config = decodeMessage(ConfigMessage, inbound.payload)
        if (config !== undefined && config.ver !== cfgVer) {
          cfgVer = config.ver
          yield* say("info", { ...infoOf(options, machine), cfgVer }, true)
        }
      }
      if (inbound.topic === hubStateTopic(tenantId)) {
        const before = hub
        hub = decodeMessage(HubStateMessage, inbound.payload)
        // What the broker kept was said before we came, and we said everything on coming.
        const born = hub?.online === true && hub.at !== before?.at && !inbound.retained
        if (born) {
          yield* tellUntold(true)
          yield* introduce
        }
      }
      yield* done
    })

    const live = Effect.fnUntraced(function* (opened: MqttSession) {
      yield* opened.subscribe(downFilter(address), hubStateTopic(tenantId))
      session = opened
      yield* Effect.addFinalizer(() =>
        Effect.sync(() => {
          session = undefined
          hub = undefined
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
          // Another one after `rotate-key`.
          get password() {
            return secret
          },
          dialect: options.dialect ?? { version: 5 },
          // A short loss of the radio is no loss of the printer.
          willDelaySeconds: 5,
          receiveMaximum: 1,
          will: () => stateMessage("lost"),
          farewell: () => stateMessage("disconnected"),
          onMessage: (inbound) => void Queue.offerUnsafe(inbox, inbound),
        },
        live,
      ),
    )
    return {
      boot,
      link: () => ({ connected: session !== undefined, hubOnline: hub?.online === true }),
      leave: desk.leave,
      cut: Effect.suspend(() => session?.cut ?? Effect.void),
      run: Effect.raceFirst(run, Effect.forever(Effect.flatMap(Queue.take(inbox), take))),
    } satisfies Agent
  })

const infoOf = ({ model, columns }: AgentOptions, { language }: PrintMachine) => ({
  ...(model === undefined ? {} : { model }),
  columns,
  widthDots: columns * 12,
  fmt: [language],
  features: ["cutter", "fence"],
  agent: "heard-agent/1",
})
