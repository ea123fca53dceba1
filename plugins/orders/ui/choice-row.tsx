import "./choice-row.css"

/** A row of numbers of which one holds: `Seat  Table 1 2 3 4`. It scrolls sideways where it is too long. */
export const ChoiceRow = ({
  title,
  none,
  numbers,
  value,
  nameOf,
  onChange,
}: {
  title: string
  /** The choice of no number. */
  none: string
  /** From 1 to this. */
  numbers: number
  value: number | undefined
  nameOf: (n: number) => string
  onChange: (value: number | undefined) => void
}) => (
  <fieldset className="choice-row">
    <legend className="choice-row__title">{title}</legend>
    <button type="button" aria-pressed={value === undefined} onClick={() => onChange(undefined)}>
      {none}
    </button>
    {Array.from({ length: numbers }, (_, at) => at + 1).map((n) => (
      <button
        key={n}
        type="button"
        aria-pressed={value === n}
        aria-label={nameOf(n)}
        onClick={() => onChange(n)}
      >
        {n}
      </button>
    ))}
  </fieldset>
)
