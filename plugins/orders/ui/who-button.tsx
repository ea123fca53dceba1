import { useState } from "react"
import { Button } from "#core/ui/design/button.tsx"
import { Sheet } from "#core/ui/design/sheet.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { useHands } from "./hands.tsx"
import { PinPad } from "./pin-pad.tsx"
import { pinWords } from "./pin-words.ts"

/** Whose orders these are, in sight wherever a waiter begins; the way to change hands. */
export const WhoButton = () => {
  const words = useWords(pinWords)
  const { person, speaksFor, setPinProblem } = useHands()
  const [open, setOpen] = useState(false)
  const name = person?.name ?? speaksFor
  const close = () => {
    setOpen(false)
    setPinProblem(undefined)
  }
  return (
    <>
      <Button
        kind="quiet"
        className="who"
        icon="person"
        aria-label={name === undefined ? words.useNobody : words.use(name)}
        onClick={() => setOpen(true)}
      >
        <span className="who__name" dir="auto">
          {name ?? words.nobody}
        </span>
      </Button>
      {open && (
        <Sheet title={words.title} onClose={close}>
          {speaksFor === undefined ? (
            <PinPad
              hint={person === undefined ? words.ask : words.now(person.name)}
              onDone={close}
            />
          ) : (
            <p>{words.notADevice(speaksFor)}</p>
          )}
        </Sheet>
      )}
    </>
  )
}
