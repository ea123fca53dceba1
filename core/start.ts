/**
 * Starts the hub with the compiled form of its modules kept beside them: reading and stripping a thousand files anew
 * would be half of the time until it listens. Made at the first start, and again for whatever file changed; where
 * nothing can be written, every start is a first one.
 */
import { enableCompileCache, flushCompileCache } from "node:module"
import { join } from "node:path"
import { takeShortcuts } from "./module-shortcut.ts"

/** Until the hub has loaded its plugins, too; in milliseconds. */
const keepAfterMs = 10_000

enableCompileCache(join(import.meta.dirname, "..", "node_modules", ".cache", "compiled"))
takeShortcuts()

// Not above: whatever is imported there is compiled before the cache is enabled.
const { start } = await import("./hub-process.ts")
void start()
// By itself it is written at an orderly end alone, and a kill would leave the next start to begin anew.
setTimeout(flushCompileCache, keepAfterMs).unref()
