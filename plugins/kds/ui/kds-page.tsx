import { useCallback, useEffect, useMemo } from "react"
import type { Screen, Station } from "#core/kitchen/menu.ts"
import { useView } from "#core/ui/hub/use-view.ts"
import { nameIn, useLanguage, useWords } from "#core/ui/i18n.ts"
import { isSwitchedOff, SwitchedOff } from "#core/ui/shell/switched-off.tsx"
import { KitchenBoard } from "./kitchen-board.tsx"
import { ScreenChoice } from "./screen-choice.tsx"
import { useGivenScreen } from "./use-given-screen.ts"
import { kitchenWords } from "./words.ts"

type MenuItem = ({ readonly type: "screen" } & Screen) | ({ readonly type: "station" } & Station)

/** `/kds?screen={id}` is that screen; `/kds` is the one chosen last, `/kds?choose` asks again. */
const KdsPage = () => {
  const menu = useView<MenuItem>("menu")
  const words = useWords(kitchenWords)
  const language = useLanguage()
  const { screens, stations } = useMemo(() => split(menu.items), [menu.items])
  const stationName = useCallback(
    (key: string) => {
      const station = stations.get(key)
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
  if (isSwitchedOff(menu)) return <SwitchedOff name={words.display} />
  const screen = screens.find(({ id }) => id === asked)
  // The tickets do not wait for the menu, which a hub that is just starting may send later.
  const showing = screen ?? (asked !== null && !menu.known ? unnamed(asked) : undefined)
  if (showing === undefined)
    return (
      <ScreenChoice
        screens={screens}
        stationName={stationName}
        known={menu.known}
        unknownScreen={asked !== null}
      />
    )
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

const split = (items: ReadonlyMap<string, MenuItem>) => {
  const screens: Array<Screen> = []
  const stations = new Map<string, Station>()
  for (const [id, item] of items) {
    if (item.type === "screen") screens.push(item)
    if (item.type === "station") stations.set(id.slice("station/".length), item)
  }
  return { screens, stations }
}
