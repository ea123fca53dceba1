import { type Chime, chimes } from "#core/ui/chime.ts"
import { Button } from "#core/ui/design/button.tsx"
import { ChoiceField, Field, TickField } from "#core/ui/design/field.tsx"
import { Notice } from "#core/ui/design/notice.tsx"
import { Sheet } from "#core/ui/design/sheet.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { play, unmute, useSound } from "#core/ui/sound.ts"
import { type SoundChoices, soundOf, withChoice } from "./sound-choices.ts"
import { soundWords } from "./sound-words.ts"
import "./sounds-sheet.css"

/** What this screen plays at which event, how loud, and whether it calls until somebody answers. */
export const SoundsSheet = ({
  choices,
  repeats,
  onChange,
  onClose,
}: {
  choices: SoundChoices
  /** What the restaurant chose for its screens. */
  repeats: boolean
  onChange: (choices: SoundChoices) => void
  onClose: () => void
}) => {
  const words = useWords(soundWords)
  const state = useSound()
  const figures = [
    ...chimes.map((chime) => ({ value: chime, label: words.figures[chime] })),
    { value: "none", label: words.none },
  ]
  const test = async (sound: Chime) => {
    await unmute()
    play(sound, choices.volume / 100)
  }
  return (
    <Sheet title={words.title} onClose={onClose} wide>
      <div className="sounds">
        <Notice
          tone={state === "on" ? "ok" : "warn"}
          icon={state === "on" ? "bell" : "bellOff"}
          live
        >
          {words.state[state]}{" "}
          {state !== "on" && <Button onClick={() => void unmute()}>{words.unmute}</Button>}
        </Notice>
        <Field label={words.volume(choices.volume)}>
          {(described) => (
            <input
              {...described}
              type="range"
              min={0}
              max={100}
              step={10}
              value={choices.volume}
              onChange={(event) => onChange({ ...choices, volume: Number(event.target.value) })}
            />
          )}
        </Field>
        <ul>
          {chimes.map((event) => {
            const name = words.events[event]
            const { sound, repeat } = soundOf(choices, event, repeats)
            return (
              <li key={event}>
                <ChoiceField
                  label={name}
                  choices={figures}
                  value={sound ?? "none"}
                  onChange={({ target }) =>
                    onChange(withChoice(choices, event, { sound: target.value as Chime | "none" }))
                  }
                />
                <Button
                  icon="play"
                  aria-label={words.testHint(name)}
                  disabled={sound === undefined}
                  onClick={() => sound && void test(sound)}
                >
                  {words.test}
                </Button>
                <TickField
                  label={words.repeat}
                  aria-labelledby={undefined}
                  aria-label={words.repeatHint(name)}
                  disabled={sound === undefined}
                  checked={repeat && sound !== undefined}
                  onChange={({ target }) =>
                    onChange(withChoice(choices, event, { repeat: target.checked }))
                  }
                />
              </li>
            )
          })}
        </ul>
        <p>{words.kept}</p>
        <p>{words.buzzer}</p>
      </div>
    </Sheet>
  )
}
