import { TextField } from "#core/ui/design/field.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { floorWords } from "./floor-words.ts"

/** As many as the hub takes. */
export const SeatsField = ({ seats, problem }: { seats: number; problem: string | undefined }) => (
  <TextField
    label={useWords(floorWords).seats}
    name="seats"
    type="number"
    inputMode="numeric"
    min={1}
    max={500}
    step={1}
    required
    defaultValue={seats}
    problem={problem}
  />
)
