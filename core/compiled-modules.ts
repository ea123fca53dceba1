import { enableCompileCache } from "node:module"
import { join } from "node:path"
import { takeShortcuts } from "./module-shortcut.ts"

/**
 * Keeps the compiled form of the modules beside them: reading and stripping a thousand files anew would be half of the
 * time until the hub listens. Where nothing can be written, every start is a first one.
 *
 * Whatever is imported before it is called has no part in it. Node writes it down at an orderly end alone, or when it is
 * told to (`flushCompileCache`).
 */
export const keepCompiled = (): void => {
  enableCompileCache(join(import.meta.dirname, "..", "node_modules", ".cache", "compiled"))
  takeShortcuts()
}
