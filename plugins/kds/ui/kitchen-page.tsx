import { useState } from "react"
import { screensOf } from "#core/kitchen/unshown-tickets.ts"
import { AsKept } from "#core/ui/admin/as-kept.tsx"
import { nextSort } from "#core/ui/admin/list-order.ts"
import { useEarlier } from "#core/ui/admin/use-earlier.ts"
import { Button } from "#core/ui/design/button.tsx"
import { Failure } from "#core/ui/design/failure.tsx"
import { nameIn, useLanguage, useWords } from "#core/ui/i18n.ts"
import { kitchenOfficeWords } from "./office/kitchen-office-words.ts"
import { ScreenForm } from "./office/screen-form.tsx"
import { ScreenRow } from "./office/screen-row.tsx"
import { StationForm } from "./office/station-form.tsx"
import { StationRow } from "./office/station-row.tsx"
import {
  type StoredScreen,
  type StoredStation,
  screensPath,
  stationsPath,
} from "./office/stored.ts"
import { useKitchen } from "./office/use-kitchen.ts"
import "#core/ui/admin/blocks.css"

/** What lies over the page: a form of what has this id, or of a new one. */
interface Open {
  readonly what: "station" | "screen"
  readonly id?: string
}

/** The stations of the kitchen, and the screens on its walls. */
const KitchenPage = () => {
  const words = useWords(kitchenOfficeWords)
  const language = useLanguage()
  const { stations, screens, printers, problem, again } = useKitchen()
  const [open, setOpen] = useState<Open>()
  const { putEarlier, failure } = useEarlier(stationsPath, again)
  const close = () => setOpen(undefined)
  const done = () => {
    close()
    again()
  }
  const all = stations ?? []
  const stationName = (key: string) => {
    const station = all.find((one) => one.key === key)
    return station === undefined ? key : nameIn(language, station)
  }
  const nameOf = ({ name }: { readonly name: string }) => name
  const addressOf = (path: string) => (open?.id === undefined ? undefined : `${path}/${open.id}`)
  return (
    <>
      <p className="office__lead">{words.lead}</p>
      <Failure failure={problem} onRetry={again} />
      <Failure failure={failure} />
      {stations !== undefined && screens !== undefined && (
        <section className="block" aria-label={words.stations}>
          <div>
            <h2>{words.stations}</h2>
            <p className="quiet">{words.stationsHint}</p>
          </div>
          {all.length === 0 && <p role="status">{words.noStations}</p>}
          <ul className="rows">
            {all.map((station, at) => (
              <StationRow
                key={station.id}
                station={station}
                screens={screensOf({ screens }, station.key).map(nameOf)}
                printers={printers
                  ?.filter((one) => one.enabled && one.stations.includes(station.key))
                  .map(nameOf)}
                onEarlier={at === 0 ? undefined : () => putEarlier(all, at)}
                onChange={() => setOpen({ what: "station", id: station.id })}
              />
            ))}
          </ul>
          <div className="row">
            <Button icon="add" onClick={() => setOpen({ what: "station" })}>
              {words.addStation}
            </Button>
          </div>
        </section>
      )}
      {screens !== undefined && (
        <section className="block" aria-label={words.screens}>
          <div>
            <h2>{words.screens}</h2>
            <p className="quiet">{words.screensHint}</p>
          </div>
          {screens.length === 0 && <p role="status">{words.noScreens}</p>}
          <ul className="rows">
            {screens.map((screen) => (
              <ScreenRow
                key={screen.id}
                screen={screen}
                stationName={stationName}
                backup={printers?.find(({ id }) => id === screen.backupPrinterId)?.name}
                onChange={() => setOpen({ what: "screen", id: screen.id })}
              />
            ))}
          </ul>
          <div className="row">
            <Button icon="add" onClick={() => setOpen({ what: "screen" })}>
              {words.addScreen}
            </Button>
          </div>
        </section>
      )}
      {open?.what === "station" && (
        <AsKept<StoredStation> path={addressOf(stationsPath)}>
          {(kept) => (
            <StationForm
              station={kept}
              others={all.filter(({ id }) => id !== open.id)}
              sort={nextSort(all)}
              onClose={close}
              onDone={done}
            />
          )}
        </AsKept>
      )}
      {open?.what === "screen" && (
        <AsKept<StoredScreen> path={addressOf(screensPath)}>
          {(kept) => (
            <ScreenForm
              screen={kept}
              stations={all}
              printers={printers}
              onClose={close}
              onDone={done}
            />
          )}
        </AsKept>
      )}
    </>
  )
}

export default KitchenPage
