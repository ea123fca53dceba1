import { useState } from "react"
import type { Product } from "#core/kitchen/menu.ts"
import { Button } from "#core/ui/design/button.tsx"
import { nameIn, useLanguage, useWords } from "#core/ui/i18n.ts"
import { useCard } from "./card-context.tsx"
import { handheldWords } from "./handheld-words.ts"
import { groupsOf } from "./menu-card.ts"
import { NoteField } from "./note-field.tsx"
import { type Chosen, missingGroup } from "./option-choice.ts"
import { OptionGroups } from "./option-groups.tsx"
import type { ShownLine } from "./shown-order.ts"
import { Stepper } from "./stepper.tsx"

/** What a change asks for: only what differs, so that two waiters who change different things do not fight. */
export interface Change {
  readonly quantity?: number
  readonly modifiers?: ReadonlyArray<{ readonly optionId: string }>
  readonly note?: string
}

/** Another quantity, other options, another note. A dish that is ready cannot become another dish. */
export const LineChange = ({
  line,
  product,
  onChange,
}: {
  line: ShownLine
  product: Product | undefined
  onChange: (change: Change) => void
}) => {
  const words = useWords(handheldWords)
  const language = useLanguage()
  const card = useCard()
  const was = line.modifiers.flatMap(({ optionId }) => (optionId === undefined ? [] : [optionId]))
  const [quantity, setQuantity] = useState(line.quantity)
  const [chosen, setChosen] = useState<Chosen>(was)
  const [note, setNote] = useState(line.note ?? "")
  const [tried, setTried] = useState(false)
  const groups = product === undefined ? [] : groupsOf(card, product)
  const missing = missingGroup(groups, chosen)
  const cooked = line.counts.ready + line.counts.served > 0
  const change: Change = {
    ...(quantity === line.quantity ? {} : { quantity }),
    ...(sameChoice(was, chosen) ? {} : { modifiers: chosen.map((optionId) => ({ optionId })) }),
    ...(note === (line.note ?? "") ? {} : { note }),
  }
  const changes = Object.keys(change).length > 0
  return (
    <div className="line-change">
      <div className="line-change__quantity">
        <h3>{words.quantity}</h3>
        <Stepper
          value={quantity}
          min={Math.max(1, line.counts.served)}
          name={nameIn(language, line)}
          onChange={setQuantity}
        />
      </div>
      {!cooked && (
        <>
          <OptionGroups
            groups={groups}
            chosen={chosen}
            missing={tried ? missing : undefined}
            onChange={setChosen}
          />
          <NoteField label={words.note} value={note} onChange={setNote} />
        </>
      )}
      {changes && (
        <Button
          kind="primary"
          large
          wide
          className="line-change__save"
          onClick={() => (missing === undefined || cooked ? onChange(change) : setTried(true))}
        >
          {missing === undefined || cooked ? words.save : words.choose(nameIn(language, missing))}
        </Button>
      )}
    </div>
  )
}

const sameChoice = (one: Chosen, other: Chosen): boolean =>
  one.length === other.length && one.every((id) => other.includes(id))
