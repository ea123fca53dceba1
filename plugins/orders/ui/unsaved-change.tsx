import type { Product } from "#core/kitchen/menu.ts"
import { useWords } from "#core/ui/i18n.ts"
import { groupsOf } from "#core/ui/menu-card.ts"
import { useCard } from "./card-context.tsx"
import type { LineDraft } from "./line-draft.ts"
import { ModifierList } from "./modifier-list.tsx"
import { optionsOf } from "./option-choice.ts"
import { voidedWords } from "./voided-words.ts"

/** What somebody was about to change of a dish when it became impossible: to be read, for the next order. */
export const UnsavedChange = ({
  draft: { quantity, chosen, note },
  product,
}: {
  draft: LineDraft
  product: Product | undefined
}) => {
  const words = useWords(voidedWords)
  const card = useCard()
  const options = product === undefined ? [] : optionsOf(groupsOf(card, product), chosen ?? [])
  return (
    <section className="unsaved-change" aria-label={words.notSaved}>
      <h3>{words.notSaved}</h3>
      {quantity !== undefined && <p>{quantity} ×</p>}
      <ModifierList
        modifiers={options.map(({ id, ...option }) => ({ ...option, optionId: id, quantity: 1 }))}
        note={note === "" ? undefined : note}
      />
    </section>
  )
}
