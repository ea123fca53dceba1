import { useView } from "#core/ui/hub/use-view.ts"
import { defaultHandheldSettings, type HandheldSettings } from "./handheld-settings.ts"

/** What the restaurant chose for its handhelds, as soon as the manager saves it. */
export const useHandheldSettings = (): HandheldSettings =>
  useView<HandheldSettings>("orders/settings").items.get("settings") ?? defaultHandheldSettings
