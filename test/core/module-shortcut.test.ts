import { execFile } from "node:child_process"
import { join } from "node:path"
import { promisify } from "node:util"
import { expect, it } from "vitest"
import { shortcut } from "#core/module-shortcut.ts"

const root = join(import.meta.dirname, "..", "..")

/** Loads the whole hub as Node does, and looks at each import where the shortcut would have led. */
const comparison = `
  import { registerHooks } from "node:module"
  import { shortcut } from "./core/module-shortcut.ts"
  const wrong = []
  let short = 0
  registerHooks({
    resolve: (specifier, context, next) => {
      const found = next(specifier, context)
      const known = shortcut(specifier, context.parentURL ?? "")
      if (known !== undefined) short += 1
      if (known !== undefined && (known.url !== found.url || known.format !== found.format))
        wrong.push([specifier, context.parentURL, known, found.url, found.format])
      return found
    },
  })
  await import("./core/hub-process.ts")
  for (const plugin of ["orders", "kds", "printer", "devices"]) await import("./plugins/" + plugin + "/plugin.ts")
  console.log(JSON.stringify({ short, wrong }))
`

it("leads each import of the hub, its plugins and effect to the very module that Node finds", async () => {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--input-type=module", "--eval", comparison],
    { cwd: root },
  )
  const { short, wrong } = JSON.parse(stdout) as { short: number; wrong: ReadonlyArray<unknown> }
  expect(wrong).toEqual([])
  expect(short).toBeGreaterThan(3_000)
})

it("leaves packages, plugins of a data folder and files of other kinds to Node", () => {
  const url = (path: string) => new URL(path, `file://${root}/`).href
  expect(shortcut("#core/main.ts", url("core/start.ts"))).toBeDefined()
  expect(shortcut("effect", url("core/start.ts"))).toBeUndefined()
  expect(shortcut("./words.json", url("core/start.ts"))).toBeUndefined()
  expect(shortcut("#core/main.ts", url("data/plugins/node_modules/bell/plugin.ts"))).toBeUndefined()
  expect(shortcut("./ring.ts", url("data/plugins/node_modules/bell/plugin.ts"))).toBeUndefined()
  expect(shortcut("./Effect.js", url("node_modules/mqtt/index.js"))).toBeUndefined()
})
