import { useView } from "#core/ui/hub/use-view.ts"
import { isSwitchedOff } from "#core/ui/shell/switched-off.tsx"
import { defaultHandheldSettings, type HandheldSettings } from "./handheld-settings.ts"

/** What the restaurant chose for its handhelds, as soon as the manager saves it. */
export const useHandheldSettings = (): {
  readonly settings: HandheldSettings
  /** The restaurant takes no orders: the plugin does not run there. */
  readonly switchedOff: boolean
} => {
  const view = useView<HandheldSettings>("orders/settings")
  return {
    settings: view.items.get("settings") ?? defaultHandheldSettings,
    switchedOff: isSwitchedOff(view),
  }
}
