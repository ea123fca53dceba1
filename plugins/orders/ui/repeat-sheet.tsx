import { useState } from "react"
import { Button } from "#core/ui/design/button.tsx"
import { Sheet } from "#core/ui/design/sheet.tsx"
import { nameIn, useLanguage, useWords } from "#core/ui/i18n.ts"
import type { BasketLine } from "./basket.ts"
import { repeatedLine } from "./basket-again.ts"
import { useCard } from "./card-context.tsx"
import { handheldWords } from "./handheld-words.ts"
import type { ShownLine, ShownOrder } from "./shown-order.ts"

/** "The same again": what has no course (drinks) is chosen already. */
export const RepeatSheet = ({
  order,
  onRepeat,
  onClose,
}: {
  order: ShownOrder
  onRepeat: (lines: ReadonlyArray<BasketLine>) => void
  onClose: () => void
}) => {
  const words = useWords(handheldWords)
  const language = useLanguage()
  const card = useCard()
  const lines = order.lines.filter(({ progress }) => progress !== "voided")
  const isOut = ({ productId }: ShownLine) => card.products.get(productId)?.available !== true
  const [chosen, setChosen] = useState<ReadonlySet<string>>(
    () =>
      new Set(
        lines.flatMap((line) =>
          line.course === undefined && !isOut(line) ? [line.lineId as string] : [],
        ),
      ),
  )
  const picked = lines.filter((line) => chosen.has(line.lineId) && !isOut(line))
  const count = picked.reduce((sum, { quantity }) => sum + quantity, 0)
  const toggle = (lineId: string) =>
    setChosen((now) => {
      const next = new Set(now)
      if (!next.delete(lineId)) next.add(lineId)
      return next
    })
  return (
    <Sheet
      title={words.repeat}
      onClose={onClose}
      footer={
        <Button
          kind="primary"
          large
          wide
          disabled={count === 0}
          onClick={() => onRepeat(picked.map(repeatedLine))}
        >
          {words.addN(count)}
        </Button>
      }
    >
      <p className="repeat__hint">{words.repeatHint}</p>
      <ul className="repeat">
        {lines.map((line) => (
          <li key={line.lineId}>
            <Button
              wide
              icon={chosen.has(line.lineId) ? "check" : "add"}
              className="repeat__line"
              aria-pressed={chosen.has(line.lineId)}
              disabled={isOut(line)}
              onClick={() => toggle(line.lineId)}
            >
              <span dir="auto">
                {line.quantity} {nameIn(language, line)}
              </span>
              {isOut(line) && <small>{words.outOfStock}</small>}
            </Button>
          </li>
        ))}
      </ul>
    </Sheet>
  )
}
