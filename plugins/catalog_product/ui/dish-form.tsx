import { type FormEvent, useState } from "react"
import type { Category } from "#core/kitchen/menu.ts"
import { ChosenInOrder } from "#core/ui/admin/chosen-in-order.tsx"
import { NameField } from "#core/ui/admin/name-field.tsx"
import { NamesFields } from "#core/ui/admin/names-fields.tsx"
import { Removal } from "#core/ui/admin/removal.tsx"
import { SaveRow } from "#core/ui/admin/save-row.tsx"
import { useDeed } from "#core/ui/admin/use-deed.ts"
import { Failure } from "#core/ui/design/failure.tsx"
import { ChoiceField, TextField } from "#core/ui/design/field.tsx"
import { Form } from "#core/ui/design/form.tsx"
import { Sheet } from "#core/ui/design/sheet.tsx"
import { languages, nameIn, useLanguage, useWords } from "#core/ui/i18n.ts"
import type { MenuCard } from "#core/ui/menu-card.ts"
import { amountOf, typedAmount } from "#core/ui/money.ts"
import { problemAt } from "#core/ui/session/refusal-sentence.ts"
import { dishBody, type StoredProduct } from "./menu-draft.ts"
import { menuWords } from "./menu-words.ts"
import { stationChoices } from "./station-choices.ts"

const path = "/plugins/catalog_product/products"

/** A dish: what it is called and by whom, what it costs, where and how long it is cooked, what is asked with it. */
export const DishForm = ({
  dish,
  category,
  categories,
  card,
  currency,
  onClose,
  onDone,
}: {
  /** Undefined: a new one. */
  dish: StoredProduct | undefined
  /** Where it stands, or will. */
  category: Category
  categories: ReadonlyArray<Category>
  card: MenuCard
  /** ISO 4217. */
  currency: string
  onClose: () => void
  onDone: () => void
}) => {
  const words = useWords(menuWords)
  const language = useLanguage()
  const { run, busy, failure } = useDeed(onDone)
  const [questions, setQuestions] = useState(dish?.modifierGroupIds ?? [])
  const [priceProblem, setPriceProblem] = useState<string>()
  const save = (event: FormEvent<HTMLFormElement>) => {
    const fields = new FormData(event.currentTarget)
    const isAmount = amountOf(String(fields.get("price")), currency) !== undefined
    setPriceProblem(isAmount ? undefined : words.priceWrong)
    if (!isAmount) return
    const body = dishBody(fields, { languages, currency, questions }, dish)
    return dish === undefined
      ? run("POST", path, body)
      : run("PATCH", `${path}/${dish.id}`, body, { ifMatch: dish.rev })
  }
  const home = category.station === undefined ? undefined : card.stations.get(category.station)
  const asCategory = home === undefined ? words.stationAny : nameIn(language, home)
  const groups = [...card.groups.values()]
  const plain = { dir: "auto", autoComplete: "off" } as const
  return (
    <Sheet title={dish?.name ?? words.addDishTo(nameIn(language, category))} onClose={onClose} wide>
      <Form onSubmit={save}>
        <NameField
          label={words.name}
          data-first
          defaultValue={dish?.name ?? ""}
          failure={failure}
        />
        <div className="row row--end">
          <TextField
            label={words.price(currency)}
            name="price"
            required
            maxLength={12}
            inputMode="decimal"
            autoComplete="off"
            defaultValue={dish === undefined ? "" : typedAmount(dish.price, currency, language)}
            problem={priceProblem ?? problemAt(failure, "price")}
          />
          <ChoiceField
            label={words.inCategory}
            name="categoryId"
            defaultValue={category.id}
            choices={categories.map((one) => ({ value: one.id, label: nameIn(language, one) }))}
          />
        </div>
        <TextField
          {...plain}
          label={words.kitchenName}
          hint={words.kitchenHint}
          name="kitchenName"
          maxLength={120}
          defaultValue={dish?.kitchenName ?? ""}
          problem={problemAt(failure, "kitchenName")}
        />
        <NamesFields names={dish?.names} />
        <div className="row row--end">
          <ChoiceField
            label={words.station}
            name="station"
            defaultValue={dish?.station ?? ""}
            choices={stationChoices(
              card.stations.values(),
              language,
              words.stationAsCategory(asCategory),
            )}
          />
          <TextField
            label={words.minutes}
            hint={words.minutesHint}
            name="minutes"
            type="number"
            inputMode="decimal"
            min={0.5}
            max={240}
            step={0.5}
            defaultValue={dish?.targetSeconds === undefined ? "" : dish.targetSeconds / 60}
            problem={problemAt(failure, "targetSeconds")}
          />
        </div>
        <TextField
          {...plain}
          label={words.allergens}
          hint={words.allergensHint}
          name="allergens"
          maxLength={600}
          defaultValue={dish?.allergens.join(", ") ?? ""}
          problem={problemAt(failure, "allergens")}
        />
        <ChosenInOrder
          label={words.questions}
          hint={groups.length === 0 ? words.questionsNone : words.questionsHint}
          adding={words.questionsAdd}
          chosen={questions}
          choices={groups.map((group) => ({ value: group.id, label: nameIn(language, group) }))}
          most={20}
          onChange={setQuestions}
        />
        <Failure failure={failure} />
        <SaveRow words={words} busy={busy} onCancel={onClose} />
      </Form>
      {dish !== undefined && (
        <Removal
          path={`${path}/${dish.id}`}
          words={words}
          title={words.removeTitle(dish.name)}
          onDone={onDone}
        />
      )}
    </Sheet>
  )
}
