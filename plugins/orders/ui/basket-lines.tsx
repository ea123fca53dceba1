import { useState } from "react"
import type { Product } from "#core/kitchen/menu.ts"
import { Chip } from "#core/ui/design/chip.tsx"
import { Icon } from "#core/ui/design/icon.tsx"
import { nameIn, useLanguage, useWords } from "#core/ui/i18n.ts"
import { groupsOf } from "#core/ui/menu-card.ts"
import { type Basket, type BasketLine, problemOf, replaceLine, setQuantity } from "./basket.ts"
import { useCard } from "./card-context.tsx"
import { DishSheet } from "./dish-sheet.tsx"
import { handheldWords } from "./handheld-words.ts"
import { ModifierList } from "./modifier-list.tsx"
import { optionsOf } from "./option-choice.ts"
import { Stepper } from "./stepper.tsx"
import "./basket-lines.css"

type OnBasket = (change: (basket: Basket) => Basket) => void

/** What is written down and not sent: everything about it can still be changed. */
export const BasketLines = ({
  basket,
  onBasket,
  seats,
}: {
  basket: Basket
  onBasket: OnBasket
  seats: number
}) => {
  const words = useWords(handheldWords)
  const card = useCard()
  const [editing, setEditing] = useState<BasketLine>()
  const product = editing && card.products.get(editing.productId)
  return (
    <section className="basket" aria-label={words.inBasket}>
      <h2 className="basket__title">
        <Icon name="list" />
        {words.inBasket}
      </h2>
      <ul>
        {basket.lines.map((line) => (
          <Row
            key={line.id}
            line={line}
            product={card.products.get(line.productId)}
            onBasket={onBasket}
            onEdit={() => setEditing(line)}
          />
        ))}
      </ul>
      {editing !== undefined && product !== undefined && (
        <DishSheet
          product={product}
          dish={editing}
          quantity={editing.quantity}
          seats={seats}
          save={words.save}
          onAdd={(dish, quantity) => {
            onBasket((now) => replaceLine(now, { ...dish, id: editing.id, quantity }))
            setEditing(undefined)
          }}
          onClose={() => setEditing(undefined)}
        />
      )}
    </section>
  )
}

const Row = ({
  line,
  product,
  onBasket,
  onEdit,
}: {
  line: BasketLine
  product: Product | undefined
  onBasket: OnBasket
  onEdit: () => void
}) => {
  const words = useWords(handheldWords)
  const language = useLanguage()
  const card = useCard()
  const problem = problemOf(line, card)
  const name = product === undefined ? "?" : nameIn(language, product)
  const options = product === undefined ? [] : optionsOf(groupsOf(card, product), line.optionIds)
  return (
    <li className={`basket__line${problem === undefined ? "" : " basket__line--problem"}`}>
      <button type="button" className="basket__dish" onClick={onEdit}>
        <span className="basket__name" dir="auto">
          {name}
        </span>
        <ModifierList
          modifiers={options.map(({ id, ...option }) => ({ ...option, optionId: id, quantity: 1 }))}
          note={line.note}
        />
        <span className="basket__chips">
          {line.course !== undefined && <Chip>{words.courseN(line.course)}</Chip>}
          {line.seat !== undefined && <Chip>{words.seatN(line.seat)}</Chip>}
          {line.hold === true && <Chip icon="pause">{words.progress.held}</Chip>}
        </span>
        {problem !== undefined && (
          <strong className="basket__problem">
            <Icon name="alert" size={16} /> {words.problem[problem]}
          </strong>
        )}
      </button>
      <Stepper
        value={line.quantity}
        min={0}
        name={name}
        onChange={(quantity) => onBasket((now) => setQuantity(now, line.id, quantity))}
      />
    </li>
  )
}
