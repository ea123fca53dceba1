import { useState } from "react"
import { Button } from "#core/ui/design/button.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { DeviceSettings } from "#core/ui/shell/device-settings.tsx"
import { handheldWords } from "./handheld-words.ts"
import { PinPad } from "./pin-pad.tsx"
import { pinWords } from "./pin-words.ts"

/** A handheld that nobody has, where the restaurant wants to know whose orders it takes. */
export const PinPage = () => {
  const words = useWords(pinWords)
  const { settings: settingsWord } = useWords(handheldWords)
  const [settings, setSettings] = useState(false)
  return (
    <section className="pin-page" aria-label={words.title}>
      <h1>{words.title}</h1>
      <PinPad hint={words.required} onDone={() => undefined} />
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
