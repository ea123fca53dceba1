import { registerHooks } from "node:module"
import { pathToFileURL } from "node:url"

/**
 * Lets a plugin that came as a package import what the hub's own plugins import: `#core/…`, other plugins' contracts and
 * `effect` are the hub's, whatever the package brought along. Two copies of a service's key would be two services.
 */
export const lendHubTo = (folder: string): void => {
  guests.add(`${pathToFileURL(folder).href}/`)
  if (lent) return
  lent = true
  registerHooks({
    resolve: (specifier, context, next) =>
      isHubs(specifier) && isGuest(context.parentURL)
        ? next(specifier, { ...context, parentURL: import.meta.url })
        : next(specifier, context),
  })
}

const guests = new Set<string>()
let lent = false

const isHubs = (specifier: string): boolean => /^(#core\/|#plugins\/|effect(\/|$))/.test(specifier)

const isGuest = (url: string | undefined): boolean =>
  url !== undefined && [...guests].some((folder) => url.startsWith(folder))
