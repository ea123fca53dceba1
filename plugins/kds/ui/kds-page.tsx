import { useCallback, useEffect } from "react"
import type { Screen } from "#core/kitchen/menu.ts"
import { nameIn, useLanguage, useWords } from "#core/ui/i18n.ts"
import { ApiRefusal } from "#core/ui/session/api.ts"
import { rememberScreenNames } from "#core/ui/session/device.ts"
import { SwitchedOff } from "#core/ui/shell/switched-off.tsx"
import { KitchenBoard } from "./kitchen-board.tsx"
import { ScreenChoice } from "./screen-choice.tsx"
import { useGivenScreen } from "./use-given-screen.ts"
import { useScreens } from "./use-screens.ts"
import { kitchenWords } from "./words.ts"

/** `/kds?screen={id}` is that screen; `/kds` is the one chosen last, `/kds?choose` asks again. */
const KdsPage = () => {
  const query = new URLSearchParams(location.search)
  const asked = query.get("screen")
  const { screens, stations, known, problem } = useScreens(asked)
  const words = useWords(kitchenWords)
  const language = useLanguage()
  const stationName = useCallback(
    (key: string) => {
      const station = stations.find((one) => one.key === key)
      return station === undefined ? key : nameIn(language, station)
    },
    [stations, language],
  )
  const last = localStorage.getItem(lastScreen)
  useGivenScreen(asked)
  useEffect(() => rememberScreenNames(screens), [screens])
  useEffect(() => {
    if (asked !== null) localStorage.setItem(lastScreen, asked)
    else if (last !== null && !query.has("choose"))
      location.replace(`/kds?screen=${encodeURIComponent(last)}`)
  })
  const choice = (
    <ScreenChoice
      // Without the menu's picture the list may still hold a screen that was deleted since.
      screens={screens.filter(({ id }) => id !== asked)}
      stationName={stationName}
      known={known}
      problem={problem}
      unknownScreen={asked !== null}
    />
  )
  if (asked === null)
    return problem instanceof ApiRefusal && problem.code === "PLUGIN_NOT_ENABLED" ? (
      <SwitchedOff name={words.display} />
    ) : (
      choice
    )
  // The tickets do not wait for the list of screens: whether there is such a screen, its own picture says.
  const screen = screens.find(({ id }) => id === asked) ?? unnamed(asked)
  return <KitchenBoard key={asked} screen={screen} stationName={stationName} whenGone={choice} />
}

export default KdsPage

const lastScreen = "heard.screen"

const unnamed = (id: string): Screen => ({
  id: id as Screen["id"],
  name: "",
  kind: "station",
  stations: [],
  slots: 12,
})
