import type { PluginOverview } from "#core/plugins/lifecycle/operation.ts"

/** How a list of plugins is read: first what somebody must look at. */
export const standings = ["needsAttention", "running", "ready", "available", "broken"] as const
export type Standing = (typeof standings)[number]

export const standingOf = (plugin: PluginOverview): Standing => {
  if (plugin.actual === "absent") return plugin.problems.length > 0 ? "broken" : "available"
  if (needsAttention(plugin)) return "needsAttention"
  return plugin.actual === "enabled" ? "running" : "ready"
}

/** A plugin that the restaurant has and that does not do what was asked of it. */
export const needsAttention = ({ actual, desired, health, problems }: PluginOverview): boolean =>
  actual !== "absent" &&
  (problems.length > 0 ||
    health === "failing" ||
    health === "quarantined" ||
    (desired === "enabled" && actual !== "enabled"))
