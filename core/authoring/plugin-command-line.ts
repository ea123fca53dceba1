/**
 * `npm run plugin -- <verb> …`: what whoever writes a plugin asks the project for.
 *
 * ```
 * new <key> [--with routes,events,ui,migrations]   a plugin that works, with its test
 * check [key…] [--record]                          everything that is wrong with the plugins
 * ```
 */
import { join } from "node:path"
import { parseArgs } from "node:util"
import { Effect } from "effect"
import { checkPlugins } from "./check-plugins.ts"
import { makePlugin, Unusable } from "./make-plugin.ts"

const usage = `npm run plugin -- new <key> [--with routes,events,ui,migrations]
npm run plugin -- check [key…] [--record]`

const project = join(import.meta.dirname, "..", "..")

const say = (line: string) => Effect.sync(() => process.stdout.write(`${line}\n`))

/** @returns the exit code */
const carryOut = (
  verb: string,
  keys: ReadonlyArray<string>,
  options: { readonly with?: string; readonly record?: boolean },
): Effect.Effect<number, Unusable> => {
  const [key] = keys
  if (verb === "new" && key !== undefined && keys.length === 1)
    return Effect.gen(function* () {
      const parts = (options.with ?? "routes,migrations").split(",").filter((part) => part !== "")
      for (const file of yield* makePlugin(project, key, parts)) yield* say(file)
      // Its events are recorded from the first day, so that the first change of one is seen.
      for (const fault of yield* checkPlugins(project, [key], true)) yield* say(fault)
      yield* say(`Now: npm run plugin -- check ${key} && npm test -- test/plugins/${key}`)
      return 0
    })
  if (verb === "check")
    return Effect.gen(function* () {
      const faults = yield* checkPlugins(project, keys, options.record === true)
      for (const fault of faults) yield* say(fault)
      return faults.length === 0 ? 0 : 1
    })
  return new Unusable({ line: usage })
}

const run = async (): Promise<number> => {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { with: { type: "string" }, record: { type: "boolean" } },
    })
    const [verb = "", ...keys] = positionals
    return await Effect.runPromise(
      carryOut(verb, keys, values).pipe(
        Effect.catchTag("Unusable", ({ line }) =>
          Effect.sync(() => {
            process.stderr.write(`${line}\n`)
            return 1
          }),
        ),
      ),
    )
  } catch (cause) {
    process.stderr.write(`${cause instanceof Error ? cause.message : String(cause)}\n${usage}\n`)
    return 1
  }
}

// Not process.exit: what was said is written first.
process.exitCode = await run()
