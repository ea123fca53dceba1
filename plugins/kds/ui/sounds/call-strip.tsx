import { useEffect, useState } from "react"
import type { Chime } from "#core/ui/chime.ts"
import { Button } from "#core/ui/design/button.tsx"
import { Icon } from "#core/ui/design/icon.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { useSound } from "#core/ui/sound.ts"
import { soundWords } from "./sound-words.ts"
import "./call-strip.css"

/** Lies over the board while a call repeats, and while the browser still refuses to play any. */
export const CallStrip = ({ calling }: { calling: Chime | undefined }) => {
  const words = useWords(soundWords)
  const blocked = useSound() === "blocked"
  const event = calling && words.events[calling]
  const text = blocked
    ? event === undefined
      ? words.touchOnce
      : words.missed(event)
    : event === undefined
      ? undefined
      : words.calling(event)
  const shown = useLinger(text)
  // What the strip says while it goes belongs to what it said before.
  const locked = useLinger(text === undefined ? undefined : blocked) ?? blocked
  return (
    <div role="status">
      {shown !== undefined && (
        <div className="call-strip" data-over={text === undefined}>
          <Icon name={locked ? "bellOff" : "bell"} size={28} />
          <span>{shown}</span>
          <Button kind="primary" large icon="check">
            {locked ? words.unmute : words.heard}
          </Button>
        </div>
      )}
    </div>
  )
}

/**
 * What is said, for a moment longer. The touch that answers it has begun on the strip: if the strip went at once, the touch
 * would end on the ticket beneath and bump it.
 */
const useLinger = <T extends string | boolean>(said: T | undefined): T | undefined => {
  const [shown, setShown] = useState(said)
  useEffect(() => {
    if (said !== undefined) return setShown(said)
    const timer = setTimeout(() => setShown(undefined), lingerMs)
    return () => clearTimeout(timer)
  }, [said])
  return said ?? shown
}

const lingerMs = 600
