import { Button } from "#core/ui/design/button.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { maxQuantity } from "./basket.ts"
import { handheldWords } from "./handheld-words.ts"
import "./stepper.css"

/** One less, how many, one more. */
export const Stepper = ({
  value,
  min = 1,
  max = maxQuantity,
  takesOut = min === 0,
  name,
  onChange,
}: {
  value: number
  min?: number
  max?: number
  /** One less than one takes it away. */
  takesOut?: boolean
  /** What is counted, for who hears it. */
  name: string
  onChange: (value: number) => void
}) => {
  const words = useWords(handheldWords)
  return (
    <fieldset className="stepper" aria-label={`${words.quantity}: ${name}`}>
      <Button
        icon={value <= 1 && takesOut ? "close" : "remove"}
        aria-label={value <= 1 && takesOut ? words.take : words.less}
        disabled={value <= min}
        onClick={() => onChange(value - 1)}
      />
      <output className="stepper__value">{value}</output>
      <Button
        icon="add"
        aria-label={words.more}
        disabled={value >= max}
        onClick={() => onChange(value + 1)}
      />
    </fieldset>
  )
}
