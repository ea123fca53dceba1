/** Run by `npm ci`: the very first start is as quick as every other. */
import { flushCompileCache } from "node:module"
import { join } from "node:path"
import { keepCompiled } from "./compiled-modules.ts"

keepCompiled()

await import("./hub-process.ts")
const { Effect } = await import("effect")
const { discoverPlugins } = await import("./plugins/loading/discovery.ts")
// As a start loads them; what is wrong with one is told there.
await Effect.runPromise(discoverPlugins({ root: join(import.meta.dirname, "..", "plugins") }))
flushCompileCache()
