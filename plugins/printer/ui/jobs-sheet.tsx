import { Notice } from "#core/ui/design/notice.tsx"
import { Sheet } from "#core/ui/design/sheet.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { JobRow } from "./job-row.tsx"
import { jobWords } from "./job-words.ts"
import type { StoredPrinter } from "./printer.ts"
import { printerWords } from "./printer-words.ts"
import { jobsIn, usePrinterItems } from "./use-printer.ts"

/** The papers of one printer: what nobody knows first, because a person has to look; then the newest. */
export const JobsSheet = ({
  printer,
  printers,
  onClose,
}: {
  printer: StoredPrinter
  printers: ReadonlyArray<StoredPrinter>
  onClose: () => void
}) => {
  const words = useWords(printerWords)
  const ofJobs = useWords(jobWords)
  const jobs = jobsIn(usePrinterItems(printer.id))
  const asked = jobs?.filter(({ state }) => state === "unknown") ?? []
  const others = jobs?.filter(({ state }) => state !== "unknown") ?? []
  const row = (job: (typeof others)[number]) => (
    <JobRow
      key={job.id}
      job={job}
      movedTo={printers.find(({ id }) => id === job.movedTo?.printerId)?.name}
    />
  )
  return (
    <Sheet title={words.jobs(printer.name)} onClose={onClose} wide>
      <div className="stack">
        {asked.length > 0 && (
          <section className="stack stack--tight">
            <h3>{ofJobs.askTitle}</h3>
            <Notice tone="warn">{ofJobs.askHint}</Notice>
            <ul className="jobs">{asked.map(row)}</ul>
          </section>
        )}
        {jobs?.length === 0 && <p role="status">{ofJobs.none}</p>}
        <ul className="jobs">{others.map(row)}</ul>
      </div>
    </Sheet>
  )
}
