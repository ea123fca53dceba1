/**
 * A short way to modules that are imported by the whole name of their file: the project's own, and those of effect. For
 * each of some 4,000 imports Node would look for the nearest package.json and ask the disk, a quarter of the time that it
 * takes to load the hub. Whatever else is imported goes Node's own way.
 */
import { registerHooks } from "node:module"

const root = new URL("..", import.meta.url).href
const installed = `${root}node_modules/`
const effect = `${installed}effect/dist/`

interface Shortcut {
  readonly url: string
  readonly format: string
}

/** @param parentUrl of the module that imports it */
export const shortcut = (specifier: string, parentUrl: string): Shortcut | undefined => {
  if (parentUrl.startsWith(effect)) {
    if (!specifier.startsWith(".") || !specifier.endsWith(".js")) return undefined
    return { url: new URL(specifier, parentUrl).href, format: "module" }
  }
  // Plugins of a data folder inside the project have names of their own.
  if (!parentUrl.startsWith(root) || parentUrl.includes("/node_modules/")) return undefined
  if (!specifier.endsWith(".ts")) return undefined
  // As `imports` of package.json has it.
  if (specifier.startsWith("#")) return { url: root + specifier.slice(1), format: typescript }
  return specifier.startsWith(".")
    ? { url: new URL(specifier, parentUrl).href, format: typescript }
    : undefined
}

const typescript = "module-typescript"

/** For all that is imported from now on. */
export const takeShortcuts = (): void => {
  registerHooks({
    resolve: (specifier, context, next) => {
      const known = shortcut(specifier, context.parentURL ?? "")
      return known === undefined ? next(specifier, context) : { ...known, shortCircuit: true }
    },
  })
}
