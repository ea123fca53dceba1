import { Button } from "#core/ui/design/button.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { maxQuantity } from "./basket.ts"
import { handheldWords } from "./handheld-words.ts"
import "./stepper.css"

/** One less, how many, one more. */
export const Stepper = ({
  value,
  min = 1,
  name,
  onChange,
}: {
  value: number
  min?: number
  /** What is counted, for who hears it. */
  name: string
  onChange: (value: number) => void
}) => {
  const words = useWords(handheldWords)
  return (
    <fieldset className="stepper" aria-label={`${words.quantity}: ${name}`}>
      <Button
        icon={value <= 1 && min === 0 ? "close" : "remove"}
        aria-label={value <= 1 && min === 0 ? words.take : words.less}
        disabled={value <= min}
        onClick={() => onChange(value - 1)}
      />
      <output className="stepper__value">{value}</output>
      <Button
        icon="add"
        aria-label={words.more}
        disabled={value >= maxQuantity}
        onClick={() => onChange(value + 1)}
      />
    </fieldset>
  )
}
