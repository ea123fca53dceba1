import { type ReactNode, useState } from "react"
import { Button } from "#core/ui/design/button.tsx"
import { Chip } from "#core/ui/design/chip.tsx"
import { useHubStatus, usePendingCount } from "#core/ui/hub/hub-provider.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { DeviceSettings } from "#core/ui/shell/device-settings.tsx"
import { toggleSound, useSound } from "#core/ui/sound.ts"
import { handheldWords } from "./handheld-words.ts"
import { WhoButton } from "./who-button.tsx"

/** The strip at the top of the tables: what this is, whether it is live, what waits to be sent. */
export const HandheldBar = ({ title }: { title: ReactNode }) => {
  const words = useWords(handheldWords)
  const sound = useSound()
  const [settings, setSettings] = useState(false)
  return (
    <header className="top">
      <h1 className="top__title">{title}</h1>
      <WhoButton />
      <Connection />
      <Button
        kind="quiet"
        className={`top__sound top__sound--${sound}`}
        icon={sound === "on" ? "bell" : "bellOff"}
        aria-label={words.sound[sound]}
        onClick={() => void toggleSound()}
      />
      <Button
        kind="quiet"
        icon="more"
        aria-label={words.settings}
        onClick={() => setSettings(true)}
      />
      {settings && <DeviceSettings onClose={() => setSettings(false)} />}
    </header>
  )
}

const Connection = () => {
  const words = useWords(handheldWords)
  const { status } = useHubStatus()
  const pending = usePendingCount()
  if (pending > 0)
    return (
      <Chip tone="accent" icon="clock">
        {words.toSend(pending)}
      </Chip>
    )
  if (status !== "live") return null
  return (
    <Chip tone="ok" icon="online">
      <span className="top__live">{words.live}</span>
    </Chip>
  )
}
