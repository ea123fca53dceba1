import type { RecordedEvent, StreamId } from "#core/log/event-log.ts"
import { currentPayload, writtenAs } from "#core/log/upcast.ts"
import type { Fact } from "./bus-store.ts"

/** An event of the log as the bus speaks of it. */
export interface BusEvent {
  /** `orders.order_placed@1` */
  readonly topic: string
  /** What it is about: the order's or printer's id, or what the plugin named. */
  readonly key: string
  readonly data: unknown
  /** Facts of plugins that led to it, one because of the other. */
  readonly led: number
}

/** Where the facts of a plugin stand in the log. */
export const streamOfPlugin = (plugin: string): StreamId => `plugin/${plugin}`

/**
 * The one rule from the log to topics. What a plugin told carries its topic as its type; what the hub itself decided
 * gets one: `OrderPlaced@1` of `order/{id}` is `orders.order_placed@1`.
 */
export const topicOfEvent = ({ stream, type }: Pick<RecordedEvent, "stream" | "type">): string => {
  const kind = kindOf(stream)
  if (kind === "plugin") return type
  const [name = type] = type.split("@")
  const [, version = "1"] = writtenAs(name).split("@")
  return `${ownerOf(kind)}.${snake(name)}@${version}`
}

export const busEvent = (event: RecordedEvent): BusEvent => {
  const topic = topicOfEvent(event)
  if (kindOf(event.stream) !== "plugin")
    return { topic, key: keyOf(event.stream), data: currentPayload(event), led: 0 }
  const { key, data, led = 0 } = event.payload as Omit<Fact, "topic">
  return { topic, key, data, led }
}

/** How the events of a topic stand in the log, for finding them without reading all. */
export interface StoredTopic {
  readonly topic: string
  /** Types under which they may be stored. */
  readonly types: ReadonlyArray<string>
  /** First part of the streams that hold those of the hub's own. */
  readonly kind: string
}

export const storedTopic = (topic: string): StoredTopic => {
  const [name = "", version = "1"] = topic.split("@")
  const dot = name.indexOf(".")
  const camel = camelOf(name.slice(dot + 1))
  const versions = Array.from({ length: Number(version) }, (_, index) => `${camel}@${index + 1}`)
  return { topic, types: [topic, ...versions], kind: kindOfOwner(name.slice(0, dot)) }
}

const kindOf = (stream: StreamId): string => stream.split("/", 1)[0] ?? stream

const keyOf = (stream: StreamId): string => stream.slice(stream.indexOf("/") + 1)

/** The plugin that speaks for this part of the hub. */
const ownerOf = (kind: string): string => (kind === "order" ? "orders" : kind)

const kindOfOwner = (plugin: string): string => (plugin === "orders" ? "order" : plugin)

const snake = (name: string): string =>
  name.replace(/(?<=[a-z0-9])[A-Z]/g, (letter) => `_${letter}`).toLowerCase()

const camelOf = (name: string): string =>
  name.replace(/(?:^|_)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
