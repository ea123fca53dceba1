import type { Category, Product } from "#core/kitchen/menu.ts"
import { Button } from "#core/ui/design/button.tsx"
import { Chip } from "#core/ui/design/chip.tsx"
import { nameIn, useLanguage, useWords } from "#core/ui/i18n.ts"
import { menuWords } from "./menu-words.ts"

/** One category with its dishes: a touch on any of them opens what it is. */
export const CategoryBlock = ({
  category,
  dishes,
  station,
  price,
  onEarlier,
  onChange,
  onDish,
  onAdd,
}: {
  category: Category
  dishes: ReadonlyArray<Product>
  /** Where its dishes are cooked; undefined: where everything else is. */
  station: string | undefined
  price: (amount: number) => string
  /** Undefined: it is the first. */
  onEarlier: (() => void) | undefined
  onChange: () => void
  onDish: (dish: Product) => void
  onAdd: () => void
}) => {
  const words = useWords(menuWords)
  const language = useLanguage()
  const name = nameIn(language, category)
  return (
    <section className="block" aria-label={name}>
      <div className="row row--apart">
        <div>
          <h2 dir="auto">{name}</h2>
          <p className="quiet">
            <span dir="auto">{station ?? words.stationAny}</span>
            {category.course !== undefined && ` · ${words.courseN(category.course)}`}
          </p>
        </div>
        <span className="row">
          {onEarlier !== undefined && (
            <Button icon="up" aria-label={words.earlier(name)} onClick={onEarlier} />
          )}
          <Button icon="more" aria-label={words.changeCategory(name)} onClick={onChange} />
        </span>
      </div>
      {dishes.length === 0 && <p className="quiet">{words.noDishes}</p>}
      <ul className="menu__dishes">
        {dishes.map((dish) => (
          <li key={dish.id}>
            <Button wide className="menu__dish" onClick={() => onDish(dish)}>
              <span className="menu__name" dir="auto">
                {nameIn(language, dish)}
              </span>
              {!dish.available && (
                <Chip tone="warn" icon="close">
                  {words.soldOut}
                </Chip>
              )}
              <span className="menu__price">{price(dish.price)}</span>
            </Button>
          </li>
        ))}
      </ul>
      <div className="row">
        <Button icon="add" aria-label={words.addDishTo(name)} onClick={onAdd}>
          {words.addDish}
        </Button>
      </div>
    </section>
  )
}
