/** What `core/start.ts` does before it loads the hub. */
import { keepCompiled } from "#core/compiled-modules.ts"

keepCompiled()
