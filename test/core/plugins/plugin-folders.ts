import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { Effect, type Scope } from "effect"

/** A folder of plugin folders, gone when the scope closes: file name below the folder → text. */
export const pluginFolders = (
  files: Readonly<Record<string, string>>,
): Effect.Effect<string, never, Scope.Scope> =>
  Effect.acquireRelease(
    Effect.promise(async () => {
      const root = await mkdtemp(join(tmpdir(), "plugins-"))
      for (const [name, text] of Object.entries(files)) {
        await mkdir(dirname(join(root, name)), { recursive: true })
        await writeFile(join(root, name), text)
      }
      return root
    }),
    (root) => Effect.promise(() => rm(root, { recursive: true, force: true })),
  )

export const manifest = (key: string, more = ""): string =>
  `key = "${key}"\nname = "${key}"\nversion = "1.0.0"\ndescription = "For a test"\n${more}\n[compat]\nhost = "^1.0.0"\n`

/** A `plugin.ts` without imports, as data. */
export const entry = (key: string, more = ""): string =>
  `export default { key: "${key}", needs: [], provides: [], routes: [], setup: {}, ${more} }`
