import type { JsonSchema, Schema } from "effect"
import { clientFrames, serverFrames } from "#core/hub/frame.ts"
import { orderCommandFrame } from "#core/hub/order-commands.ts"
import { jsonSchemas } from "./json-schemas.ts"

/** A kind of message on one channel, with the Schema that decodes or makes it. */
interface WireMessage {
  readonly name: string
  /** One line. */
  readonly summary?: string
  readonly payload: Schema.Codec<unknown, unknown>
}

/** A topic, or a socket's address; parameters are `{name}`. */
export interface WireChannel {
  readonly name: string
  readonly address: string
  readonly protocol: "ws" | "mqtt"
  readonly description: string
  /** What the hub takes in and what it gives out. */
  readonly receives: ReadonlyArray<WireMessage>
  readonly sends: ReadonlyArray<WireMessage>
}

/** AsyncAPI 3 of everything that is no request and answer: the sockets, and the channels that other edges bring. */
export const asyncApi = (options: {
  readonly version: string
  readonly channels: ReadonlyArray<WireChannel>
}): AsyncApiDocument => {
  const schemas = jsonSchemas()
  const channels: Record<string, AsyncChannel> = {}
  const operations: Record<string, unknown> = {}
  for (const channel of [...sockets, ...options.channels]) {
    const all = [...channel.receives, ...channel.sends]
    channels[channel.name] = {
      address: channel.address,
      description: channel.description,
      servers: [{ $ref: `#/servers/${channel.protocol}` }],
      parameters: Object.fromEntries(
        Array.from(channel.address.matchAll(/\{(\w+)\}/g), ([, name = ""]) => [name, {}]),
      ),
      messages: Object.fromEntries(
        all.map(({ name, summary, payload }) => [
          name,
          { name, ...(summary === undefined ? {} : { summary }), payload: schemas.of(payload) },
        ]),
      ),
    }
    const operation = (action: "receive" | "send", messages: ReadonlyArray<WireMessage>) => {
      if (messages.length > 0)
        operations[`${action}_${channel.name}`] = {
          action,
          channel: { $ref: `#/channels/${channel.name}` },
          messages: messages.map(({ name }) => ({
            $ref: `#/channels/${channel.name}/messages/${name}`,
          })),
        }
    }
    operation("receive", channel.receives)
    operation("send", channel.sends)
  }
  return {
    asyncapi: "3.0.0",
    info: { title: "Heard: sockets and printers", version: options.version },
    defaultContentType: "application/json",
    servers: {
      ws: { host: "localhost", protocol: "ws", description: "WebSocket, and socket.io at /hub" },
      mqtt: { host: "localhost", protocol: "mqtt", protocolVersion: "3.1.1" },
    },
    channels,
    operations,
    components: { schemas: schemas.components },
  }
}

export interface AsyncApiDocument {
  readonly asyncapi: "3.0.0"
  readonly info: { readonly title: string; readonly version: string }
  readonly defaultContentType: string
  readonly servers: unknown
  readonly channels: Readonly<Record<string, AsyncChannel>>
  readonly operations: Readonly<Record<string, unknown>>
  readonly components: { readonly schemas: Readonly<Record<string, JsonSchema.JsonSchema>> }
}

interface AsyncChannel {
  readonly address: string
  readonly description: string
  readonly servers: ReadonlyArray<{ readonly $ref: string }>
  readonly parameters: Readonly<Record<string, object>>
  readonly messages: Readonly<Record<string, unknown>>
}

const messagesOf = (
  frames: Readonly<Record<string, Schema.Codec<unknown, unknown>>>,
): ReadonlyArray<WireMessage> =>
  Object.entries(frames).map(([name, payload]) => ({ name, payload }))

const sockets: ReadonlyArray<WireChannel> = [
  {
    name: "socket",
    address: "/ws",
    protocol: "ws",
    description:
      "Subprotocol `heard.v1`, one JSON frame per message; the same frames travel over socket.io at " +
      "namespace `/hub`, event `frame`. The client says hello first.",
    receives: [
      ...messagesOf(clientFrames),
      {
        name: "orderCmd",
        summary:
          "What an order understands, each a `cmd`; `placeOrder` has the body of POST orders",
        payload: orderCommandFrame,
      },
    ],
    sends: messagesOf(serverFrames),
  },
]
