import { randomBytes, timingSafeEqual } from "node:crypto"
import { createServer, type Server, type Socket } from "node:net"
import { Aedes, type AedesOptions, type AuthenticateError, type Client } from "aedes"
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
import { Presence } from "#core/hub/presence.ts"
import type { Scope } from "#core/hub/scope.ts"
import { RateLimits } from "#core/limits/rate-limits.ts"
import { Tokens } from "#core/security/tokens.ts"
import { identify, mayPublish, mayReceive, maySubscribe } from "./broker-access.ts"
import { BrokerAddress } from "./broker-address.ts"
import { packetLimit, packetMeter } from "./packet-meter.ts"
import { clientIdOf, type DeviceAddress, deviceAddress } from "./topic.ts"

export interface EmbeddedBrokerOptions {
  readonly host: string
  /** 0 takes a free one. */
  readonly port: number
}

/** The port is taken, or the address is not ours. */
export class BrokerNotListening extends Schema.TaggedError<BrokerNotListening>()(
  "BrokerNotListening",
  { host: Schema.String, port: Schema.Int, reason: Schema.String },
) {
  override get message(): string {
    return `MQTT_PORT ${this.port} of HOST ${this.host} cannot be listened on: ${this.reason}`
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
 * start alone; a device gets in with the secret that {@link Tokens} knows.
 *
 * It keeps no session of a device: the hub owns the queue of jobs, and a broker's memory would be a second one.
 */
export const embeddedBrokerLayer = (
  options: EmbeddedBrokerOptions,
): Layer.Layer<BrokerAddress | EmbeddedBroker, BrokerNotListening, Tokens | RateLimits> =>
  Layer.effectContext(
    Effect.gen(function* () {
      const hubPassword = randomBytes(32).toString("base64url")
      const guests = yield* admitGuests(hubPassword)
      const broker = yield* Effect.acquireRelease(
        Effect.promise(() => Aedes.createBroker({ ...limits, ...guests })),
        (open) => Effect.callback<void>((resume) => open.close(() => resume(Effect.void))),
      )
      const log = yield* FiberSet.makeRuntime()
      broker.on("clientError", () => void log(Metric.update(brokenConnections, 1)))
      broker.on("connectionError", () => void log(Metric.update(brokenConnections, 1)))
      broker.addListener("error", (error: Error) => void log(Effect.logError("MQTT broker", error)))
      yield* announcePresence(broker)
      const port = yield* listen(broker, options)
      const host = options.host === "0.0.0.0" || options.host === "::" ? "127.0.0.1" : options.host
      const address = host.includes(":") ? `[${host}]` : host
      return Context.make(BrokerAddress, {
        url: `mqtt://${address}:${port}`,
        inside: true,
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

const hubUserName = "hub"

/** Connections that ended by an error: garbage, a packet too large, a forbidden topic, a silent device. */
const brokenConnections = Metric.counter("heard_mqtt_broken_connections_total", {
  description: "MQTT connections that the embedded broker closed because of an error",
  incremental: true,
})

const limits = {
  connectTimeout: 5000,
  /** Seconds; 0 ("never ask") is refused too, so that a will is said within 90 s. */
  keepaliveLimit: 60,
  drainTimeout: 10_000,
  queueLimit: 16,
  maxInflightInbound: 16,
  maxTopicLevels: 8,
} satisfies AedesOptions

/** A client that was let in: the hub, or a device with its share of the broker. */
type Guest =
  | { readonly kind: "hub" }
  | {
      readonly kind: "device"
      readonly address: DeviceAddress
      readonly scope: Scope
    }

const guestOf = new WeakMap<Client, Guest>()

/** Everything that aedes asks about who may do what. */
const admitGuests = Effect.fnUntraced(function* (hubPassword: string) {
  const tokens = yield* Tokens
  const rateLimits = yield* RateLimits
  const run = yield* FiberSet.makeRuntimePromise()
  const wills = new WeakMap<Client, { readonly topic: string; readonly retain: boolean }>()

  const welcomeDevice = (client: Client, userName: string | undefined, secret: string) =>
    Effect.gen(function* () {
      const address = identify(userName, client.id)
      if (address === undefined) return false
      const will = wills.get(client)
      if (will !== undefined && !mayPublish(address, will)) return false
      const scope = yield* tokens.verifyDevice(address.tenantId, address.deviceId, secret)
      guestOf.set(client, { kind: "device", address, scope })
      return true
    }).pipe(
      Effect.catchTag("Unauthorized", () => Effect.succeed(false)),
      Effect.timeout("5 seconds"),
    )

  return {
    preConnect: (client, packet, admit) => {
      packet.clean = true
      if (packet.will) wills.set(client, { topic: packet.will.topic, retain: !!packet.will.retain })
      admit(null, true)
    },
    authenticate: (client, userName, password, admit) => {
      const secret = password?.toString("utf8") ?? ""
      if (userName === hubUserName) {
        const known = sameSecret(secret, hubPassword)
        if (known) guestOf.set(client, { kind: "hub" })
        return admit(known ? null : refusal("not authorized", 5), known)
      }
      run(welcomeDevice(client, userName, secret)).then(
        (welcome) => admit(welcome ? null : refusal("not authorized", 5), welcome),
        () => admit(refusal("cannot tell yet", 3), false),
      )
    },
    authorizePublish: (client, packet, answer) => {
      const guest = client === null ? undefined : guestOf.get(client)
      if (guest?.kind === "hub") return answer(null)
      if (guest === undefined || !mayPublish(guest.address, packet))
        return answer(new Error("not allowed to publish there"))
      // MQTT 3.1.1 knows no refusal of a message: it waits in its own connection.
      const wait = rateLimits.reserve("orders", guest.scope, addressOf(client))
      if (wait === 0) answer(null)
      else setTimeout(() => answer(null), wait)
    },
    authorizeSubscribe: (client, subscription, answer) => {
      const guest = guestOf.get(client)
      const allowed =
        guest?.kind === "hub" ||
        (guest !== undefined && maySubscribe(guest.address, subscription.topic))
      answer(null, allowed ? subscription : null)
    },
    authorizeForward: (client, packet) => {
      const guest = guestOf.get(client)
      if (guest === undefined) return null
      return guest.kind === "hub" || mayReceive(guest.address, packet.topic) ? packet : null
    },
  } satisfies AedesOptions
})

const addressOf = (client: Client | null): string => {
  const conn: object = client?.conn ?? {}
  return "remoteAddress" in conn ? String(conn.remoteAddress ?? "") : ""
}

const refusal = (reason: string, returnCode: 3 | 5): AuthenticateError =>
  Object.assign(new Error(reason), { returnCode })

const sameSecret = (given: string, known: string): boolean => {
  const [a, b] = [Buffer.from(given), Buffer.from(known)]
  return a.length === b.length && timingSafeEqual(a, b)
}

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
): Effect.Effect<number, BrokerNotListening, EffectScope.Scope> =>
  Effect.acquireRelease(
    Effect.callback<Server, BrokerNotListening>((resume) => {
      const server = createServer((socket) => serve(broker, socket))
      server.maxConnections = 2000
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
const serve = (broker: Aedes, socket: Socket): void => {
  const fits = packetMeter(packetLimit)
  socket.setNoDelay(true)
  broker.handle(socket)
  socket.on("data", (chunk: Buffer) => {
    if (!fits(chunk)) socket.destroy(new Error("a packet over the limit"))
  })
}

const dismiss = (broker: Aedes, tenantId: string, deviceId: string): boolean => {
  const address = deviceAddress(tenantId, deviceId)
  if (address === undefined) return false
  const clients: Record<string, Client | undefined> = Reflect.get(broker, "clients")
  const client = clients[clientIdOf(address)]
  client?.close()
  return client !== undefined
}
