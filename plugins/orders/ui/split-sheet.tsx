import { useState } from "react"
import { Button } from "#core/ui/design/button.tsx"
import { Sheet } from "#core/ui/design/sheet.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { useMoney } from "./card-context.tsx"
import { handheldWords } from "./handheld-words.ts"
import { joiningWords } from "./joining-words.ts"
import type { ShownOrder } from "./shown-order.ts"
import {
  type Going,
  goingOf,
  linesToSplit,
  type SplitTarget,
  sumOfGoing,
  whyNotSplit,
  withAllOrNone,
  withGoing,
} from "./split-choice.ts"
import { SplitLine } from "./split-line.tsx"
import { SplitPlaces } from "./split-places.tsx"
import "./split-sheet.css"

/** Which dishes go to another order, and to which. Where they go stands at the thumb, beside the button that does it. */
export const SplitSheet = ({
  order,
  onSplit,
  onClose,
}: {
  order: ShownOrder
  onSplit: (going: Going, target: SplitTarget) => void
  onClose: () => void
}) => {
  const words = useWords(joiningWords)
  const [going, setGoing] = useState<Going>(new Map())
  const [target, setTarget] = useState<SplitTarget>({ kind: "new" })
  /** Undefined: nobody has been there yet. */
  const [choosing, setChoosing] = useState<boolean>()
  const whyNot = whyNotSplit(order, going)
  if (choosing === true)
    return (
      <SplitPlaces
        order={order}
        target={target}
        onChoose={(chosen) => {
          setTarget(chosen)
          setChoosing(false)
        }}
        onBack={() => setChoosing(false)}
      />
    )
  return (
    <Sheet
      title={words.splitTitle}
      onClose={onClose}
      footer={
        <div className="split">
          <p id="split-sum" className="split__sum" role="status">
            <Sum order={order} going={going} />
          </p>
          {order.type === "dineIn" ? (
            <Button
              large
              className="split__where"
              data-first={choosing === false || undefined}
              onClick={() => setChoosing(true)}
            >
              <small>{words.where}</small>
              <Target target={target} />
            </Button>
          ) : (
            <p className="split__where">{words.newOrder}</p>
          )}
          <Button
            kind="primary"
            large
            icon="split"
            aria-describedby="split-sum"
            disabled={whyNot !== undefined}
            onClick={() => onSplit(going, target)}
          >
            {words.split}
          </Button>
        </div>
      }
    >
      <ul className="split-lines">
        {linesToSplit(order).map((line) => (
          <SplitLine
            key={line.lineId}
            line={line}
            going={goingOf(line, going)}
            onAllOrNone={() => setGoing((now) => withAllOrNone(line, now))}
            onGoing={(units) => setGoing((now) => withGoing(line, now, units))}
          />
        ))}
      </ul>
    </Sheet>
  )
}

const Sum = ({ order, going }: { order: ShownOrder; going: Going }) => {
  const words = useWords(joiningWords)
  const { dishes } = useWords(handheldWords)
  const money = useMoney()
  const { units, price } = sumOfGoing(order, going)
  const whyNot = whyNotSplit(order, going)
  if (whyNot === "nothing") return words.splitNothing
  if (whyNot === "everything") return words.splitEverything
  return `${dishes(units)} · ${money(price)}`
}

const Target = ({ target }: { target: SplitTarget }) => {
  const words = useWords(joiningWords)
  switch (target.kind) {
    case "new":
      return words.newHere
    case "table":
      return words.newAt(target.name)
    case "order":
      return words.orderHere(target.number)
  }
}
