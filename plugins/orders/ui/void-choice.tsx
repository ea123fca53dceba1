import { useState } from "react"
import { Button } from "#core/ui/design/button.tsx"
import { Sheet } from "#core/ui/design/sheet.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { handheldWords } from "./handheld-words.ts"
import { Stepper } from "./stepper.tsx"

/** How many are taken back, and why: the reason is the second tap and does it. */
export const VoidChoice = ({
  name,
  max,
  onVoid,
  onClose,
}: {
  name: string
  max: number
  onVoid: (quantity: number, reason: string | undefined) => void
  onClose: () => void
}) => {
  const words = useWords(handheldWords)
  const [quantity, setQuantity] = useState(max)
  return (
    <Sheet title={`${words.voidN(quantity)} · ${name}`} onClose={onClose}>
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
        <h3>{words.voidWhy}</h3>
        {words.reasons.map((reason) => (
          <Button key={reason} kind="danger" large wide onClick={() => onVoid(quantity, reason)}>
            {reason}
          </Button>
        ))}
      </div>
    </Sheet>
  )
}
