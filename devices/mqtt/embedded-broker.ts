import { randomBytes } from "node:crypto"
import { createServer, type Server, type Socket } from "node:net"
import { Aedes, type AedesOptions, type Client } from "aedes"
import {
  Context,
  Effect,
  type Scope as EffectScope,
  FiberSet,
  Layer,
  Metric,
  Option,
  Schema,
} from "effect"
import { DeviceTroubles } from "#core/hub/device-troubles.ts"
import { notListening } from "#core/hub/not-listening.ts"
import { Presence } from "#core/hub/presence.ts"
import type { RateLimits } from "#core/limits/rate-limits.ts"
import { DeviceCredentials } from "#core/security/device-credentials.ts"
import { troubleIn } from "./broken-session.ts"
import { BrokerAddress } from "./broker-address.ts"
import { addressOf, admitGuests, guestOf, hubUserName } from "./broker-guests.ts"
import { type BrokerMemory, rememberKept } from "./broker-memory.ts"
import { BrokerReaders } from "./broker-readers.ts"
import { packetLimit, packetMeter } from "./packet-meter.ts"
import { sayInside } from "./say-inside.ts"
import { clientIdOf, deviceAddress, parseUserName } from "./topic.ts"

export interface EmbeddedBrokerOptions {
  readonly host: string
  /** 0 takes a free one. */
  readonly port: number
  /** Where it writes down what it keeps. Absent: it forgets with its end. */
  readonly memory?: BrokerMemory
}

/** The port is taken, or the address is not ours. */
export class BrokerNotListening extends Schema.TaggedError<BrokerNotListening>()(
  "BrokerNotListening",
  { host: Schema.String, port: Schema.Int, reason: Schema.String },
) {
  override get message(): string {
    return notListening("MQTT_PORT", this)
  }
}

/** The broker inside this process (aedes, MQTT 3.1.1), for one box without anything else to install. */
export class EmbeddedBroker extends Context.Service<
  EmbeddedBroker,
  {
    readonly port: number
    /** Ends a device's session at once (revoked, secret changed). False when it had none. */
    readonly dismiss: (tenantId: string, deviceId: string) => Effect.Effect<boolean>
  }
>()("heard/EmbeddedBroker") {}

/**
 * The embedded broker and the address by which the hub's own client reaches it. The hub gets a password made for this
 * start alone; a device gets in with its own secret.
 *
 * It keeps no session of a device: the hub owns the queue of jobs, and a broker's memory would be a second one.
 */
export const embeddedBrokerLayer = (
  options: EmbeddedBrokerOptions,
): Layer.Layer<
  BrokerAddress | EmbeddedBroker,
  BrokerNotListening,
  DeviceCredentials | DeviceTroubles | RateLimits | BrokerReaders
> =>
  Layer.effectContext(
    Effect.gen(function* () {
      const hubPassword = randomBytes(32).toString("base64url")
      const guests = yield* admitGuests(hubPassword)
      const broker = yield* Effect.acquireRelease(
        Effect.promise(() => Aedes.createBroker({ ...limits, ...guests })),
        (open) => Effect.callback<void>((resume) => open.close(() => resume(Effect.void))),
      )
      const log = yield* FiberSet.makeRuntime()
      const troubles = yield* DeviceTroubles
      broker.on("clientError", (client, error) => {
        log(Metric.update(brokenConnections, 1))
        const trouble = troubleIn(error.message)
        const guest = guestOf.get(client)
        if (trouble === undefined || guest?.kind !== "device") return
        const { scope, address } = guest
        troubles.note(scope.tenantId, address.deviceId, trouble, { detail: error.message })
      })
      broker.on("connectionError", () => void log(Metric.update(brokenConnections, 1)))
      broker.addListener("error", (error: Error) => void log(Effect.logError("MQTT broker", error)))
      yield* announcePresence(broker)
      yield* (yield* DeviceCredentials).whenChanged(({ tenantId, deviceId, over }) => {
        if (over !== undefined) dismiss(broker, tenantId, deviceId)
      })
      yield* (yield* BrokerReaders).whenChanged((userName) => dismissReader(broker, userName))
      if (options.memory !== undefined)
        yield* rememberKept(broker, options.memory, (userName) => {
          const address = parseUserName(userName)
          return address !== undefined && clientsOf(broker)[clientIdOf(address)] !== undefined
        })
      const port = yield* listen(broker, options, noteTooLarge(troubles))
      const host = options.host === "0.0.0.0" || options.host === "::" ? "127.0.0.1" : options.host
      const address = host.includes(":") ? `[${host}]` : host
      return Context.make(BrokerAddress, {
        url: `mqtt://${address}:${port}`,
        inside: {
          publish: (topic, payload, retain) => sayInside(broker, topic, payload, retain),
        },
        userName: hubUserName,
        password: hubPassword,
      }).pipe(
        Context.add(EmbeddedBroker, {
          port,
          dismiss: (tenantId, deviceId) => Effect.sync(() => dismiss(broker, tenantId, deviceId)),
        }),
      )
    }),
  )

