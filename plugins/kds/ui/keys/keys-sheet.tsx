import { useState } from "react"
import { Button } from "#core/ui/design/button.tsx"
import { ButtonRow } from "#core/ui/design/button-row.tsx"
import { Sheet } from "#core/ui/design/sheet.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { type KeyDeed, keyDeeds } from "./key-deed.ts"
import { firstKeyMap, type KeyMap, keysFor, without } from "./key-map.ts"
import { keyWords } from "./key-words.ts"
import { layoutNames } from "./layouts.ts"
import { TeachKey } from "./teach-key.tsx"
import "./keys-sheet.css"

/** Which keys do what on this screen: begin with what hangs on it, then teach the keys that differ by pressing them. */
export const KeysSheet = ({
  map,
  onChange,
  onClose,
}: {
  map: KeyMap
  onChange: (map: KeyMap) => void
  onClose: () => void
}) => {
  const words = useWords(keyWords)
  // What is still to be taught; the first one waits for its key.
  const [toTeach, setToTeach] = useState<ReadonlyArray<KeyDeed>>([])
  const [lastTaught, setLastTaught] = useState<KeyDeed>()
  const [wasReset, setWasReset] = useState(false)
  const [teaching] = toTeach
  const nextToTeach = () => {
    setLastTaught(teaching)
    setToTeach((all) => all.slice(1))
  }
  if (teaching !== undefined)
    return (
      <Sheet key={teaching} title={words.title} onClose={onClose}>
        <TeachKey
          deed={teaching}
          map={map}
          onTaught={(next) => {
            onChange(next)
            nextToTeach()
          }}
          onSkip={toTeach.length > 1 ? nextToTeach : undefined}
          onStop={() => setToTeach([])}
        />
      </Sheet>
    )
  return (
    <Sheet title={words.title} onClose={onClose} wide>
      <div className="keys">
        <h3>{words.layout}</h3>
        <p>{words.layoutHint}</p>
        <ButtonRow label={words.layout}>
          {layoutNames.map((layout) => (
            <Button
              key={layout}
              aria-pressed={layout === map.layout}
              onClick={() => onChange({ ...map, layout })}
            >
              {words.layouts[layout]}
            </Button>
          ))}
        </ButtonRow>
        <ButtonRow label={words.title}>
          <Button icon="play" onClick={() => setToTeach(keyDeeds)}>
            {words.teachAll}
          </Button>
          <Button
            icon="undo"
            onClick={() => {
              onChange({ ...firstKeyMap, layout: map.layout })
              setWasReset(true)
            }}
          >
            {words.reset}
          </Button>
        </ButtonRow>
        <p role="status">{wasReset && words.resetDone}</p>
        <ul>
          {keyDeeds.map((deed) => (
            <li key={deed}>
              <span className="keys__meaning">{words.deeds[deed]}</span>
              <Caps names={keysFor(map, deed)} none={words.none} />
              <Button
                data-first={deed === lastTaught || undefined}
                aria-label={words.teachHint(words.deeds[deed])}
                onClick={() => setToTeach([deed])}
              >
                {words.teach}
              </Button>
              <Button
                kind="quiet"
                icon="close"
                aria-label={words.clearHint(words.deeds[deed])}
                disabled={keysFor(map, deed).length === 0}
                onClick={() => onChange(without(map, deed))}
              />
            </li>
          ))}
        </ul>
        <p>{words.pulledOut}</p>
      </div>
    </Sheet>
  )
}

const Caps = ({ names, none }: { names: ReadonlyArray<string>; none: string }) => (
  <span className="keys__caps">
    {names.length === 0 ? none : names.map((name) => <kbd key={name}>{name}</kbd>)}
  </span>
)
