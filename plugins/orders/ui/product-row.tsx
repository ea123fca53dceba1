import { useId } from "react"
import type { Product } from "#core/kitchen/menu.ts"
import { Button } from "#core/ui/design/button.tsx"
import { nameIn, useLanguage, useWords } from "#core/ui/i18n.ts"
import { groupsOf } from "#core/ui/menu-card.ts"
import { useCard, useMoney } from "./card-context.tsx"
import { handheldWords } from "./handheld-words.ts"
import { needsChoice } from "./option-choice.ts"

/** A dish of the menu: the row adds one, the button at its end opens what can be said about it first. */
export const ProductRow = ({
  product,
  inBasket,
  onAdd,
  onOptions,
}: {
  product: Product
  inBasket: number
  onAdd: () => void
  onOptions: () => void
}) => {
  const words = useWords(handheldWords)
  const language = useLanguage()
  const card = useCard()
  const money = useMoney()
  const name = nameIn(language, product)
  const groups = groupsOf(card, product)
  const details = useId()
  const heard = inBasket > 0 ? `${details}price ${details}count` : `${details}price`
  return (
    <li className={`product${product.available ? "" : " product--out"}`}>
      <button
        type="button"
        className="product__add"
        aria-label={product.available ? words.add(name) : undefined}
        // The name hides what stands inside from whoever hears the page.
        aria-describedby={product.available ? heard : undefined}
        aria-disabled={!product.available}
        onClick={() => product.available && onAdd()}
      >
        <span className="product__name" dir="auto">
          {name}
        </span>
        <span className="product__price" id={`${details}price`}>
          {product.available ? money(product.price) : words.outOfStock}
          {product.available && needsChoice(groups) && (
            <span className="product__choice"> · {nameIn(language, groups[0] ?? product)}…</span>
          )}
        </span>
        {inBasket > 0 && (
          <span className="product__count">
            <span aria-hidden="true">{inBasket}</span>
            <span className="only-read" id={`${details}count`}>
              {words.inBasketCount(inBasket)}
            </span>
          </span>
        )}
      </button>
      {product.available && (
        <Button
          kind="quiet"
          icon="more"
          className="product__options"
          aria-label={words.options(name)}
          onClick={onOptions}
        />
      )}
    </li>
  )
}
