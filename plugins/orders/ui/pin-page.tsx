import { useState } from "react"
import { Button } from "#core/ui/design/button.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { DeviceSettings } from "#core/ui/shell/device-settings.tsx"
import { handheldWords } from "./handheld-words.ts"
import { useHands } from "./hands.tsx"
import { PinPad } from "./pin-pad.tsx"
import { pinWords } from "./pin-words.ts"
import { useFullBaskets } from "./use-basket.ts"

/**
 * A handheld that nobody has, where the restaurant wants to know whose orders it takes, or that somebody had before: what
 * is ordered next is not to go out without a name unnoticed.
 */
export const PinPage = ({ required }: { required: boolean }) => {
  const words = useWords(pinWords)
  const { settings: settingsWord } = useWords(handheldWords)
  const { locked, goOnAsNobody } = useHands()
  const notSent = useFullBaskets().size > 0
  const [settings, setSettings] = useState(false)
  const hints = [
    ...(locked ? [words.isLocked] : []),
    required ? words.required : words.ask,
    ...(notSent ? [words.kept] : []),
  ]
  return (
    <section className="pin-page" aria-label={words.title}>
      <h1>{words.title}</h1>
      <PinPad hint={hints.join(" ")} onDone={() => undefined} />
      {!required && (
        <Button large wide className="pin-page__nobody" onClick={goOnAsNobody}>
          {words.asNobody}
        </Button>
      )}
      <Button
        kind="quiet"
        icon="more"
        className="pin-page__settings"
        onClick={() => setSettings(true)}
      >
        {settingsWord}
      </Button>
      {settings && <DeviceSettings onClose={() => setSettings(false)} />}
    </section>
  )
}
