import { Context, Layer } from "effect"
import { corePermissionCodes } from "#core/plugins/core-permissions.ts"

/** Every permission code that this process knows: the hub's own and those of its plugins. */
export class PermissionCatalogue extends Context.Service<
  PermissionCatalogue,
  {
    readonly codes: () => ReadonlySet<string>
    /** What a plugin's manifest lists; again for the same plugin replaces it. */
    readonly declare: (plugin: string, codes: ReadonlyArray<string>) => void
    /** Grows with every change, so that what was made of the codes can be made anew. */
    readonly version: () => number
  }
>()("heard/security/PermissionCatalogue") {}

export const permissionCatalogueLayer: Layer.Layer<PermissionCatalogue> = Layer.sync(
  PermissionCatalogue,
  () => {
    const byPlugin = new Map<string, ReadonlyArray<string>>([["core", corePermissionCodes]])
    let all: ReadonlySet<string> = new Set(corePermissionCodes)
    let version = 1
    return {
      codes: () => all,
      version: () => version,
      declare: (plugin, codes) => {
        byPlugin.set(plugin, codes)
        all = new Set([...byPlugin.values()].flat())
        version += 1
      },
    }
  },
)

/** What a role says, as exact codes: `kds.*` becomes each code of that plugin; `*`, which means all for ever, stays. */
export const expanded = (
  permissions: ReadonlyArray<string>,
  codes: ReadonlySet<string>,
): ReadonlyArray<string> =>
  permissions.includes("*")
    ? everything
    : [
        ...new Set(
          permissions.flatMap((permission) =>
            permission.endsWith(".*")
              ? [...codes].filter((code) => code.startsWith(permission.slice(0, -1)))
              : [permission],
          ),
        ),
      ]

const everything = ["*"]

/** Whether somebody with these exact codes may hand out those: nobody gives more than they have. */
export const covers = (
  own: ReadonlyArray<string>,
  wanted: ReadonlyArray<string>,
  codes: ReadonlySet<string>,
): boolean => {
  if (own.includes("*")) return true
  const have = new Set(own)
  return expanded(wanted, codes).every((code) => have.has(code))
}
