/** Run by `npm ci`: the very first start is as quick as every other. */
import { existsSync, readdirSync } from "node:fs"
import { join } from "node:path"
import { keepCompiled } from "./compiled-modules.ts"

const writeDown = keepCompiled()

await import("./hub-process.ts")
const plugins = join(import.meta.dirname, "..", "plugins")
for (const key of readdirSync(plugins)) {
  const file = join(plugins, key, "plugin.ts")
  if (existsSync(file)) await import(file)
}
writeDown()
