import { useEffect } from "react"
import type { Screen, Station } from "#core/kitchen/menu.ts"
import { useView } from "#core/ui/hub/use-view.ts"
import { nameIn, useLanguage, useWords } from "#core/ui/i18n.ts"
import type { Access } from "#core/ui/session/access.ts"
import { rememberScreenNames } from "#core/ui/session/device.ts"
import { Door } from "./door.tsx"
import { startWords } from "./start-words.ts"

type MenuItem = ({ readonly type: "screen" } & Screen) | ({ readonly type: "station" } & Station)

/** A door for every kitchen screen that the restaurant has set up. */
export const ScreenDoors = (door: { address: string; access: Access | undefined }) => {
  const words = useWords(startWords)
  const language = useLanguage()
  const menu = useView<MenuItem>("menu")
  const items = [...menu.items.values()]
  const screens = items.filter((item) => item.type === "screen")
  useEffect(() => rememberScreenNames(screens))
  const stations = items.filter((item) => item.type === "station")
  const names = ({ stations: own }: Screen): string =>
    stations
      .filter(({ key }) => own.includes(key))
      .map((station) => nameIn(language, station))
      .join(" · ")
  return (
    <section>
      <h2 className="start__title">{words.kitchen}</h2>
      <p className="start__hint">{words.kitchenHint}</p>
      {menu.live && menu.problem === undefined && screens.length === 0 && <p>{words.noScreens}</p>}
      <div className="start__doors">
        {screens.map((screen) => (
          <Door
            key={screen.id}
            {...door}
            icon="flame"
            path={`/kds?screen=${screen.id}`}
            title={screen.name}
            hint={screen.kind === "expo" ? words.expo : names(screen)}
          />
        ))}
      </div>
    </section>
  )
}
