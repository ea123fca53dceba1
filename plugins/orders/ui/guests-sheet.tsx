import { Button } from "#core/ui/design/button.tsx"
import { Sheet } from "#core/ui/design/sheet.tsx"
import { useWords } from "#core/ui/i18n.ts"
import type { Basket } from "./basket.ts"
import { handheldWords } from "./handheld-words.ts"
import { NoteField } from "./note-field.tsx"

/** How many guests, and what the kitchen should know about them all. Only a new order can say it. */
export const GuestsSheet = ({
  seated,
  basket,
  onBasket,
  onClose,
}: {
  seated: boolean
  basket: Basket
  onBasket: (change: (basket: Basket) => Basket) => void
  onClose: () => void
}) => {
  const words = useWords(handheldWords)
  return (
    <Sheet title={seated ? words.howManyGuests : words.takeaway} onClose={onClose}>
      <div className="guests">
        {seated && (
          <div className="guests__numbers">
            {Array.from({ length: 12 }, (_, at) => at + 1).map((covers) => (
              <Button
                key={covers}
                large
                aria-pressed={basket.covers === covers}
                aria-label={words.guests(covers)}
                onClick={() => {
                  onBasket((now) => ({ ...now, covers }))
                  onClose()
                }}
              >
                {covers}
              </Button>
            ))}
          </div>
        )}
        <NoteField
          label={words.orderNote}
          value={basket.note ?? ""}
          onChange={(note) =>
            onBasket(({ note: _, ...now }) => (note === "" ? now : { ...now, note }))
          }
        />
      </div>
    </Sheet>
  )
}
