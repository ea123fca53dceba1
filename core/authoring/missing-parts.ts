import { access } from "node:fs/promises"
import { join } from "node:path"
import type { Manifest } from "#core/plugins/manifest/manifest.ts"

/** Components that the manifest names and no file of `ui/` brings. */
export const missingParts = async (
  folder: string,
  manifest: Manifest,
): Promise<ReadonlyArray<string>> => {
  const { pages = [], routes = [], slots = [] } = manifest.ui ?? {}
  const wanted = [
    ...[...pages, ...routes].map(({ component }) => ({ component, ending: "Page" })),
    ...slots.map(({ component }) => ({ component, ending: "Slot" })),
  ]
  const missing: Array<string> = []
  for (const { component, ending } of wanted) {
    const file = `ui/${kebab(component)}.tsx`
    // The build takes in what ends so, and nothing else.
    if (!component.endsWith(ending))
      missing.push(`module.toml: the component "${component}" does not end with "${ending}"`)
    else if (!(await isThere(join(folder, file))))
      missing.push(
        `module.toml: the component "${component}" should be ${file}, which is not there`,
      )
  }
  return missing
}

/** As `core/ui/shell/plugin-parts.ts` finds them. */
const kebab = (name: string): string => name.replaceAll(/([a-z0-9])([A-Z])/g, "$1-$2").toLowerCase()

const isThere = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  )
