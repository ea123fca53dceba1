import { useState } from "react"
import type { Product } from "#core/kitchen/menu.ts"
import { Button } from "#core/ui/design/button.tsx"
import { Failure } from "#core/ui/design/failure.tsx"
import { SearchField } from "#core/ui/design/search-field.tsx"
import { Sheet } from "#core/ui/design/sheet.tsx"
import { nameIn, useLanguage, useWords } from "#core/ui/i18n.ts"
import type { MenuCard } from "#core/ui/menu-card.ts"
import { searchMenu } from "#core/ui/menu-search.ts"
import { cookedAt } from "./cooked-at.ts"
import { StockRow } from "./stock-row.tsx"
import { stockWords } from "./stock-words.ts"
import { useAvailability } from "./use-availability.ts"

/**
 * Every dish with what there is of it. A cook finds their own station's first, a waiter all of them. A dish stays in its
 * place when it runs out: the next tap must not meet another one.
 *
 * @param stations whose dishes come first; none: all dishes
 */
export const StockSheet = ({
  card,
  stations,
  onClose,
}: {
  card: MenuCard
  stations: ReadonlyArray<string>
  onClose: () => void
}) => {
  const words = useWords(stockWords)
  const language = useLanguage()
  const [query, setQuery] = useState("")
  // A screen that was just opened may learn its stations while the sheet is there.
  const [wish, setWish] = useState<boolean>()
  const all = wish ?? stations.length === 0
  const [outAtFirst] = useState(() =>
    [...card.products.values()].filter(({ available }) => !available).map(({ id }) => id),
  )
  const { isThere, say, failure } = useAvailability()
  const asked = query.trim()
  const found = asked === "" ? [] : searchMenu(card.products.values(), asked)
  const outNow = outAtFirst.flatMap((id) => card.products.get(id) ?? [])
  const shown = all ? card : cookedAt(card, stations)
  const rows = (products: ReadonlyArray<Product>) => (
    <ul className="stock__rows">
      {products.map((product) => (
        <StockRow
          key={product.id}
          name={nameIn(language, product)}
          there={isThere(product)}
          onSay={(available) => void say(product, available)}
        />
      ))}
    </ul>
  )

  return (
    <Sheet title={words.title} wide onClose={onClose}>
      <div className="stock">
        <SearchField
          className="stock__search"
          value={query}
          label={words.search}
          clear={words.clear}
          onChange={setQuery}
        />
        <Failure failure={failure} />
        {asked !== "" ? (
          <section>
            {rows(found)}
            {found.length === 0 && <p>{words.none(asked)}</p>}
          </section>
        ) : (
          <>
            {outNow.length > 0 && (
              <section>
                <h3>{words.outNow}</h3>
                {rows(outNow)}
              </section>
            )}
            {shown.categories.map((category) => (
              <section key={category.id}>
                <h3 dir="auto">{nameIn(language, category)}</h3>
                {rows(shown.byCategory.get(category.id) ?? [])}
              </section>
            ))}
            {stations.length > 0 && (
              <Button onClick={() => setWish(!all)}>
                {all ? words.ourDishes : words.allDishes}
              </Button>
            )}
          </>
        )}
      </div>
    </Sheet>
  )
}
