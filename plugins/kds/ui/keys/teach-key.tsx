import { useEffect, useRef, useState } from "react"
import { Button } from "#core/ui/design/button.tsx"
import { ButtonRow } from "#core/ui/design/button-row.tsx"
import { Notice } from "#core/ui/design/notice.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { contacts } from "./bounce.ts"
import type { KeyDeed } from "./key-deed.ts"
import { type KeyMap, meaningOf, type Pressed, taught, unteachable } from "./key-map.ts"
import { keyName } from "./key-name.ts"
import { keyWords } from "./key-words.ts"

type Key = Pick<Pressed, "code" | "key">

/** Waits for one key. Until it is known what that key is for, no key does anything else. */
export const TeachKey = ({
  deed,
  map,
  onTaught,
  onSkip,
  onStop,
}: {
  deed: KeyDeed
  map: KeyMap
  onTaught: (map: KeyMap) => void
  /** Undefined: nothing comes after this one. */
  onSkip: (() => void) | undefined
  onStop: () => void
}) => {
  const words = useWords(keyWords)
  const [key, setKey] = useState<Key>()
  const clash = key === undefined ? undefined : clashOf(key, deed, map)
  useNextKey(key === undefined || unteachable(key) !== undefined, (pressed) => {
    if (unteachable(pressed) === undefined && clashOf(pressed, deed, map) === undefined)
      onTaught(taught(map, pressed, deed))
    else setKey(pressed)
  })
  const problem = key && unteachable(key)
  return (
    <div className="teach">
      <p tabIndex={-1} data-first>
        {words.press}
        <b className="teach__deed">{words.deeds[deed]}</b>
      </p>
      {key === undefined && <p role="status">{words.waiting}</p>}
      {problem !== undefined && (
        <Notice tone="warn" live>
          {words.cannot[problem]}
        </Notice>
      )}
      {key !== undefined && clash !== undefined && (
        <>
          <Notice tone="warn" live>
            {words.means(keyName(key.code, key.key), words.deeds[clash])}
          </Notice>
          <ButtonRow label={words.press}>
            <Button kind="primary" onClick={() => onTaught(taught(map, key, deed))}>
              {words.take(keyName(key.code, key.key))}
            </Button>
            <Button onClick={() => setKey(undefined)}>{words.another}</Button>
          </ButtonRow>
        </>
      )}
      <ButtonRow label={words.press}>
        {onSkip !== undefined && <Button onClick={onSkip}>{words.skip}</Button>}
        <Button kind="quiet" onClick={onStop}>
          {words.stop}
        </Button>
      </ButtonRow>
    </div>
  )
}

/** The other meaning that a key would lose. */
const clashOf = (key: Key, deed: KeyDeed, map: KeyMap): KeyDeed | undefined => {
  const meaning = meaningOf(key, map)
  return meaning === deed ? undefined : meaning
}

const bar = contacts()

/** Escape still closes, Tab still walks to the buttons; every other key goes to `take` and to nobody else. */
const useNextKey = (waiting: boolean, take: (pressed: Key) => void): void => {
  const latest = useRef(take)
  latest.current = take
  useEffect(() => {
    if (!waiting) return
    const keep = (event: KeyboardEvent): void => {
      if (event.code === "Escape") return
      event.stopImmediatePropagation()
      if (event.code !== "Tab") event.preventDefault()
      if (event.type === "keyup") bar.release(event.code, event.timeStamp)
      // A trembling contact would teach the next deed too.
      else if (!event.repeat && bar.press(event.code, event.timeStamp))
        latest.current({ code: event.code, key: event.key })
    }
    addEventListener("keydown", keep, { capture: true })
    addEventListener("keyup", keep, { capture: true })
    return () => {
      removeEventListener("keydown", keep, { capture: true })
      removeEventListener("keyup", keep, { capture: true })
    }
  }, [waiting])
}
