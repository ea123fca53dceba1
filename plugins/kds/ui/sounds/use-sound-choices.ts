import { useCallback, useState } from "react"
import { readSoundChoices, type SoundChoices } from "./sound-choices.ts"

/** How this screen sounds on this device: two screens side by side need not say everything twice. */
export const useSoundChoices = (
  screenId: string,
): readonly [SoundChoices, (choices: SoundChoices) => void] => {
  const key = `heard.sounds.${screenId}`
  const [choices, setChoices] = useState(() => readSoundChoices(localStorage.getItem(key)))
  const change = useCallback(
    (next: SoundChoices) => {
      localStorage.setItem(key, JSON.stringify(next))
      setChoices(next)
    },
    [key],
  )
  return [choices, change]
}
