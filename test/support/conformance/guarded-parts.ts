import { randomUUID } from "node:crypto"
import { Effect } from "effect"
import type { Scope } from "#core/hub/scope.ts"
import type { LoadedPlugin } from "#core/plugins/loading/loaded-plugin.ts"
import { PluginCommands } from "#core/plugins/running/plugin-commands.ts"
import { PluginHost } from "#core/plugins/running/plugin-host.ts"
import type { PluginTestkit } from "#test/support/plugin-testkit.ts"
import type { PluginHouse } from "./plugin-house.ts"

/** Parts of the plugin that ask for no permission of its manifest, or run for somebody who was granted none. */
export const unguardedParts = (
  kit: Pick<PluginTestkit, "run">,
  { key, manifest, definition }: LoadedPlugin,
  house: PluginHouse,
): Promise<ReadonlyArray<string>> =>
  kit.run(
    Effect.gen(function* () {
      const declared = new Set(Object.keys(manifest.permissions ?? {}))
      const parts: ReadonlyArray<readonly [string, string]> = [
        ...definition.routes.map(
          ({ method, path, permission }) => [`${method} ${path}`, permission] as const,
        ),
        ...definition.commands.map(({ op, permission }) => [op, permission] as const),
        ...definition.views.map(({ name, permission }) => [name, permission] as const),
      ]
      const undeclared = parts.flatMap(([name, permission]) =>
        declared.has(permission) ? [] : [`${name} asks for "${permission}", not in [permissions]`],
      )
      const nobody: Scope = { ...house.owner, permissions: [] }
      const host = yield* PluginHost
      const commands = yield* PluginCommands
      const tried = [
        ...host.routes
          .filter(({ plugin }) => plugin === key)
          .map((route) => ({
            name: `${route.method} ${route.path}`,
            run: host.call(nobody, route, { ...nothing, requestId: "r1" }),
          })),
        ...definition.commands.map(({ op }) => ({
          name: op,
          run: commands.run(nobody, { cid: randomUUID(), op, args: {} } as never),
        })),
      ]
      const open: Array<string> = []
      for (const { name, run } of tried) {
        const answer = yield* Effect.result(run as Effect.Effect<unknown, unknown>)
        const code = answer._tag === "Success" ? "success" : codeOf(answer.failure)
        if (code !== "AUTH_FORBIDDEN") open.push(`${name} answers nobody with ${code}`)
      }
      return [...undeclared, ...open]
    }),
  )

const nothing = { params: {}, query: {}, body: {}, rawBody: {} }

const codeOf = (failure: unknown): string => (failure as { readonly code?: string }).code ?? "?"
