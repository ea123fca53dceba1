import { useState } from "react"
import { useOfficeQuery } from "#core/ui/admin/office-route.tsx"
import type { ListPage } from "#core/ui/admin/tenant-path.ts"
import { Button } from "#core/ui/design/button.tsx"
import { Failure } from "#core/ui/design/failure.tsx"
import { LiveBar } from "#core/ui/design/live-bar.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { useMay } from "#core/ui/session/me.tsx"
import { useAsked } from "#core/ui/session/use-asked.ts"
import { JobsSheet } from "./jobs-sheet.tsx"
import { type Driver, drivers, type StoredPrinter } from "./printer.ts"
import { PrinterForm } from "./printer-form.tsx"
import { PrinterRow } from "./printer-row.tsx"
import { printerWords } from "./printer-words.ts"
import "#core/ui/admin/blocks.css"
import "./printers.css"

/** What prints, what becomes of every paper, and the form of each printer. */
const PrintersPage = () => {
  const words = useWords(printerWords)
  const may = useMay()
  const printers = useAsked<ListPage<StoredPrinter>>("/plugins/printer/printers?size=200")
  const [fresh, setFresh] = useOfficeQuery("new")
  const [editing, setEditing] = useState<StoredPrinter>()
  const [looking, setLooking] = useState<StoredPrinter>()
  const all = printers.value?.items ?? []
  const close = () => {
    setEditing(undefined)
    setFresh("")
  }
  return (
    <>
      <LiveBar />
      <p className="office__lead">{words.lead}</p>
      <Failure failure={printers.problem} onRetry={printers.again} />
      {may("printer.write") ? (
        <div className="row">
          <Button kind="primary" icon="add" onClick={() => setFresh("agent")}>
            {words.add}
          </Button>
        </div>
      ) : (
        <p className="quiet">{words.mayNot}</p>
      )}
      {printers.value !== undefined && all.length === 0 && <p role="status">{words.none}</p>}
      <ul className="printers">
        {all.map((printer) => (
          <PrinterRow
            key={printer.id}
            printer={printer}
            onEdit={() => setEditing(printer)}
            onJobs={() => setLooking(printer)}
          />
        ))}
      </ul>
      {looking !== undefined && (
        <JobsSheet printer={looking} printers={all} onClose={() => setLooking(undefined)} />
      )}
      {(editing !== undefined || (fresh !== "" && may("printer.write"))) && (
        <PrinterForm
          printer={editing}
          driver={editing?.driver ?? driverOf(fresh)}
          others={all.filter(({ id }) => id !== editing?.id)}
          onClose={close}
          onDone={() => {
            close()
            printers.again()
          }}
        />
      )}
    </>
  )
}

export default PrintersPage

const driverOf = (name: string): Driver => drivers.find((one) => one === name) ?? "agent"
