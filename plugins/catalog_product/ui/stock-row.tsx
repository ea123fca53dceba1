import { Button } from "#core/ui/design/button.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { stockWords } from "./stock-words.ts"

/** A dish with a button for each state: a nervous second tap says the same again. */
export const StockRow = ({
  name,
  there,
  onSay,
}: {
  name: string
  there: boolean
  onSay: (available: boolean) => void
}) => {
  const words = useWords(stockWords)
  return (
    <li className={`stock-row${there ? "" : " stock-row--out"}`}>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset for each of forty dishes would be read out as a form */}
      <div role="group" aria-label={name}>
        <span className="stock-row__name" dir="auto">
          {name}
        </span>
        <Button
          kind="quiet"
          icon="check"
          className="stock-row__there"
          aria-pressed={there}
          onClick={() => onSay(true)}
        >
          {words.there}
        </Button>
        <Button
          kind="quiet"
          icon="close"
          className="stock-row__out"
          aria-pressed={!there}
          onClick={() => onSay(false)}
        >
          {words.out}
        </Button>
      </div>
    </li>
  )
}
