import { type FormEvent, useState } from "react"
import type { Printer } from "#core/kitchen/menu.ts"
import { NameField } from "#core/ui/admin/name-field.tsx"
import { Removal } from "#core/ui/admin/removal.tsx"
import { SaveRow } from "#core/ui/admin/save-row.tsx"
import { useDeed } from "#core/ui/admin/use-deed.ts"
import { Failure } from "#core/ui/design/failure.tsx"
import { FieldGroup, TextField, TickField } from "#core/ui/design/field.tsx"
import { Form } from "#core/ui/design/form.tsx"
import { Sheet } from "#core/ui/design/sheet.tsx"
import { nameIn, useLanguage, useWords } from "#core/ui/i18n.ts"
import { problemAt } from "#core/ui/session/refusal-sentence.ts"
import { BackupPrinter } from "./backup-printer.tsx"
import { screenBody } from "./kitchen-draft.ts"
import { kitchenOfficeWords } from "./kitchen-office-words.ts"
import { type StoredScreen, type StoredStation, screensPath } from "./stored.ts"

/** A screen: what it is called and shows, and who prints what it should show and does not. */
export const ScreenForm = ({
  screen,
  stations,
  printers,
  onClose,
  onDone,
}: {
  /** Undefined: a new one. */
  screen: StoredScreen | undefined
  stations: ReadonlyArray<StoredStation>
  /** Undefined: this person does not see them, or the restaurant has none. */
  printers: ReadonlyArray<Printer> | undefined
  onClose: () => void
  onDone: () => void
}) => {
  const words = useWords(kitchenOfficeWords)
  const language = useLanguage()
  const { run, busy, failure } = useDeed(onDone)
  const [kind, setKind] = useState(screen?.kind ?? "station")
  const [showsNothing, setShowsNothing] = useState(false)
  const save = (event: FormEvent<HTMLFormElement>) => {
    const fields = new FormData(event.currentTarget)
    const isEmpty = kind === "station" && !fields.has("stations")
    setShowsNothing(isEmpty)
    if (isEmpty) return
    const body = screenBody(fields, screen)
    return screen === undefined
      ? run("POST", screensPath, body)
      : run("PATCH", `${screensPath}/${screen.id}`, body, { ifMatch: screen.rev })
  }
  const isShown = ({ key }: StoredStation) => screen?.stations.includes(key) ?? false
  const choices = stations.filter((station) => station.kind === "prep" || isShown(station))
  const kinds = [
    ["station", words.stationScreen],
    ["expo", words.passScreen],
  ] as const
  return (
    <Sheet title={screen?.name ?? words.addScreen} onClose={onClose}>
      <Form onSubmit={save}>
        <NameField
          label={words.name}
          hint={words.screenHint}
          data-first
          defaultValue={screen?.name ?? ""}
          failure={failure}
        />
        <FieldGroup label={words.screenKind}>
          {kinds.map(([one, label]) => (
            <TickField
              key={one}
              type="radio"
              name="kind"
              value={one}
              label={label}
              checked={kind === one}
              onChange={() => setKind(one)}
            />
          ))}
        </FieldGroup>
        {kind === "station" && (
          <FieldGroup label={words.shows} problem={showsNothing ? words.showsNothing : undefined}>
            <div className="ticks">
              {choices.map((station) => (
                <TickField
                  key={station.id}
                  label={<span dir="auto">{nameIn(language, station)}</span>}
                  name="stations"
                  value={station.key}
                  defaultChecked={isShown(station)}
                />
              ))}
            </div>
          </FieldGroup>
        )}
        <TextField
          label={words.slots}
          hint={words.slotsHint}
          name="slots"
          type="number"
          inputMode="numeric"
          required
          min={4}
          max={24}
          step={1}
          defaultValue={screen?.slots ?? 8}
          problem={problemAt(failure, "slots")}
        />
        {printers !== undefined && (
          <BackupPrinter chosen={screen?.backupPrinterId} printers={printers} />
        )}
        <Failure failure={failure} />
        <SaveRow words={words} busy={busy} onCancel={onClose} />
      </Form>
      {screen !== undefined && (
        <Removal
          path={`${screensPath}/${screen.id}`}
          words={{ ...words, removeHint: words.removeScreenHint }}
          title={words.removeTitle(screen.name)}
          onDone={onDone}
        />
      )}
    </Sheet>
  )
}