/** Connections that ended by an error: garbage, a packet too large, a forbidden topic, a silent device. */
const brokenConnections = Metric.counter("heard_mqtt_broken_connections_total", {
  description: "MQTT connections that the embedded broker closed because of an error",
  incremental: true,
})

const limits = {
  /**
   * No queue inside of the broker: its emitter empties one by calling itself, and two thousand wills at once (a switch
   * that loses its power) would overflow the stack. What is under way is bounded by each connection's own limits.
   */
  concurrency: 0,
  connectTimeout: 5000,
  /** Seconds; 0 ("never ask") is refused too, so that a will is said within 90 s. */
  keepaliveLimit: 60,
  drainTimeout: 10_000,
  queueLimit: 16,
  maxInflightInbound: 16,
  maxTopicLevels: 8,
} satisfies AedesOptions

/** Devices of all restaurants; whoever comes later is let in when one goes. */
const mostConnections = 10_000

/** Connected devices count as present, where somebody keeps count. */
const announcePresence = Effect.fnUntraced(function* (broker: Aedes) {
  const presence = yield* Effect.serviceOption(Presence)
  if (Option.isNone(presence)) return
  const run = yield* FiberSet.makeRuntime()
  broker.on("clientReady", (client) => {
    const guest = guestOf.get(client)
    if (guest?.kind !== "device") return
    const gone = Effect.callback<void>((resume) => {
      if (client.closed) return resume(Effect.void)
      client.conn.once("close", () => resume(Effect.void))
    })
    run(
      presence.value
        .arrive(guest.scope, { wire: "mqtt", address: addressOf(client) })
        .pipe(Effect.andThen(gone), Effect.scoped),
    )
  })
})

const listen = (
  broker: Aedes,
  options: EmbeddedBrokerOptions,
  tooLarge: (client: Client) => void,
): Effect.Effect<number, BrokerNotListening, EffectScope.Scope> =>
  Effect.acquireRelease(
    Effect.callback<Server, BrokerNotListening>((resume) => {
      const server = createServer((socket) => serve(broker, socket, tooLarge))
      server.maxConnections = mostConnections
      server.once("error", (error) =>
        resume(
          Effect.fail(
            new BrokerNotListening({
              host: options.host,
              port: options.port,
              reason: error.message,
            }),
          ),
        ),
      )
      server.listen(options.port, options.host, () => resume(Effect.succeed(server)))
    }),
    (server) => Effect.sync(() => void server.close()),
  ).pipe(
    Effect.map((server) => {
      const address = server.address()
      return typeof address === "object" && address !== null ? address.port : options.port
    }),
  )

/** "data" is told about each chunk as aedes reads it, before the chunk is parsed. */
const serve = (broker: Aedes, socket: Socket, tooLarge: (client: Client) => void): void => {
  const fits = packetMeter(packetLimit)
  socket.setNoDelay(true)
  const client = broker.handle(socket)
  socket.on("data", (chunk: Buffer) => {
    if (fits(chunk) || socket.destroyed) return
    tooLarge(client)
    socket.destroy(new Error("a packet over the limit"))
  })
}

const noteTooLarge = (troubles: DeviceTroubles["Service"]) => (client: Client) => {
  const guest = guestOf.get(client)
  if (guest?.kind !== "device") return
  troubles.note(guest.scope.tenantId, guest.address.deviceId, "PACKET_TOO_LARGE", {
    mostBytes: packetLimit,
  })
}

const dismiss = (broker: Aedes, tenantId: string, deviceId: string): boolean => {
  const address = deviceAddress(tenantId, deviceId)
  if (address === undefined) return false
  const client = clientsOf(broker)[clientIdOf(address)]
  client?.close()
  return client !== undefined
}

/** It comes back by itself, if it may. */
const dismissReader = (broker: Aedes, userName: string): void => {
  for (const client of Object.values(clientsOf(broker))) {
    const guest = client === undefined ? undefined : guestOf.get(client)
    if (guest?.kind === "reader" && guest.userName === userName) client?.close()
  }
}

const clientsOf = (broker: Aedes): Record<string, Client | undefined> =>
  Reflect.get(broker, "clients")
