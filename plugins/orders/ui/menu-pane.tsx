import { useDeferredValue, useMemo, useRef, useState } from "react"
import { v7 } from "uuid"
import type { LineId } from "#core/kitchen/ids.ts"
import type { Product } from "#core/kitchen/menu.ts"
import { SearchField } from "#core/ui/design/search-field.tsx"
import { nameIn, useLanguage, useWords } from "#core/ui/i18n.ts"
import { courseOf, groupsOf, type MenuState } from "#core/ui/menu-card.ts"
import { searchMenu } from "#core/ui/menu-search.ts"
import { Slot } from "#core/ui/shell/slot.tsx"
import { addDish, type Basket, countOfProduct, type Dish } from "./basket.ts"
import { useCard } from "./card-context.tsx"
import { ChoiceRow } from "./choice-row.tsx"
import { DishSheet } from "./dish-sheet.tsx"
import { handheldWords } from "./handheld-words.ts"
import { rememberOptions } from "./last-options.ts"
import { needsChoice } from "./option-choice.ts"
import { ProductRow } from "./product-row.tsx"
import "./menu-pane.css"

/** Seat and course for what comes next, the categories, and the dishes: a tap adds one. */
export const MenuPane = ({
  basket,
  onBasket,
  seats,
  state,
}: {
  basket: Basket
  onBasket: (change: (basket: Basket) => Basket) => void
  seats: number
  state: MenuState
}) => {
  const words = useWords(handheldWords)
  const language = useLanguage()
  const card = useCard()
  const [seat, setSeat] = useState<number>()
  const [course, setCourse] = useState<number>()
  const [categoryId, setCategory] = useState<string>()
  const [query, setQuery] = useState("")
  const asked = useDeferredValue(query)
  const [choosing, setChoosing] = useState<Product>()
  const list = useRef<HTMLUListElement>(null)
  const searching = asked.trim() !== ""
  const category = card.categories.find(({ id }) => id === categoryId) ?? card.categories[0]
  const products = useMemo(
    () =>
      searching
        ? searchMenu(card.products.values(), asked)
        : category === undefined
          ? []
          : (card.byCategory.get(category.id) ?? []),
    [card, asked, searching, category],
  )
  const dishOf = (product: Product): Dish => {
    const proposed = course ?? courseOf(card, product)
    return {
      productId: product.id,
      optionIds: [],
      ...(seat === undefined ? {} : { seat }),
      ...(proposed === undefined ? {} : { course: proposed }),
    }
  }
  const add = (dish: Dish, quantity = 1) => {
    onBasket((now) => addDish(now, dish, v7() as LineId, quantity))
    rememberOptions(dish.productId, dish.optionIds)
  }
  const tap = (product: Product) => {
    if (needsChoice(groupsOf(card, product))) setChoosing(product)
    else add(dishOf(product))
  }
  const choose = (id: string) => {
    setQuery("")
    setCategory(id)
    list.current?.scrollTo(0, 0)
  }

  if (state === "off") return <p className="menu__none">{words.menuOff}</p>
  return (
    <div className="menu">
      <div className="menu__for">
        {seats > 0 && (
          <ChoiceRow
            title={words.seat}
            none={words.shared}
            numbers={seats}
            value={seat}
            nameOf={words.seatN}
            onChange={setSeat}
          />
        )}
        <ChoiceRow
          title={words.course}
          none={words.byMenu}
          numbers={4}
          value={course}
          nameOf={words.courseN}
          onChange={setCourse}
        />
      </div>
      <SearchField
        className="menu__search"
        value={query}
        label={words.search}
        clear={words.clear}
        onChange={setQuery}
      >
        <Slot name="handheld.menu" />
      </SearchField>
      <nav className="menu__categories" aria-label={words.menu}>
        {card.categories.map((one) => (
          <button
            key={one.id}
            type="button"
            className="category"
            aria-current={!searching && one.id === category?.id ? "true" : undefined}
            onClick={() => choose(one.id)}
          >
            <span className="category__color" style={{ background: one.color }} />
            <span dir="auto">{nameIn(language, one)}</span>
          </button>
        ))}
      </nav>
      <ul className="menu__products" ref={list}>
        {products.map((product) => (
          <ProductRow
            key={product.id}
            product={product}
            inBasket={countOfProduct(basket, product.id)}
            onAdd={() => tap(product)}
            onOptions={() => setChoosing(product)}
          />
        ))}
        {searching && products.length === 0 && (
          <li className="menu__none">{words.searchNone(asked.trim())}</li>
        )}
        {state === "coming" && <li className="menu__none">{words.menuComing}</li>}
      </ul>
      {choosing !== undefined && (
        <DishSheet
          product={choosing}
          dish={dishOf(choosing)}
          seats={seats}
          onAdd={(dish, quantity) => {
            add(dish, quantity)
            setChoosing(undefined)
          }}
          onClose={() => setChoosing(undefined)}
        />
      )}
    </div>
  )
}
