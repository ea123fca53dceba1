import { Button } from "#core/ui/design/button.tsx"
import { Icon } from "#core/ui/design/icon.tsx"
import { refusalSentence } from "#core/ui/hub/refusal-sentence.ts"
import { nameIn, useLanguage, useWords } from "#core/ui/i18n.ts"
import { basketLinesOf } from "./basket-again.ts"
import { useCard } from "./card-context.tsx"
import { useDesk } from "./desk.tsx"
import { handheldWords } from "./handheld-words.ts"
import type { RefusedDeed } from "./refused-deed.ts"
import { useBasket } from "./use-basket.ts"
import "./refusal-note.css"

/** Why something was not done, where it was asked. Dishes that were refused can go back into the basket. */
export const RefusalNote = ({
  refusal,
  title,
  basket,
}: {
  refusal: RefusedDeed
  title?: string
  /** Whose basket takes the dishes back. */
  basket: string
}) => {
  const words = useWords(handheldWords)
  const language = useLanguage()
  const card = useCard()
  const { dismiss } = useDesk()
  const [, change] = useBasket(basket)
  const lines = basketLinesOf(refusal.deed)
  const putBack = () => {
    change((now) => ({ ...now, lines: [...now.lines, ...lines] }))
    dismiss(refusal)
  }
  return (
    <section className="refusal" role="alert">
      <Icon name="alert" size={24} />
      <div className="refusal__text">
        {title !== undefined && (
          <strong className="refusal__title" dir="auto">
            {title}
          </strong>
        )}
        <p dir="auto">{refusalSentence(refusal, language)}</p>
        {lines.length > 0 && (
          <p className="refusal__dishes" dir="auto">
            {lines
              .map(({ quantity, productId }) => {
                const product = card.products.get(productId)
                return `${quantity} ${product === undefined ? "?" : nameIn(language, product)}`
              })
              .join(" · ")}
          </p>
        )}
        <div className="refusal__deeds">
          {lines.length > 0 && (
            <Button icon="undo" onClick={putBack}>
              {words.putBack}
            </Button>
          )}
          <Button onClick={() => dismiss(refusal)}>{words.dismiss}</Button>
        </div>
      </div>
    </section>
  )
}
