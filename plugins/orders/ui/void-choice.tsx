import { useState } from "react"
import { Button } from "#core/ui/design/button.tsx"
import { Sheet } from "#core/ui/design/sheet.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { handheldWords } from "./handheld-words.ts"
import { Stepper } from "./stepper.tsx"
import "./void-choice.css"

/** How many are taken back, and why. A tap of its own then does it, below where the choice was made. */
export const VoidChoice = ({
  name,
  max,
  onVoid,
  onClose,
}: {
  name: string
  max: number
  onVoid: (quantity: number, reason: string) => void
  onClose: () => void
}) => {
  const words = useWords(handheldWords)
  const [quantity, setQuantity] = useState(max)
  const [reason, setReason] = useState<string>()
  return (
    <Sheet
      title={`${words.voidN(quantity)} · ${name}`}
      onClose={onClose}
      footer={
        reason === undefined ? (
          // It holds the place, so that no reason moves under the finger that chooses it.
          <Button large wide disabled>
            {words.voidWhyFirst}
          </Button>
        ) : (
          <Button kind="danger" large wide icon="close" onClick={() => onVoid(quantity, reason)}>
            {words.voidN(quantity)}
          </Button>
        )
      }
    >
      <div className="deeds">
        {max > 1 && (
          <div className="line-change__quantity">
            <h3>{words.quantity}</h3>
            <Stepper
              value={quantity}
              name={name}
              onChange={(wanted) => setQuantity(Math.min(max, wanted))}
            />
          </div>
        )}
        <fieldset className="reasons">
          <legend>{words.voidWhy}</legend>
          {words.reasons.map((one) => (
            <label key={one} className="reason">
              <input
                type="radio"
                name="reason"
                checked={one === reason}
                onChange={() => setReason(one)}
              />
              {one}
            </label>
          ))}
        </fieldset>
      </div>
    </Sheet>
  )
}
