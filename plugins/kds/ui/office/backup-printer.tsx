import type { Printer } from "#core/kitchen/menu.ts"
import { ChoiceField } from "#core/ui/design/field.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { kitchenOfficeWords } from "./kitchen-office-words.ts"

/** Who prints what a screen should show and does not. */
export const BackupPrinter = ({
  chosen,
  printers,
}: {
  chosen: string | undefined
  printers: ReadonlyArray<Pick<Printer, "id" | "name">>
}) => {
  const words = useWords(kitchenOfficeWords)
  const isGone = chosen !== undefined && printers.every(({ id }) => id !== chosen)
  return (
    <ChoiceField
      label={words.backup}
      hint={words.backupHint}
      name="backupPrinterId"
      defaultValue={chosen ?? ""}
      choices={[
        { value: "", label: words.backupNone },
        ...printers.map(({ id, name }) => ({ value: id, label: name })),
        ...(isGone ? [{ value: chosen, label: words.backupGone }] : []),
      ]}
    />
  )
}
