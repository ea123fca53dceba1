import type { Screen } from "#core/kitchen/menu.ts"
import { Failure } from "#core/ui/design/failure.tsx"
import { LiveBar } from "#core/ui/design/live-bar.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { kitchenWords } from "./words.ts"
import "./screen-choice.css"

/** Asked once: which of the restaurant's screens this device is. */
export const ScreenChoice = ({
  screens,
  stationName,
  known,
  problem,
  unknownScreen,
}: {
  screens: ReadonlyArray<Screen>
  stationName: (key: string) => string
  known: boolean
  /** Why the hub does not say which screens there are. */
  problem: Error | undefined
  /** The address names a screen that is not there. */
  unknownScreen: boolean
}) => {
  const words = useWords(kitchenWords)
  return (
    <main className="screen-choice">
      <LiveBar />
      <div className="screen-choice__middle">
        <h1>{words.chooseScreen}</h1>
        <p role={unknownScreen ? "alert" : undefined}>
          {unknownScreen ? `${words.unknownScreen}.` : words.chooseHint}
        </p>
        {known && screens.length === 0 && <p>{words.noScreens}</p>}
        <Failure failure={problem} />
        <ul>
          {screens.map((screen) => (
            <li key={screen.id}>
              <a href={`/kds?screen=${encodeURIComponent(screen.id)}`}>
                <b dir="auto">{screen.name}</b>
                <span dir="auto">
                  {screen.kind === "expo"
                    ? words.expo
                    : screen.stations.map(stationName).join(" · ")}
                </span>
              </a>
            </li>
          ))}
        </ul>
      </div>
    </main>
  )
}
