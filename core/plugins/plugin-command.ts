import type { Effect, Schema } from "effect"
import type { CommandFailure } from "#core/hub/gate.ts"
import type { Scope } from "#core/hub/scope.ts"

/**
 * A command of a plugin, sent over sockets like the hub's own: `{"t":"cmd","cid","op":"{plugin}.{what}","args"}`. A repeat
 * of the cid gets the first answer.
 */
export interface PluginCommand<R> {
  /** `{plugin}.{what}`. */
  readonly op: string
  /** Must stand in the manifest; asked for every single command. */
  readonly permission: string
  readonly args: Schema.Codec<unknown, unknown>
  run(scope: Scope, args: unknown): Effect.Effect<unknown, CommandFailure, R>
}

export const command = <Args, R = never>(spec: {
  readonly op: string
  readonly permission: string
  readonly args: Schema.Codec<Args, unknown>
  readonly run: (scope: Scope, args: Args) => Effect.Effect<unknown, CommandFailure, R>
}): PluginCommand<R> =>
  // Decoded by its own Schema before it runs; a list of commands cannot say so.
  spec as unknown as PluginCommand<R>
