import { useView } from "#core/ui/hub/use-view.ts"
import { defaultScreenSettings, type ScreenSettings } from "./screen-settings.ts"

/** What the restaurant chose for its screens, as soon as the manager saves it. */
export const useScreenSettings = (): ScreenSettings =>
  useView<ScreenSettings>("kds/settings").items.get("settings") ?? defaultScreenSettings
