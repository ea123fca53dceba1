import type { ComponentProps } from "react"
import { TextField } from "#core/ui/design/field.tsx"
import { problemAt } from "#core/ui/session/refusal-sentence.ts"

/** What something of the restaurant is called, in whatever script: as long as the hub takes. */
export const NameField = ({
  failure,
  problem,
  ...rest
}: ComponentProps<typeof TextField> & {
  /** What the hub said to the form. */
  failure: Error | undefined
}) => (
  <TextField
    name="name"
    required
    maxLength={120}
    dir="auto"
    autoComplete="off"
    problem={problem ?? problemAt(failure, "name")}
    {...rest}
  />
)
