import { Button } from "#core/ui/design/button.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { deedOfPlace, isPlace, type KeyDeed, keyDeeds, placeKeys } from "./key-deed.ts"
import { type KeyMap, keysFor } from "./key-map.ts"
import { keyWords } from "./key-words.ts"
import { useLastKey } from "./last-key.ts"
import "./legend.css"

/** Beside the tickets: what each key does, as its cap says it. A key that was just heard lights up. */
export const Legend = ({
  map,
  onTeach,
  onHide,
}: {
  map: KeyMap
  onTeach: () => void
  onHide: () => void
}) => {
  const words = useWords(keyWords)
  const places = Array.from({ length: placeKeys }, (_, place) => deedOfPlace(place))
  const others = keyDeeds.filter((deed) => !isPlace(deed))
  return (
    <aside className="legend" aria-label={words.legend}>
      <header>
        <h2>{words.legend}</h2>
        <Button kind="quiet" icon="gear" onClick={onTeach}>
          {words.teachKeys}
        </Button>
        <Button kind="quiet" icon="close" aria-label={words.hide} onClick={onHide} />
      </header>
      <dl>
        <Entry map={map} deeds={places} meaning={words.places} />
        {others.map((deed) => (
          <Entry key={deed} map={map} deeds={[deed]} meaning={words.deeds[deed]} />
        ))}
      </dl>
      <p>{words.pulledOut}</p>
    </aside>
  )
}

const Entry = ({
  map,
  deeds,
  meaning,
}: {
  map: KeyMap
  deeds: ReadonlyArray<KeyDeed>
  meaning: string
}) => {
  const last = useLastKey()
  // A bar that sends letters and digits is listed as two rows of keys, not as pairs.
  const keys = deeds
    .flatMap((deed) => keysFor(map, deed).map((name, nth) => ({ deed, name, nth })))
    .toSorted((a, b) => a.nth - b.nth)
  if (keys.length === 0) return null
  return (
    <div>
      <dt>
        {keys.map(({ deed, name }) => (
          <kbd
            // A new press is a new element, whose light begins anew.
            key={`${deed} ${name} ${last?.deed === deed ? last.nth : ""}`}
            data-heard={last?.deed === deed || undefined}
          >
            {name}
          </kbd>
        ))}
      </dt>
      <dd>{meaning}</dd>
    </div>
  )
}
