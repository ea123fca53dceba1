import { Result } from "effect"
import { decodeWith, type InputIssue } from "#core/hub/decode.ts"
import type { LoadedPlugin } from "#core/plugins/loading/loaded-plugin.ts"

/** Everything that is wrong with a restaurant's settings of a plugin. */
export const configIssues = (
  { definition }: LoadedPlugin,
  config: unknown,
): ReadonlyArray<InputIssue> => {
  if (definition.settings === undefined)
    return [{ path: "", message: "This plugin has no settings" }]
  const decoded = decodeWith(definition.settings.schema)(config)
  if (Result.isFailure(decoded)) return decoded.failure
  return JSON.stringify(config).includes("\\u0000")
    ? [{ path: "", message: "A text contains a character that cannot be stored" }]
    : []
}
