import { refused } from "#core/kitchen/refusal.ts"
import type { LoadedPlugin } from "#core/plugins/loading/loaded-plugin.ts"

/** What the guard says to whom it does not let in, or cannot answer. */
export const forbidden = (permission: string) =>
  refused("AUTH_FORBIDDEN", "You may not do this", { permission })

export const quarantined = (plugin: string) =>
  refused("PLUGIN_QUARANTINED", "It failed too often and waits for somebody to look at it", {
    plugin,
    retryAfterMs: 60_000,
  })

export const upgradeRequired = ({ key, manifest }: LoadedPlugin, data: string | undefined) =>
  refused("PLUGIN_UPGRADE_REQUIRED", "The data of this restaurant is of another version", {
    plugin: key,
    code: manifest.version,
    data,
    retryAfterMs: 60_000,
  })

export const unavailable = (plugin: string, retryAfterMs: number) =>
  refused("PLUGIN_UNAVAILABLE", "It is out of service for a moment; ask again", {
    plugin,
    retryAfterMs,
  })

export const timedOut = (plugin: string, timeoutMs: number) =>
  refused("PLUGIN_TIMEOUT", "No answer in time; what became of it is unknown, ask again", {
    plugin,
    timeoutMs,
  })

export const busy = (limit: number) =>
  refused("PLUGIN_BUSY", "Too many requests at the same time; ask again", {
    limit,
    retryAfterMs: 250,
  })
