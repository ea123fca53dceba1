import { type FormEvent, useState } from "react"
import { NameField } from "#core/ui/admin/name-field.tsx"
import { Removal } from "#core/ui/admin/removal.tsx"
import { SaveRow } from "#core/ui/admin/save-row.tsx"
import { useDeed } from "#core/ui/admin/use-deed.ts"
import { Failure } from "#core/ui/design/failure.tsx"
import { TickField } from "#core/ui/design/field.tsx"
import { Form } from "#core/ui/design/form.tsx"
import { Sheet } from "#core/ui/design/sheet.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { BackupPart } from "./backup-part.tsx"
import { PaperPart } from "./paper-part.tsx"
import type { Driver, StoredPrinter } from "./printer.ts"
import { printerBody } from "./printer-draft.ts"
import { printerWords } from "./printer-words.ts"
import { ReachPart } from "./reach-part.tsx"

/** One printer: what it prints, how it is reached, how its papers look, and who prints when it cannot. */
export const PrinterForm = ({
  printer,
  driver,
  others,
  onClose,
  onDone,
}: {
  /** Undefined: a new one. */
  printer: StoredPrinter | undefined
  driver: Driver
  others: ReadonlyArray<StoredPrinter>
  onClose: () => void
  onDone: () => void
}) => {
  const words = useWords(printerWords)
  const { run, busy, failure } = useDeed(onDone)
  const [backups, setBackups] = useState<ReadonlyArray<string>>(printer?.backups ?? [])
  const [logo, setLogo] = useState(printer?.logo ?? "")
  const save = (event: FormEvent<HTMLFormElement>) => {
    const body = printerBody(new FormData(event.currentTarget), { backups, logo }, printer)
    const path = "/plugins/printer/printers"
    return printer === undefined
      ? run("POST", path, body)
      : run("PATCH", `${path}/${printer.id}`, body, { ifMatch: printer.rev })
  }
  return (
    <Sheet title={printer?.name ?? words.addTitle} onClose={onClose} wide>
      <Form onSubmit={save}>
        <NameField
          label={words.name}
          hint={words.nameHint}
          defaultValue={printer?.name ?? ""}
          failure={failure}
          {...(printer === undefined && { "data-first": true })}
        />
        <ReachPart printer={printer} driver={driver} failure={failure} />
        <PaperPart printer={printer} logo={logo} onLogo={setLogo} failure={failure} />
        <BackupPart
          printer={printer}
          backups={backups}
          others={others}
          onBackups={setBackups}
          failure={failure}
        />
        <TickField label={words.enabled} name="enabled" defaultChecked={printer?.enabled ?? true} />
        <Failure failure={failure} />
        <SaveRow words={words} busy={busy} onCancel={onClose} />
      </Form>
      {printer !== undefined && (
        <Removal
          path={`/plugins/printer/printers/${printer.id}`}
          words={words}
          title={words.removeTitle(printer.name)}
          onDone={onDone}
        />
      )}
    </Sheet>
  )
}
