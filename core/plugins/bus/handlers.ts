import { Schema, SchemaIssue } from "effect"
import type { RecordedEvent } from "#core/log/event-log.ts"
import { topicOf } from "#core/plugins/event.ts"
import type { LoadedPlugin } from "#core/plugins/loading/loaded-plugin.ts"
import type { Subscription } from "#core/plugins/subscription.ts"
import { type StoredTopic, storedTopic, topicOfEvent } from "./topic.ts"

/** A subscription of a loaded plugin. */
export interface Handler {
  readonly plugin: string
  readonly subscription: Subscription<unknown>
  /** What it wants to hear of. */
  readonly topic: StoredTopic
  /** @throws Schema.SchemaError */
  readonly decode: (data: unknown) => unknown
}

/** Every handler of this process, found by id, by plugin and by what it wants to hear of. */
export class Handlers {
  readonly all: ReadonlyArray<Handler>
  readonly #byId: ReadonlyMap<string, Handler>
  /** By stored type and kind of stream: the topics of a release are few, so are these. */
  readonly #wanting = new Map<string, ReadonlyArray<Handler>>()

  constructor(plugins: Iterable<Pick<LoadedPlugin, "key" | "definition">>) {
    this.all = [...plugins].flatMap(({ key, definition }) =>
      definition.subscriptions.map((subscription) => handlerOf(key, subscription)),
    )
    this.#byId = new Map(this.all.map((handler) => [handler.subscription.id, handler]))
  }

  byId(id: string): Handler | undefined {
    return this.#byId.get(id)
  }

  ofPlugin(plugin: string): ReadonlyArray<Handler> {
    return this.all.filter((handler) => handler.plugin === plugin)
  }

  /** Who wants to hear of this event. */
  wanting(event: RecordedEvent): ReadonlyArray<Handler> {
    const slash = event.stream.indexOf("/")
    const kind = slash < 0 ? event.stream : event.stream.slice(0, slash)
    const name = `${kind} ${event.type}`
    let handlers = this.#wanting.get(name)
    if (handlers === undefined) {
      const topic = topicOfEvent(event)
      handlers = this.all.filter((handler) => handler.topic.topic === topic)
      this.#wanting.set(name, handlers)
    }
    return handlers
  }
}

const handlerOf = (plugin: string, subscription: Subscription<unknown>): Handler => ({
  plugin,
  subscription,
  topic: storedTopic(topicOf(subscription.event)),
  // A fact may grow fields that older readers do not know.
  decode: Schema.decodeUnknownSync(subscription.event.schema),
})

/** What is wrong with a payload, in a few words. */
export const decodingError = (error: unknown): string =>
  Schema.isSchemaError(error)
    ? SchemaIssue.makeFormatterDefault()(error.issue)
    : error instanceof Error
      ? error.message
      : String(error)
