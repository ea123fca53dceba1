import { useState } from "react"
import { Button } from "#core/ui/design/button.tsx"
import { Sheet } from "#core/ui/design/sheet.tsx"
import { nameIn, useLanguage, useWords } from "#core/ui/i18n.ts"
import { useCard } from "./card-context.tsx"
import { useSettled } from "./collect-ready.tsx"
import { useDesk } from "./desk.tsx"
import { handheldWords } from "./handheld-words.ts"
import { LineChange } from "./line-change.tsx"
import { changeOf, type LineDraft } from "./line-draft.ts"
import { ProgressSteps } from "./progress-steps.tsx"
import type { Deed } from "./sent-command.ts"
import type { ShownLine, ShownOrder } from "./shown-order.ts"
import { UnsavedChange } from "./unsaved-change.tsx"
import { VoidChoice } from "./void-choice.tsx"
import { VoidedNote } from "./voided-note.tsx"
import "./line-sheet.css"

/** A dish that was ordered: how far it is, and what can still be done with it. */
export const LineSheet = ({
  order,
  line,
  onClose,
}: {
  order: ShownOrder
  line: ShownLine
  onClose: () => void
}) => {
  const words = useWords(handheldWords)
  const language = useLanguage()
  const card = useCard()
  const { ask } = useDesk()
  useSettled()
  const [voiding, setVoiding] = useState(false)
  const [draft, setDraft] = useState<LineDraft>({})
  const run = (deed: Deed) => {
    ask(deed)
    onClose()
  }
  const { id: orderId } = order
  const { lineId, counts } = line
  const name = nameIn(language, line)
  const isVoided = line.progress === "voided"
  const open = order.status === "open" && !isVoided
  const product = card.products.get(line.productId)
  const voidable = Math.max(0, line.quantity - counts.served)
  if (voiding && open)
    return (
      <VoidChoice
        name={name}
        max={voidable}
        onVoid={(quantity, reason) =>
          run({
            op: "voidLine",
            args: {
              orderId,
              lineId,
              ...(quantity === voidable ? {} : { quantity }),
              reason,
            },
          })
        }
        onClose={onClose}
      />
    )
  return (
    <Sheet title={name} onClose={onClose}>
      <div className="line-sheet">
        {isVoided ? (
          <VoidedNote orderId={orderId} lineId={lineId} />
        ) : (
          <ProgressSteps line={line} order={order} />
        )}
        {!open && changeOf(line, draft) !== undefined && (
          <UnsavedChange draft={draft} product={product} />
        )}
        <div className="line-sheet__deeds">
          {open && counts.ready > 0 && (
            <Button
              large
              icon="check"
              onClick={() =>
                run({
                  op: "serveLines",
                  args: { orderId, parts: [{ lineId, quantity: counts.ready }] },
                })
              }
            >
              {words.collectAll(counts.ready)}
            </Button>
          )}
          {open && counts.held + counts.draft > 0 && (
            <Button
              large
              icon="flame"
              onClick={() => run({ op: "fireLines", args: { orderId, lineIds: [lineId] } })}
            >
              {words.fire}
            </Button>
          )}
          {open && voidable > 0 && (
            <Button kind="danger" large icon="close" onClick={() => setVoiding(true)}>
              {words.void}
            </Button>
          )}
        </div>
        {open && (
          <LineChange
            line={line}
            product={product}
            draft={draft}
            onTouch={(touched) => setDraft((now) => ({ ...now, ...touched }))}
            onChange={(change) => run({ op: "changeLine", args: { orderId, lineId, ...change } })}
          />
        )}
      </div>
    </Sheet>
  )
}
