import { inReadingOrder } from "#core/kitchen/modifier-order.ts"
import { removedThing } from "#core/kitchen/removal.ts"
import type { TicketLine } from "#core/kitchen/ticket.ts"
import { Icon } from "#core/ui/design/icon.tsx"
import { kitchenNameIn, useLanguage, useWords } from "#core/ui/i18n.ts"
import { kitchenWords } from "./words.ts"
import "./modifiers.css"

/**
 * Each kind has a shape and a word of its own, told apart without colour: more of something is a framed plus, without
 * something an inverse NO, how it is cooked a frame, an allergy a full violet bar with a warning sign that nothing else
 * uses.
 */
export const Modifiers = ({ modifiers }: { modifiers: TicketLine["modifiers"] }) => {
  const words = useWords(kitchenWords)
  const language = useLanguage()
  if (modifiers.length === 0) return null
  return (
    <span className="modifiers">
      {inReadingOrder(modifiers).map(({ name, names = {}, kind, quantity = 1 }) => (
        <span key={`${kind}${name}`} className={`modifier modifier--${kind}`}>
          {kind === "add" && <Icon name="add" size={18} />}
          {kind === "allergen" && <Icon name="alert" size={20} />}
          {kind === "remove" && <b className="modifier__no">{words.remove}</b>}
          {kind === "allergen" && <b>{words.allergy}</b>}
          {quantity > 1 && <b>{quantity}×</b>}
          <span dir="auto">
            {kind === "remove"
              ? removedThing(kitchenNameIn(language, { name, names }))
              : kitchenNameIn(language, { name, names })}
          </span>
        </span>
      ))}
    </span>
  )
}
