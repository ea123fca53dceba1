import { Context, type Effect, type Schema } from "effect"
import type { CommandFailure } from "#core/hub/gate.ts"
import type { EpochMs } from "#core/kitchen/ids.ts"

/**
 * One kind of fact that a plugin tells the others, named `{plugin}.{fact}`. A change that old readers would not
 * understand is a new version. Lives in the contract of the plugin that emits it.
 */
export interface EventDef<A> {
  readonly name: string
  /** From 1. Stored as `{name}@{version}`, which is how manifests name it. */
  readonly version: number
  readonly schema: Schema.Codec<A, unknown>
}

export const defineEvent = <A>(
  name: string,
  version: number,
  schema: Schema.Codec<A, unknown>,
): EventDef<A> => ({ name, version, schema })

/** `kds.ticket_bumped@1`: how an event stands in manifests, in the log and on the events page. */
export const topicOf = ({ name, version }: Pick<EventDef<unknown>, "name" | "version">): string =>
  `${name}@${version}`

/** Tells the other plugins of the same restaurant. */
export class EventBus extends Context.Service<
  EventBus,
  {
    /**
     * Joins the open transaction of `PluginSql`, so that the fact and the rows it speaks of are stored together or not at
     * all; outside of one it is a transaction of its own. Handlers run after the commit.
     *
     * A fact that 16 others led to, each told by a handler of the one before, is refused with
     * `EVENT_LOOP`: plugins that tell each other the same in turn would never end.
     *
     * @param options.key facts of one key are handled in their order; those of different keys wait for nobody. The
     *   plugin's own name when not given.
     */
    readonly emit: <A>(
      event: EventDef<A>,
      payload: A,
      options?: { readonly key?: string },
    ) => Effect.Effect<void, CommandFailure>
  }
>()("heard/EventBus") {}

/** What a handler learns besides the fact itself. */
export interface EventMeta {
  /** Position in the restaurant's log: with the subscription's id it names this delivery for ever. */
  readonly position: number
  readonly topic: string
  readonly key: string
  readonly at: EpochMs
  /** 1 at first. */
  readonly attempt: number
  /** Somebody asked for it again; it may have been handled before. */
  readonly replay: boolean
}
