import { Context, Effect, Layer, Result } from "effect"
import { decodeWith } from "#core/hub/decode.ts"
import type { Answer, Command, CommandFailure } from "#core/hub/gate.ts"
import type { Scope } from "#core/hub/scope.ts"
import { refused } from "#core/kitchen/refusal.ts"
import { fingerprintOf } from "#core/plugins/derived-id.ts"
import type { PluginCommand } from "#core/plugins/plugin-command.ts"
import type { PluginDatabase } from "#core/plugins/plugin-database.ts"
import type { PluginWork } from "./plugin-work.ts"

type Run = (scope: Scope, command: Command) => Effect.Effect<Answer, CommandFailure>

/** Between the gate, which takes every command, and the plugins, which are loaded after it. */
export class PluginCommands extends Context.Service<
  PluginCommands,
  {
    /** Once, when the plugins are loaded; until then no plugin knows a command. */
    readonly fill: (run: Run) => void
    readonly run: Run
  }
>()("heard/PluginCommands") {}

export const pluginCommandsLayer: Layer.Layer<PluginCommands> = Layer.sync(PluginCommands, () => {
  let filled: Run = (_, { op }) => Effect.fail(unknownOp(op))
  return {
    fill: (run) => {
      filled = run
    },
    run: (scope, command) => filled(scope, command),
  }
})

/** The hub's own commands have no dot in their names, a plugin's (`{plugin}.{what}`) has one. */
export const isPluginOp = (op: string): boolean => op.includes(".")

interface Bound {
  readonly plugin: string
  readonly command: PluginCommand<unknown>
  readonly decode: ReturnType<typeof decodeWith>
}

/**
 * Runs the commands of the plugins of this process: guarded like their routes, then decoded, then carried out in one
 * transaction with the answer that a repeat of the cid gets.
 */
export const commandsOf = (
  work: PluginWork["Service"],
  database: Pick<PluginDatabase["Service"], "once">,
): Run => {
  const known = new Map(
    [...work.plugins.values()].flatMap(({ key: plugin, definition }) =>
      definition.commands.map((command): readonly [string, Bound] => [
        command.op,
        { plugin, command, decode: decodeWith(command.args) },
      ]),
    ),
  )
  return (scope, asked) => {
    const bound = known.get(asked.op)
    return bound === undefined
      ? Effect.fail(unknownOp(asked.op))
      : work.run(
          scope,
          { plugin: bound.plugin, permission: bound.command.permission, what: asked.op },
          answered(bound, scope, asked, database),
        )
  }
}

const answered = (
  { plugin, command, decode }: Bound,
  scope: Scope,
  { cid, op, args, ifRev }: Command,
  database: Pick<PluginDatabase["Service"], "once">,
): Effect.Effect<Answer, CommandFailure, unknown> =>
  Effect.suspend(() => {
    if (ifRev !== undefined)
      return Effect.fail(invalid([{ path: "ifRev", message: "Only commands of orders have it" }]))
    const decoded = decode(args)
    if (Result.isFailure(decoded)) return Effect.fail(invalid(decoded.failure))
    const request = { plugin, key: `command ${cid}`, fingerprint: fingerprintOf([op, args]) }
    const carryOut = Effect.map(
      Effect.suspend(() => command.run(scope, decoded.success)),
      (result) => ({ status: 200, json: { result } }),
    )
    return Effect.map(database.once(scope.tenantId, request, carryOut), ({ answer, replayed }) => ({
      ...("json" in answer ? (answer.json as Pick<Answer, "result">) : {}),
      repeated: replayed,
    }))
  })

const unknownOp = (op: string) => refused("OP_UNKNOWN", `There is no command "${op}"`, { op })

const invalid = (issues: ReadonlyArray<{ readonly path: string; readonly message: string }>) =>
  refused("VALIDATION_FAILED", "The command is not understood; meta.issues says why", { issues })
