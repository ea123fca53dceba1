import { useId, useRef, useState } from "react"
import type { Product } from "#core/kitchen/menu.ts"
import { Button } from "#core/ui/design/button.tsx"
import { Chip } from "#core/ui/design/chip.tsx"
import { Sheet } from "#core/ui/design/sheet.tsx"
import { nameIn, useLanguage, useWords } from "#core/ui/i18n.ts"
import { groupsOf } from "#core/ui/menu-card.ts"
import { type Dish, unitPriceOf } from "./basket.ts"
import { useCard, useMoney } from "./card-context.tsx"
import { ChoiceRow } from "./choice-row.tsx"
import { handheldWords } from "./handheld-words.ts"
import { lastOptions } from "./last-options.ts"
import { NoteField } from "./note-field.tsx"
import { missingGroup } from "./option-choice.ts"
import { OptionGroups } from "./option-groups.tsx"
import { Stepper } from "./stepper.tsx"
import "./dish-sheet.css"

/** Everything that can be said about a dish before it is sent. What must be chosen is chosen here, not at the pass. */
export const DishSheet = ({
  product,
  dish: given,
  quantity: givenQuantity = 1,
  seats,
  save,
  onAdd,
  onClose,
}: {
  product: Product
  dish: Dish
  quantity?: number
  seats: number
  /** Word of the button; absent: `Add 2`. */
  save?: string
  onAdd: (dish: Dish, quantity: number) => void
  onClose: () => void
}) => {
  const words = useWords(handheldWords)
  const language = useLanguage()
  const card = useCard()
  const money = useMoney()
  const holdId = useId()
  const body = useRef<HTMLDivElement>(null)
  const [dish, setDish] = useState(given)
  const [quantity, setQuantity] = useState(givenQuantity)
  const [tried, setTried] = useState(false)
  const groups = groupsOf(card, product)
  const missing = missingGroup(groups, dish.optionIds)
  const last = dish.optionIds.length === 0 ? lastOptions(product.id) : undefined
  const name = nameIn(language, product)
  const patch = (part: Partial<Dish>) => setDish((now) => ({ ...now, ...part }))
  const finish = () => {
    if (missing === undefined) return onAdd(dish, quantity)
    setTried(true)
    const group = body.current?.querySelector(`[data-group="${CSS.escape(missing.id)}"]`)
    group?.scrollIntoView({ block: "center" })
    group?.querySelector("button")?.focus()
  }

  return (
    <Sheet
      title={name}
      onClose={onClose}
      footer={
        <div className="dish__foot">
          <Stepper value={quantity} name={name} onChange={setQuantity} />
          <Button kind="primary" large className="dish__add" onClick={finish}>
            {missing === undefined ? (
              <>
                {save ?? words.addN(quantity)}
                <span className="dish__price">{money(unitPriceOf(dish, card) * quantity)}</span>
              </>
            ) : (
              words.choose(nameIn(language, missing))
            )}
          </Button>
        </div>
      }
    >
      <div className="dish" ref={body}>
        {last !== undefined && groups.length > 0 && (
          <Button
            icon="undo"
            className="dish__last"
            onClick={() => patch({ optionIds: known(last, groups) })}
          >
            {words.lastTime}: <span dir="auto">{namesOf(last, groups, language)}</span>
          </Button>
        )}
        <OptionGroups
          groups={groups}
          chosen={dish.optionIds}
          missing={tried ? missing : undefined}
          onChange={(optionIds) => patch({ optionIds })}
        />
        <NoteField
          label={words.note}
          value={dish.note ?? ""}
          onChange={(note) =>
            setDish(({ note: _, ...now }) => (note === "" ? now : { ...now, note }))
          }
        />
        {seats > 0 && (
          <ChoiceRow
            title={words.seat}
            none={words.shared}
            numbers={seats}
            value={dish.seat}
            nameOf={words.seatN}
            onChange={(seat) =>
              setDish(({ seat: _, ...now }) => (seat === undefined ? now : { ...now, seat }))
            }
          />
        )}
        <ChoiceRow
          title={words.course}
          none={words.noCourse}
          numbers={4}
          value={dish.course}
          nameOf={words.courseN}
          onChange={(course) =>
            setDish(({ course: _, ...now }) => (course === undefined ? now : { ...now, course }))
          }
        />
        <label className="dish__hold" htmlFor={holdId}>
          <input
            id={holdId}
            type="checkbox"
            checked={dish.hold ?? false}
            onChange={(event) => patch({ hold: event.target.checked })}
          />
          {words.hold}
        </label>
        {product.allergens.length > 0 && (
          <p className="dish__allergens">
            {words.allergens}{" "}
            {product.allergens.map((allergen) => (
              <Chip key={allergen}>{allergen}</Chip>
            ))}
          </p>
        )}
      </div>
    </Sheet>
  )
}

type Groups = ReturnType<typeof groupsOf>

/** The menu may have changed since. */
const known = (chosen: ReadonlyArray<string>, groups: Groups): ReadonlyArray<string> =>
  chosen.filter((id) => groups.some(({ options }) => options.some((option) => option.id === id)))

const namesOf = (
  chosen: ReadonlyArray<string>,
  groups: Groups,
  language: Parameters<typeof nameIn>[0],
): string =>
  groups
    .flatMap(({ options }) => options.filter(({ id }) => chosen.includes(id)))
    .map((option) => nameIn(language, option))
    .join(", ")
