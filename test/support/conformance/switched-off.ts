import type { LoadedPlugin } from "#core/plugins/loading/loaded-plugin.ts"
import type { PluginTestkit } from "#test/support/plugin-testkit.ts"
import { changed, disable, enable } from "./plugin-changes.ts"
import type { PluginHouse } from "./plugin-house.ts"

/** Routes of the plugin that still answer with the request after it was disabled, or no longer once it is enabled. */
export const routesNotSwitched = async (
  kit: Pick<PluginTestkit, "run">,
  { key, definition }: LoadedPlugin,
  house: PluginHouse,
): Promise<ReadonlyArray<string>> => {
  const wrong: Array<string> = []
  const look = async (is: "on" | "off") => {
    for (const { method, path } of definition.routes) {
      const { status, json } = await house.ask(
        method,
        `/plugins/${key}${path.replaceAll(/:\w+/g, "0")}`,
        method === "GET" || method === "DELETE" ? undefined : {},
      )
      const isOff = status === 404 && json?.["code"] === "PLUGIN_NOT_ENABLED"
      if (isOff !== (is === "off"))
        wrong.push(`${method} ${path} answers ${status} ${json?.["code"] ?? ""} while it is ${is}`)
      if (status === 500) wrong.push(`${method} ${path} breaks when it is asked nonsense`)
    }
  }
  await look("on")
  await changed(kit, house, disable(key))
  await look("off")
  await changed(kit, house, enable(key))
  await look("on")
  return wrong
}
