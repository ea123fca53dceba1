import { Socket } from "node:net"
import { Clock, Deferred, Effect, Random, Schema, type Scope } from "effect"
import { connect, type MqttClient } from "mqtt"
import {
  type Dialect,
  type Introduction,
  type MessageNotes,
  propertiesOf,
  type Saying,
  settingsOf,
  speaksNot5,
} from "./mqtt-settings.ts"

/** The broker cannot be reached, refused us, or the connection ended. */
export class SessionLost extends Schema.TaggedError<SessionLost>()("SessionLost", {
  reason: Schema.String,
}) {}

/** The broker said no to this one message (MQTT 5 alone can): it reached nobody, and the connection stands. */
export class MessageRefused extends Schema.TaggedError<MessageRefused>()("MessageRefused", {
  /** Of the PUBACK, 128 and above; 135 is "not authorized". */
  code: Schema.Int,
  reason: Schema.String,
}) {}

export interface Inbound {
  readonly topic: string
  readonly payload: Uint8Array
  /** The broker kept it from before this session subscribed. */
  readonly retained: boolean
  /** Tells the broker that it may forget the message. On a connection that is gone it does nothing. */
  readonly acknowledge: () => void
}

export interface SessionOptions extends Omit<Introduction, "will"> {
  /** `mqtt://host:port`, or `mqtts://`; may carry a user name and a password. */
  readonly url: string
  /** Absent: 3.1.1. */
  readonly dialect?: Dialect
  /** Said by the broker, and kept, when this session ends without a farewell. Made anew for each connection. */
  readonly will?: () => Saying
  /** Said, and kept, by ourselves when the scope closes while the connection stands. */
  readonly farewell?: () => Saying | ReadonlyArray<Saying>
  /** Called in order for each message; a promise holds back the next one until it settles. It must not throw or reject. */
  readonly onMessage?: (message: Inbound) => void | Promise<void>
}

/** One connection, from CONNACK until it ends. It never reconnects by itself: a publish belongs to one connection. */
export interface MqttSession {
  /** QoS 1; succeeds with the broker's PUBACK. */
  readonly publish: (
    topic: string,
    payload: string,
    retain?: boolean,
    notes?: MessageNotes,
  ) => Effect.Effect<void, SessionLost | MessageRefused>
  /** QoS 1; fails when the broker does not grant every filter. */
  readonly subscribe: (...filters: ReadonlyArray<string>) => Effect.Effect<void, SessionLost>
  /** Waits for the end of the connection. */
  readonly lost: Effect.Effect<never, SessionLost>
  /** Cuts the wire without a farewell, so that the will is said. */
  readonly cut: Effect.Effect<void>
}

/** Connects within 5 s. Closing the scope says farewell, so no will is said. */
export const openSession = (
  options: SessionOptions,
): Effect.Effect<MqttSession, SessionLost, Scope.Scope> =>
  Effect.gen(function* () {
    const ended = yield* Deferred.make<never, SessionLost>()
    const version = options.dialect?.version ?? 4
    const client = yield* Effect.acquireRelease(
      Effect.sync(() => dial(options, version, ended)),
      (dialled) => hangUp(dialled, [options.farewell?.() ?? []].flat()),
    )
    const lost = Deferred.await(ended)
    const orLost = <A, E>(step: Effect.Effect<A, E>) => Effect.raceFirst(lost, step)
    yield* orLost(
      Effect.callback<void>((resume) => void client.once("connect", () => resume(Effect.void))),
    )
    return {
      publish: (topic, payload, retain = false, notes) =>
        orLost(
          Effect.callback<void, SessionLost | MessageRefused>((resume) => {
            const properties =
              version === 5 && notes !== undefined ? propertiesOf(notes) : undefined
            client.publish(
              topic,
              payload,
              { qos: 1, retain, ...(properties === undefined ? {} : { properties }) },
              (error) => resume(error ? Effect.fail(failureOf(error)) : Effect.void),
            )
          }),
        ),
      subscribe: (...filters) =>
        orLost(
          Effect.callback<void, SessionLost>((resume) => {
            client.subscribe([...filters], { qos: 1 }, (error, granted = []) => {
              const denied = granted.find((grant) => grant.qos === 128)
              if (error) resume(Effect.fail(lostBy(error)))
              else if (denied === undefined) resume(Effect.void)
              else resume(Effect.fail(new SessionLost({ reason: `not allowed: ${denied.topic}` })))
            })
          }),
        ),
      lost,
      cut: Effect.sync(() => void client.stream.destroy()),
    } satisfies MqttSession
  })

/**
 * Keeps a session for as long as the fiber runs: connects, runs `live` until the connection ends, waits 0.25 to 3 s
 * (growing, drawn at random so that a restarted broker is not stormed) and starts again. No longer: papers wait for it.
 */
