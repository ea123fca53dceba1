import type { Screen } from "#core/kitchen/menu.ts"
import { useView } from "#core/ui/hub/use-view.ts"
import { useWords } from "#core/ui/i18n.ts"
import type { Access } from "#core/ui/session/access.ts"
import { Door } from "./door.tsx"
import { startWords } from "./start-words.ts"

/** A door for every kitchen screen that the restaurant has set up. */
export const ScreenDoors = (door: { address: string; access: Access | undefined }) => {
  const words = useWords(startWords)
  const menu = useView<{ readonly type: string } & Screen>("menu")
  const screens = [...menu.items.values()].filter(({ type }) => type === "screen")
  return (
    <section>
      <h2 className="start__title">{words.kitchen}</h2>
      <p className="start__hint">{words.kitchenHint}</p>
      {menu.known && screens.length === 0 && <p>{words.noScreens}</p>}
      <div className="start__doors">
        {screens.map((screen) => (
          <Door
            key={screen.id}
            {...door}
            icon="flame"
            path={`/kds?screen=${screen.id}`}
            title={screen.name}
            hint={screen.stations.join(" · ")}
          />
        ))}
      </div>
    </section>
  )
}
