/** Starts the hub. `npm ci` has compiled its modules ahead; a file that changed since is compiled at its next start. */
import { flushCompileCache } from "node:module"
import { keepCompiled } from "./compiled-modules.ts"

/** Until the hub has loaded its plugins, too; in milliseconds. */
const keepAfterMs = 10_000

keepCompiled()

const { start } = await import("./hub-process.ts")
void start()
// A kill would leave the next start to begin anew.
setTimeout(flushCompileCache, keepAfterMs).unref()
