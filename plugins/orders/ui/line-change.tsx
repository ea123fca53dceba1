import { useState } from "react"
import type { Product } from "#core/kitchen/menu.ts"
import { Button } from "#core/ui/design/button.tsx"
import { nameIn, useLanguage, useWords } from "#core/ui/i18n.ts"
import { groupsOf } from "#core/ui/menu-card.ts"
import { useCard } from "./card-context.tsx"
import { handheldWords } from "./handheld-words.ts"
import { type Change, changeOf, drafted, type LineDraft } from "./line-draft.ts"
import { NoteField } from "./note-field.tsx"
import { missingGroup } from "./option-choice.ts"
import { OptionGroups } from "./option-groups.tsx"
import type { ShownLine } from "./shown-order.ts"
import { Stepper } from "./stepper.tsx"

/** Another quantity, other options, another note. A dish that is ready cannot become another dish. */
export const LineChange = ({
  line,
  product,
  draft,
  onTouch,
  onChange,
}: {
  line: ShownLine
  product: Product | undefined
  draft: LineDraft
  onTouch: (touched: LineDraft) => void
  onChange: (change: Change) => void
}) => {
  const words = useWords(handheldWords)
  const language = useLanguage()
  const card = useCard()
  const [tried, setTried] = useState(false)
  const { quantity, chosen, note } = drafted(line, draft)
  const groups = product === undefined ? [] : groupsOf(card, product)
  const missing = missingGroup(groups, chosen)
  const cooked = line.counts.ready + line.counts.served > 0
  const change = changeOf(line, draft)
  return (
    <div className="line-change">
      <div className="line-change__quantity">
        <h3>{words.quantity}</h3>
        <Stepper
          value={quantity}
          min={Math.max(1, line.counts.served)}
          name={nameIn(language, line)}
          onChange={(quantity) => onTouch({ quantity })}
        />
      </div>
      {!cooked && (
        <>
          <OptionGroups
            groups={groups}
            chosen={chosen}
            missing={tried ? missing : undefined}
            onChange={(chosen) => onTouch({ chosen })}
          />
          <NoteField label={words.note} value={note} onChange={(note) => onTouch({ note })} />
        </>
      )}
      {change !== undefined && (
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
