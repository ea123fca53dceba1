import { ChosenInOrder } from "#core/ui/admin/chosen-in-order.tsx"
import type { ListPage } from "#core/ui/admin/tenant-path.ts"
import { FieldGroup, TextField, TickField } from "#core/ui/design/field.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { problemAt } from "#core/ui/session/refusal-sentence.ts"
import { useAsked } from "#core/ui/session/use-asked.ts"
import type { StoredPrinter } from "./printer.ts"
import { printerWords } from "./printer-words.ts"

/** What happens when it does not print, or nobody knows whether it did. */
export const BackupPart = ({
  printer,
  backups,
  others,
  onBackups,
  failure,
}: {
  printer: StoredPrinter | undefined
  backups: ReadonlyArray<string>
  others: ReadonlyArray<StoredPrinter>
  onBackups: (backups: ReadonlyArray<string>) => void
  failure: Error | undefined
}) => {
  const words = useWords(printerWords)
  const screens = useAsked<ListPage<{ readonly id: string; readonly name: string }>>(
    "/plugins/kds/screens?size=200",
  )
  return (
    <>
      <ChosenInOrder
        label={words.backups}
        hint={words.backupsHint}
        adding={words.backupAdd}
        chosen={backups}
        choices={others.map(({ id, name }) => ({ value: id, label: name }))}
        most={8}
        onChange={onBackups}
      />
      {screens.value !== undefined && (
        <FieldGroup label={words.backupScreens}>
          <div className="ticks">
            {screens.value.items.map(({ id, name }) => (
              <TickField
                key={id}
                label={<span dir="auto">{name}</span>}
                name="backupScreens"
                value={id}
                defaultChecked={printer?.backupScreens?.some((one) => one === id) ?? false}
              />
            ))}
          </div>
        </FieldGroup>
      )}
      <div className="row row--end">
        <TextField
          label={words.backupAfter}
          name="backupAfterSeconds"
          type="number"
          min={0}
          max={600}
          required
          defaultValue={printer?.backupAfterSeconds ?? 1}
          problem={problemAt(failure, "backupAfterSeconds")}
        />
        <TextField
          label={words.maxAge}
          hint={words.maxAgeHint}
          name="maxAgeMinutes"
          type="number"
          min={1}
          max={1440}
          required
          defaultValue={Math.round((printer?.maxAgeSeconds ?? 1800) / 60)}
          problem={problemAt(failure, "maxAgeSeconds")}
        />
      </div>
      <FieldGroup label={words.unknown}>
        <TickField
          type="radio"
          name="onUnknown"
          value="ask"
          label={words.ask}
          hint={words.askHint}
          defaultChecked={printer?.onUnknown !== "reprint"}
        />
        <TickField
          type="radio"
          name="onUnknown"
          value="reprint"
          label={words.reprint}
          hint={words.reprintHint}
          defaultChecked={printer?.onUnknown === "reprint"}
        />
      </FieldGroup>
    </>
  )
}
