import { connect as openSocket, type Socket } from "node:net"
import { Data, Effect, Layer, Option, type Scope } from "effect"
import { connectAsync, type IClientOptions, type MqttClient } from "mqtt"
import { deviceTroublesLayer } from "#core/hub/device-troubles.ts"
import { TenantDirectory } from "#core/hub/tenant-directory.ts"
import type { RequestLimits } from "#core/limits/request-limits.ts"
import { Tokens } from "#core/security/tokens.ts"
import { BrokerAddress } from "#devices/mqtt/broker-address.ts"
import { brokerReadersLayer } from "#devices/mqtt/broker-readers.ts"
import { type EmbeddedBrokerOptions, embeddedBrokerLayer } from "#devices/mqtt/embedded-broker.ts"
import { limitsLayer } from "#test/support/limits.ts"
import { memoryAccess } from "#test/support/memory-access.ts"
import { enroll, Mosquitto, mosquittoLayer } from "./mosquitto.ts"

/** Two restaurants that may have devices of the same name. */
export const margaux = "01930000-0000-7000-8000-000000000001"
export const rival = "01930000-0000-7000-8000-000000000002"

const nobodyHome = Layer.succeed(TenantDirectory, {
  list: Effect.succeed([]),
  bySlug: () => Effect.undefined,
  byId: () => Effect.undefined,
  create: () => Effect.void,
  update: () => Effect.void,
})

const realTokens = memoryAccess("x".repeat(32)).pipe(Layer.provide(nobodyHome))

/** Who devices are, and what is wrong with them. */
export const deviceRecords = Layer.mergeAll(
  realTokens,
  deviceTroublesLayer,
  brokerReadersLayer(Buffer.from("readers")),
)

/** The embedded broker on a free port, with the real credentials. */
export const embedded = (options: Partial<EmbeddedBrokerOptions> = {}, limits?: RequestLimits) =>
  embeddedBrokerLayer({ host: "127.0.0.1", port: 0, ...options }).pipe(
    Layer.provideMerge(deviceRecords),
    Layer.provide(limitsLayer(limits)),
  )

/** A mosquitto of its own that lets in by the files that the hub makes. */
export const outside = mosquittoLayer.pipe(Layer.provideMerge(deviceRecords))

/** The broker that this run tests: the embedded one, or (`MQTT_TEST_BROKER=mosquitto`) one outside. */
export const anyBroker: Layer.Layer<BrokerAddress | Layer.Success<typeof deviceRecords>, unknown> =
  process.env["MQTT_TEST_BROKER"] === "mosquitto" ? outside : embedded()

/** Where devices knock. */
export const deviceUrl = Effect.gen(function* () {
  const mosquitto = yield* Effect.serviceOption(Mosquitto)
  return Option.isSome(mosquitto) ? mosquitto.value.url : (yield* BrokerAddress).url
})

/** Of a device that may come in. Where the files of an outside broker say who may, it stands in them from now on. */
export const deviceOptions = Effect.fnUntraced(function* (tenantId: string, deviceId: string) {
  const password = (yield* Tokens).deviceSecret(tenantId, deviceId)
  const mosquitto = yield* Effect.serviceOption(Mosquitto)
  if (Option.isSome(mosquitto)) yield* enroll(mosquitto.value.url, tenantId, deviceId, password)
  return {
    clientId: `${tenantId}.${deviceId}`,
    username: `${tenantId}/${deviceId}`,
    password,
  }
})

export const hubOptions = Effect.gen(function* () {
  const { userName, password } = yield* BrokerAddress
  const clientId = `test-hub-${crypto.randomUUID()}`
  return userName === undefined || password === undefined
    ? { clientId }
    : { clientId, username: userName, password }
})

/** The broker did not let the client in. */
export class NotAdmitted extends Data.TaggedError("NotAdmitted")<{ readonly answer: string }> {}

/** A wait was in vain. */
export class NeverSo extends Data.TaggedError("NeverSo")<{ readonly what: string }> {}

/** A bare client of mqtt.js; fails with what the broker answered. */
export const dial = (
  options: IClientOptions,
): Effect.Effect<MqttClient, NotAdmitted, BrokerAddress | Scope.Scope> =>
  Effect.gen(function* () {
    const ofHub = options.username === undefined || options.username === "hub"
    const url = ofHub ? (yield* BrokerAddress).url : yield* deviceUrl
    return yield* Effect.acquireRelease(
      Effect.tryPromise({
        try: () =>
          connectAsync(
            url,
            { protocolVersion: 4, reconnectPeriod: 0, keepalive: 30, clean: true, ...options },
            false,
          ),
        catch: (cause) => new NotAdmitted({ answer: String(cause) }),
      }),
      (client) => Effect.promise(() => client.endAsync(true)),
    )
  })

/** Everything a client hears under the filters, as `topic payload`. */
export const listenTo = Effect.fnUntraced(function* (
  client: MqttClient,
  ...filters: ReadonlyArray<string>
) {
  const heard: Array<string> = []
  client.on("message", (topic, payload) => heard.push(`${topic} ${payload}`))
  yield* Effect.promise(() => client.subscribeAsync([...filters], { qos: 1 }))
  return heard
})

export const closed = (client: MqttClient): Effect.Effect<void> =>
  Effect.callback<void>((resume) => {
    if (client.connected) client.once("close", () => resume(Effect.void))
    else resume(Effect.void)
  })

/** Looks again every 5 ms until it is so; fails after the time. */
export const eventually = (
  what: string,
  isSo: () => boolean,
  withinMs = 15_000,
): Effect.Effect<void, NeverSo> =>
  Effect.suspend(() => {
    const until = performance.now() + withinMs
    const look: Effect.Effect<void, NeverSo> = Effect.suspend(() => {
      if (isSo()) return Effect.void
      if (performance.now() > until) return Effect.fail(new NeverSo({ what }))
      return Effect.andThen(Effect.sleep(5), look)
    })
    return look
  })

/** A naked TCP connection to the broker. */
export const dialSocket = Effect.gen(function* () {
  const { url } = yield* BrokerAddress
  const { hostname, port } = new URL(url)
  return yield* Effect.acquireRelease(
    Effect.callback<Socket>((resume) => {
      const socket = openSocket(Number(port), hostname, () => resume(Effect.succeed(socket)))
      socket.on("error", () => socket.destroy())
    }),
    (socket) => Effect.sync(() => void socket.destroy()),
  )
})
