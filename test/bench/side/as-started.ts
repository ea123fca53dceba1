/** What `core/start.ts` does before it loads the hub. */
import { takeShortcuts } from "#core/module-shortcut.ts"

takeShortcuts()
