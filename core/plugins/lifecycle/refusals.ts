import { refused } from "#core/kitchen/refusal.ts"

export const notInstalled = (plugin: string) =>
  refused("PLUGIN_NOT_INSTALLED", `"${plugin}" is not installed in this restaurant`, { plugin })

/** @param id of the one that is under way, when it is known */
export const inProgress = (id: unknown) =>
  refused(
    "PLUGIN_OPERATION_IN_PROGRESS",
    "Another change of this restaurant's plugins is under way",
    id === undefined ? {} : { id },
  )
