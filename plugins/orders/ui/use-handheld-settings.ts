import { useEffect, useState } from "react"
import { useView } from "#core/ui/hub/use-view.ts"
import { isSwitchedOff } from "#core/ui/shell/switched-off.tsx"
import type { HandheldSettings } from "./handheld-settings.ts"
import { keepSettings, keptSettings } from "./kept-settings.ts"

/** What the restaurant chose for its handhelds, as soon as the manager saves it. */
export const useHandheldSettings = (): {
  readonly settings: HandheldSettings
  /** The restaurant takes no orders: the plugin does not run there. */
  readonly switchedOff: boolean
} => {
  const view = useView<HandheldSettings>("orders/settings")
  const told = view.items.get("settings")
  const [last, setLast] = useState(keptSettings)
  useEffect(() => {
    if (told === undefined) return
    keepSettings(told)
    setLast(told)
  }, [told])
  return { settings: told ?? last, switchedOff: isSwitchedOff(view) }
}
