import { type FormEvent, useState } from "react"
import { NameField } from "#core/ui/admin/name-field.tsx"
import { NamesFields } from "#core/ui/admin/names-fields.tsx"
import { SaveRow } from "#core/ui/admin/save-row.tsx"
import { Failure } from "#core/ui/design/failure.tsx"
import { FieldGroup, TextField, TickField } from "#core/ui/design/field.tsx"
import { Form } from "#core/ui/design/form.tsx"
import { Sheet } from "#core/ui/design/sheet.tsx"
import { languages, nameIn, useLanguage, useWords } from "#core/ui/i18n.ts"
import { isolated } from "#core/ui/isolated.ts"
import { problemAt } from "#core/ui/session/refusal-sentence.ts"
import { stationBody } from "./kitchen-draft.ts"
import { kitchenOfficeWords } from "./kitchen-office-words.ts"
import { NameAndKey } from "./name-and-key.tsx"
import { StationRemoval } from "./station-removal.tsx"
import type { StoredStation } from "./stored.ts"
import { useStationSave } from "./use-station-save.ts"

/** A station: what it is called, what is done there, how long a dish takes, and its end when nothing names it. */
export const StationForm = ({
  station,
  others,
  sort,
  onClose,
  onDone,
}: {
  /** Undefined: a new one. */
  station: StoredStation | undefined
  others: ReadonlyArray<StoredStation>
  /** Of a new one. */
  sort: number
  onClose: () => void
  onDone: () => void
}) => {
  const words = useWords(kitchenOfficeWords)
  const language = useLanguage()
  const { save, busy, failure } = useStationSave(others, onDone)
  const [kind, setKind] = useState(station?.kind ?? "prep")
  const submit = (event: FormEvent<HTMLFormElement>) => {
    const body = stationBody(new FormData(event.currentTarget), languages, station)
    return save(station, station === undefined ? { ...body, sort } : body)
  }
  const takesRest = others.find(({ catchAll }) => catchAll)
  const now =
    takesRest === undefined ? "" : words.catchAllNow(isolated(nameIn(language, takesRest)))
  return (
    <Sheet title={station?.name ?? words.addStation} onClose={onClose}>
      <Form onSubmit={submit}>
        {station === undefined ? (
          <NameAndKey taken={others.map(({ key }) => key)} failure={failure} />
        ) : (
          <NameField
            label={words.name}
            hint={words.keyFixed(station.key)}
            data-first
            defaultValue={station.name}
            failure={failure}
          />
        )}
        <NamesFields names={station?.names} />
        <FieldGroup label={words.kind}>
          {(["prep", "expo"] as const).map((one) => (
            <TickField
              key={one}
              type="radio"
              name="kind"
              value={one}
              label={words[one]}
              hint={one === "expo" ? words.expoHint : undefined}
              checked={kind === one}
              onChange={() => setKind(one)}
            />
          ))}
        </FieldGroup>
        {kind === "prep" && (
          <TickField
            label={words.catchAll}
            hint={`${words.catchAllHint} ${now}`}
            name="catchAll"
            defaultChecked={station?.catchAll ?? takesRest === undefined}
          />
        )}
        <TextField
          label={words.minutes}
          hint={words.minutesHint}
          name="minutes"
          type="number"
          inputMode="decimal"
          required
          min={0.5}
          max={240}
          step={0.5}
          defaultValue={(station?.targetSeconds ?? 600) / 60}
          problem={problemAt(failure, "targetSeconds")}
        />
        <Failure failure={failure} />
        <SaveRow words={words} busy={busy} onCancel={onClose} />
      </Form>
      {station !== undefined && <StationRemoval station={station} onDone={onDone} />}
    </Sheet>
  )
}
