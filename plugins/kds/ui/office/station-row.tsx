import { Button } from "#core/ui/design/button.tsx"
import { Chip } from "#core/ui/design/chip.tsx"
import { nameIn, useLanguage, useWords } from "#core/ui/i18n.ts"
import { isolated } from "#core/ui/isolated.ts"
import { kitchenOfficeWords } from "./kitchen-office-words.ts"
import type { StoredStation } from "./stored.ts"

/** One station: what is done there and who sees its tickets. */
export const StationRow = ({
  station,
  screens,
  printers,
  onEarlier,
  onChange,
}: {
  station: StoredStation
  /** Names of those that show its tickets. */
  screens: ReadonlyArray<string>
  /** Names of those that print them; undefined: not known. */
  printers: ReadonlyArray<string> | undefined
  /** Undefined: it is the first. */
  onEarlier: (() => void) | undefined
  onChange: () => void
}) => {
  const words = useWords(kitchenOfficeWords)
  const language = useLanguage()
  const name = nameIn(language, station)
  const all = (names: ReadonlyArray<string>) => names.map(isolated).join(", ")
  const onPaper = printers ?? []
  const unseen = screens.length === 0 && onPaper.length === 0
  return (
    <li className="rows__one">
      <div className="rows__text">
        <span className="row">
          <strong dir="auto">{name}</strong>
          {station.catchAll && <Chip>{words.takesRest}</Chip>}
          {station.kind === "expo" && <Chip>{words.handsOver}</Chip>}
          {station.kind === "prep" && unseen && (
            <Chip tone="warn" icon="alert">
              {words.onNothing}
            </Chip>
          )}
        </span>
        {station.kind === "prep" && (
          <span className="quiet small">
            {[
              words.minutesOf((station.targetSeconds / 60).toLocaleString(language)),
              ...(screens.length > 0 ? [words.on(all(screens))] : []),
              ...(screens.length === 0 && !unseen ? [words.onPaper(all(onPaper))] : []),
            ].join(" · ")}
          </span>
        )}
      </div>
      <span className="row">
        {onEarlier !== undefined && (
          <Button icon="up" aria-label={words.earlier(name)} onClick={onEarlier} />
        )}
        <Button icon="more" aria-label={words.change(name)} onClick={onChange} />
      </span>
    </li>
  )
}
