import type { ComponentProps } from "react"
import { TextField } from "#core/ui/design/field.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { ApiRefusal } from "#core/ui/session/api.ts"
import { problemAt } from "#core/ui/session/refusal-sentence.ts"

/** What something of the restaurant is called, in whatever script: as long as the hub takes. */
export const NameField = ({
  failure,
  problem,
  ...rest
}: ComponentProps<typeof TextField> & {
  /** What the hub said to the form. */
  failure: Error | undefined
}) => {
  const words = useWords(dictionary)
  const isTaken = failure instanceof ApiRefusal && failure.code === "NAME_TAKEN"
  return (
    <TextField
      name="name"
      required
      maxLength={120}
      dir="auto"
      autoComplete="off"
      problem={problem ?? (isTaken ? words.taken : problemAt(failure, "name"))}
      {...rest}
    />
  )
}

const dictionary = {
  en: { taken: "This name is taken: choose another one." },
  fr: { taken: "Ce nom est déjà pris : choisissez-en un autre." },
}
