import { Context, Effect, Schema } from "effect"
import type { CommandFailure } from "#core/hub/gate.ts"

/** What the restaurant chose for this plugin, as it was stored. */
export class PluginSettings extends Context.Service<
  PluginSettings,
  {
    readonly get: Effect.Effect<unknown, CommandFailure>
    /** Stores them as if the manager had saved the form: checked, recorded in the audit log, the picture built anew. */
    readonly save: (value: unknown) => Effect.Effect<void, CommandFailure>
  }
>()("heard/PluginSettings") {}

/** Settings of a plugin: one Schema makes the form, checks what is saved and gives the code its types. */
export interface Settings<A> {
  /** Every field needs a default (`Schema.withDecodingDefaultKey`): a restaurant that never saved has the defaults. */
  readonly schema: Schema.Codec<A, unknown>
  readonly get: Effect.Effect<A, CommandFailure, PluginSettings>
}

export const settings = <A>(schema: Schema.Codec<A, unknown>): Settings<A> => {
  const decode = Schema.decodeUnknownEffect(schema)
  return {
    schema,
    // What is stored was checked when it was saved; a release that no longer understands it is a bug of that release.
    get: Effect.flatMap(
      PluginSettings.use(({ get }) => get),
      (value) => Effect.orDie(decode(value)),
    ),
  }
}
