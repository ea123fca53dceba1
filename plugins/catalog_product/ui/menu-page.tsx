import { useMemo, useState } from "react"
import type { Category } from "#core/kitchen/menu.ts"
import { AsKept } from "#core/ui/admin/as-kept.tsx"
import { nextSort } from "#core/ui/admin/list-order.ts"
import { useEarlier } from "#core/ui/admin/use-earlier.ts"
import { Button } from "#core/ui/design/button.tsx"
import { Failure } from "#core/ui/design/failure.tsx"
import { LiveBar } from "#core/ui/design/live-bar.tsx"
import { useView } from "#core/ui/hub/use-view.ts"
import { nameIn, useLanguage, useWords } from "#core/ui/i18n.ts"
import { cardOf, type MenuItem } from "#core/ui/menu-card.ts"
import { money } from "#core/ui/money.ts"
import { CategoryBlock } from "./category-block.tsx"
import { CategoryForm } from "./category-form.tsx"
import { DishForm } from "./dish-form.tsx"
import type { StoredCategory, StoredProduct } from "./menu-draft.ts"
import { menuWords } from "./menu-words.ts"
import type { StoredQuestion } from "./question-draft.ts"
import { QuestionForm } from "./question-form.tsx"
import { QuestionsBlock } from "./questions-block.tsx"
import "#core/ui/admin/blocks.css"
import "./menu-page.css"

/** What lies over the page. */
type Open =
  | { readonly what: "category"; readonly id?: string }
  | { readonly what: "question"; readonly id?: string }
  | { readonly what: "dish"; readonly category: Category; readonly id?: string }

/** The menu as handhelds have it, and the form of each category, dish and question. */
const MenuPage = () => {
  const words = useWords(menuWords)
  const language = useLanguage()
  const { items, known } = useView<MenuItem>("menu")
  const card = useMemo(() => cardOf(items, language), [items, language])
  const categories = useMemo(() => categoriesIn(items), [items])
  const [open, setOpen] = useState<Open>()
  const { putEarlier, failure } = useEarlier("/plugins/catalog_product/categories")
  const close = () => setOpen(undefined)
  const { currency } = card
  const stationOf = ({ station: key }: Category) => {
    const station = key === undefined ? undefined : card.stations.get(key)
    return station === undefined ? key : nameIn(language, station)
  }
  return (
    <>
      <LiveBar />
      <p className="office__lead">{words.lead}</p>
      <Failure failure={failure} />
      <div className="row">
        <Button kind="primary" icon="add" onClick={() => setOpen({ what: "category" })}>
          {words.addCategory}
        </Button>
      </div>
      {known && (
        <QuestionsBlock
          questions={[...card.groups.values()]}
          products={card.products.values()}
          onChange={({ id }) => setOpen({ what: "question", id })}
          onAdd={() => setOpen({ what: "question" })}
        />
      )}
      {known && categories.length === 0 && <p role="status">{words.none}</p>}
      {categories.map((one, at) => (
        <CategoryBlock
          key={one.id}
          category={one}
          dishes={card.byCategory.get(one.id) ?? []}
          station={stationOf(one)}
          price={(amount) => money(amount, currency, language)}
          onEarlier={at === 0 ? undefined : () => putEarlier(categories, at)}
          onChange={() => setOpen({ what: "category", id: one.id })}
          onDish={({ id }) => setOpen({ what: "dish", category: one, id })}
          onAdd={() => setOpen({ what: "dish", category: one })}
        />
      ))}
      {open?.what === "category" && (
        <AsKept<StoredCategory> path={addressOf("categories", open.id)}>
          {(kept) => (
            <CategoryForm
              category={kept}
              sort={nextSort(categories)}
              stations={card.stations.values()}
              isEmpty={open.id !== undefined && !card.byCategory.has(open.id)}
              onClose={close}
              onDone={close}
            />
          )}
        </AsKept>
      )}
      {open?.what === "question" && currency !== undefined && (
        <AsKept<StoredQuestion> path={addressOf("modifierGroups", open.id)}>
          {(kept) => (
            <QuestionForm
              question={kept}
              askedBy={[...card.products.values()].filter(
                ({ modifierGroupIds }) =>
                  open.id !== undefined && modifierGroupIds.includes(open.id),
              )}
              currency={currency}
              onClose={close}
              onDone={close}
            />
          )}
        </AsKept>
      )}
      {open?.what === "dish" && currency !== undefined && (
        <AsKept<StoredProduct> path={addressOf("products", open.id)}>
          {(kept) => (
            <DishForm
              dish={kept}
              category={open.category}
              categories={categories}
              card={card}
              currency={currency}
              onClose={close}
              onDone={close}
            />
          )}
        </AsKept>
      )}
    </>
  )
}

export default MenuPage

const categoriesIn = (items: ReadonlyMap<string, MenuItem>): ReadonlyArray<Category> =>
  [...items.values()]
    .filter((item) => item.type === "category")
    .sort((one, other) => one.sort - other.sort || one.name.localeCompare(other.name))

const addressOf = (collection: string, id: string | undefined): string | undefined =>
  id === undefined ? undefined : `/plugins/catalog_product/${collection}/${id}`