export const keepSession = (
  options: SessionOptions,
  live: (session: MqttSession) => Effect.Effect<unknown, SessionLost, Scope.Scope>,
): Effect.Effect<never> => {
  let failures = 0
  const once = Effect.scoped(
    Effect.gen(function* () {
      const session = yield* openSession(options)
      const since = yield* Clock.currentTimeMillis
      yield* Effect.addFinalizer(() =>
        Effect.map(Clock.currentTimeMillis, (now) => {
          if (now - since > steadyMs) failures = 0
        }),
      )
      yield* live(session)
      return yield* session.lost
    }),
  )
  let spoken = options.dialect?.version
  return once.pipe(
    Effect.catchTag("SessionLost", (loss) => Effect.logDebug("MQTT session lost", loss.reason)),
    Effect.andThen(
      Effect.suspend(() => {
        // That it does not speak 5 is no reason to wait.
        const learned = spoken !== options.dialect?.version
        spoken = options.dialect?.version
        if (learned) return Effect.void
        const longest = Math.min(longestPauseMs, 500 * 2 ** failures)
        failures += 1
        return Effect.flatMap(Random.nextBetween(longest / 2, longest), Effect.sleep)
      }),
    ),
    Effect.forever,
  )
}

const longestPauseMs = 3_000

/** A connection that lasted so long starts the pauses anew; two agents with one credential only throw each other out. */
const steadyMs = 10_000

const dial = (
  options: SessionOptions,
  version: 4 | 5,
  ended: Deferred.Deferred<never, SessionLost>,
): MqttClient => {
  const { will, ...introduction } = options
  const settings = settingsOf(
    { ...introduction, ...(will === undefined ? {} : { will: will() }) },
    version,
  )
  const client = connect(options.url, settings)
  const end = (reason: string) =>
    void Deferred.doneUnsafe(ended, Effect.fail(new SessionLost({ reason })))
  client.on("error", (error) => {
    if (options.dialect !== undefined && speaksNot5(error)) options.dialect.version = 4
    end(error.message)
    client.stream.destroy()
  })
  client.on("close", () => end("the connection ended"))
  // Small packets in both directions: with Nagle's algorithm each would wait 40 ms for the other side's delayed ACK.
  client.on("connect", () => {
    if (client.stream instanceof Socket) client.stream.setNoDelay(true)
  })
  takeMessages(client, options.onMessage)
  return client
}

/**
 * mqtt.js sends the PUBACK when its callback is called, and hands out no other message before. Called with an error it
 * goes on without a PUBACK; ours is written when the message is really dealt with, and on the connection it came by:
 * packet numbers mean nothing on another one.
 */
const takeMessages = (client: MqttClient, onMessage: SessionOptions["onMessage"]): void => {
  client.handleMessage = (packet, next) => {
    const stream = client.stream
    let owed = packet.qos === 1 ? packet.messageId : undefined
    const acknowledge = () => {
      const id = owed
      owed = undefined
      if (id === undefined || client.stream !== stream || !client.connected) return
      stream.write(Buffer.of(0x40, 2, id >> 8, id & 0xff))
    }
    const held = onMessage?.({
      topic: packet.topic,
      payload: typeof packet.payload === "string" ? Buffer.from(packet.payload) : packet.payload,
      retained: packet.retain,
      acknowledge,
    })
    const withoutPubAck = () => next(acknowledgedLater)
    if (held === undefined) withoutPubAck()
    else void held.then(withoutPubAck)
  }
}

const acknowledgedLater = new Error("acknowledged later")

/** Farewell and goodbye, or after a second without an answer the cut wire. Plain callbacks: a finalizer has no interruption. */
const hangUp = (client: MqttClient, farewell: ReadonlyArray<Saying>): Effect.Effect<void> =>
  Effect.callback<void>((resume) => {
    const gone = () => {
      clearTimeout(patience)
      client.stream.destroy()
      resume(Effect.void)
    }
    const patience = setTimeout(gone, 1000)
    client.once("close", gone)
    if (!client.connected) gone()
    else if (farewell.length === 0) client.end(false)
    else {
      let owed = farewell.length
      for (const { topic, payload } of farewell)
        client.publish(topic, payload, { qos: 1, retain: true }, () => {
          owed -= 1
          if (owed === 0) client.end(false)
        })
    }
  })

const lostBy = (error: Error): SessionLost => new SessionLost({ reason: error.message })

const failureOf = (error: Error): SessionLost | MessageRefused =>
  "code" in error && typeof error.code === "number" && error.code >= 128
    ? new MessageRefused({ code: error.code, reason: error.message })
    : lostBy(error)
