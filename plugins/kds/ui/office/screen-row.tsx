import { Button } from "#core/ui/design/button.tsx"
import { Icon } from "#core/ui/design/icon.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { isolated } from "#core/ui/isolated.ts"
import { screensFollow } from "#core/ui/session/chosen-tenant.ts"
import { kitchenOfficeWords } from "./kitchen-office-words.ts"
import type { StoredScreen } from "./stored.ts"

/** One screen: what it shows, and the way there. */
export const ScreenRow = ({
  screen,
  stationName,
  backup,
  onChange,
}: {
  screen: StoredScreen
  stationName: (key: string) => string
  /** Name of who prints what it does not show. */
  backup: string | undefined
  onChange: () => void
}) => {
  const words = useWords(kitchenOfficeWords)
  const { id, name, kind, slots } = screen
  const shows =
    kind === "expo"
      ? words.passShows
      : screen.stations.map((key) => isolated(stationName(key))).join(", ")
  return (
    <li className="rows__one">
      <div className="rows__text">
        <strong>
          <bdi>{name}</bdi>
        </strong>
        <span className="quiet small">
          {[
            ...(shows === "" ? [] : [shows]),
            words.slotsOf(slots),
            ...(backup === undefined ? [] : [words.backupOf(isolated(backup))]),
          ].join(" · ")}
        </span>
      </div>
      <span className="row">
        {/* It would show this browser's own restaurant under the name of another one. */}
        {screensFollow() && (
          <a
            className="button"
            href={`/kds?screen=${encodeURIComponent(id)}`}
            aria-label={words.lookAt(name)}
          >
            <Icon name="screen" />
            {words.look}
          </a>
        )}
        <Button icon="more" aria-label={words.change(name)} onClick={onChange} />
      </span>
    </li>
  )
}
