import { useState } from "react"
import { NameField } from "#core/ui/admin/name-field.tsx"
import { TextField } from "#core/ui/design/field.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { ApiRefusal } from "#core/ui/session/api.ts"
import { problemAt } from "#core/ui/session/refusal-sentence.ts"
import { kitchenOfficeWords } from "./kitchen-office-words.ts"
import { keyPattern, stationKeyOf } from "./station-key.ts"

/** The name of a new station, and the short name that is made from it until somebody writes one. */
export const NameAndKey = ({
  taken,
  failure,
}: {
  taken: ReadonlyArray<string>
  failure: Error | undefined
}) => {
  const words = useWords(kitchenOfficeWords)
  const [name, setName] = useState("")
  const [own, setOwn] = useState("")
  const key = own === "" && name.trim() !== "" ? stationKeyOf(name, taken) : own
  const isTaken =
    taken.includes(key) || (failure instanceof ApiRefusal && failure.code === "STATION_KEY_TAKEN")
  return (
    <>
      <NameField
        label={words.name}
        hint={words.stationHint}
        data-first
        value={name}
        onChange={({ target }) => setName(target.value)}
        failure={failure}
      />
      <TextField
        label={words.key}
        hint={words.keyHint}
        name="key"
        required
        pattern={keyPattern}
        maxLength={32}
        autoCapitalize="none"
        autoComplete="off"
        spellCheck={false}
        value={key}
        onChange={({ target }) => setOwn(target.value)}
        problem={isTaken ? words.keyTaken : problemAt(failure, "key")}
      />
    </>
  )
}
