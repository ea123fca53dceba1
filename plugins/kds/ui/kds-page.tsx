import { useCallback, useEffect } from "react"
import type { Screen } from "#core/kitchen/menu.ts"
import { nameIn, useLanguage, useWords } from "#core/ui/i18n.ts"
import { ApiRefusal } from "#core/ui/session/api.ts"
import { SwitchedOff } from "#core/ui/shell/switched-off.tsx"
import { KitchenBoard } from "./kitchen-board.tsx"
import { ScreenChoice } from "./screen-choice.tsx"
import { useGivenScreen } from "./use-given-screen.ts"
import { useScreens } from "./use-screens.ts"
import { kitchenWords } from "./words.ts"

/** `/kds?screen={id}` is that screen; `/kds` is the one chosen last, `/kds?choose` asks again. */
const KdsPage = () => {
  const { screens, stations, known, problem } = useScreens()
  const words = useWords(kitchenWords)
  const language = useLanguage()
  const stationName = useCallback(
    (key: string) => {
      const station = stations.find((one) => one.key === key)
      return station === undefined ? key : nameIn(language, station)
    },
    [stations, language],
  )
  const query = new URLSearchParams(location.search)
  const asked = query.get("screen")
  const last = localStorage.getItem(lastScreen)
  useGivenScreen(asked)
  useEffect(() => {
    if (asked !== null) localStorage.setItem(lastScreen, asked)
    else if (last !== null && !query.has("choose"))
      location.replace(`/kds?screen=${encodeURIComponent(last)}`)
  })
  const screen = screens.find(({ id }) => id === asked)
  // The tickets do not wait for the list of screens, which a hub that is just starting may send later.
  const showing = screen ?? (asked !== null && !known ? unnamed(asked) : undefined)
  if (showing === undefined) {
    if (problem instanceof ApiRefusal && problem.code === "PLUGIN_NOT_ENABLED")
      return <SwitchedOff name={words.display} />
    return (
      <ScreenChoice
        screens={screens}
        stationName={stationName}
        known={known}
        problem={problem}
        unknownScreen={asked !== null}
      />
    )
  }
  return <KitchenBoard key={showing.id} screen={showing} stationName={stationName} />
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
