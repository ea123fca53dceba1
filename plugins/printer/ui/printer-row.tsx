import { useState } from "react"
import { Button } from "#core/ui/design/button.tsx"
import { Failure } from "#core/ui/design/failure.tsx"
import { Icon } from "#core/ui/design/icon.tsx"
import { Lasting } from "#core/ui/hub/lasting.tsx"
import { useLanguage, useWords } from "#core/ui/i18n.ts"
import { isolated } from "#core/ui/isolated.ts"
import { causeWords } from "#core/ui/print-cause.ts"
import { useMay } from "#core/ui/session/me.tsx"
import { useApi } from "#core/ui/session/use-api.ts"
import { jobWords } from "./job-words.ts"
import type { PrinterStatus, StoredPrinter } from "./printer.ts"
import { printerWords } from "./printer-words.ts"
import { statusIn, usePrinterItems } from "./use-printer.ts"

/** One printer: whether it prints, and if not why, what to do, and who prints instead. */
export const PrinterRow = ({
  printer,
  onEdit,
  onJobs,
}: {
  printer: StoredPrinter
  onEdit: () => void
  onJobs: () => void
}) => {
  const words = useWords(printerWords)
  const ofJobs = useWords(jobWords)
  const may = useMay()
  const status = statusIn(usePrinterItems(printer.id))
  const asks = status?.asks.length ?? 0
  return (
    <li className="printers__one" data-trouble={printer.enabled && status?.trouble !== undefined}>
      <Icon name="printer" size={28} />
      <div className="printers__text">
        <span className="row">
          <strong dir="auto">{printer.name}</strong>
          <span className="quiet">
            {printer.driver === "network" && printer.address !== undefined
              ? words.network(isolated(listensAt(printer.address)))
              : words.drivers[printer.driver ?? "agent"]}
          </span>
          {!printer.enabled && (
            <span className="printers__off">
              <Icon name="pause" size={16} />
              {words.off}
            </span>
          )}
        </span>
        {printer.enabled && status !== undefined && <Status status={status} />}
        {asks > 0 && (
          <span className="printers__ask">
            <Icon name="help" size={18} /> {ofJobs.askTitle} ({asks})
          </span>
        )}
      </div>
      <span className="row">
        {may("printer.print") && printer.enabled && <TestPage printer={printer} />}
        <Button icon="list" aria-label={words.jobs(printer.name)} onClick={onJobs}>
          {words.papers}
        </Button>
        {may("printer.write") && (
          <Button icon="more" aria-label={words.edit(printer.name)} onClick={onEdit} />
        )}
      </span>
    </li>
  )
}

/** As it is typed elsewhere: `192.168.1.50:9100`, `[fe80::1]:9100`. */
const listensAt = ({ host, port }: NonNullable<StoredPrinter["address"]>): string =>
  `${host.includes(":") ? `[${host}]` : host}:${port}`

const Status = ({ status }: { status: PrinterStatus }) => {
  const words = useWords(jobWords)
  const language = useLanguage()
  const { trouble, waiting, missed, paper } = status
  const { why, todo } = causeWords(trouble?.cause ?? "", language, trouble?.detail)
  return (
    <div className="printers__status" role="status">
      {trouble === undefined ? (
        <span className="printers__good">
          <Icon name={status.device === "ready" ? "check" : "clock"} size={16} />
          {status.device === "ready" ? words.good : words.never}
        </span>
      ) : (
        <p className="printers__trouble">
          <Icon name="alert" size={18} />
          <span>
            <b>{words.notPrinting(why)}</b>{" "}
            <span className="quiet small">
              <Lasting since={trouble.since} />
            </span>{" "}
            {todo}{" "}
            {trouble.backup === undefined
              ? words.noStandIn
              : words.standIn(isolated(trouble.backup.name))}
          </span>
        </p>
      )}
      {paper === "low" && <span>{words.low}</span>}
      {waiting > 0 && <span>{words.waiting(waiting)}</span>}
      {missed !== undefined && <span>{words.missed(missed)}</span>}
    </div>
  )
}

const TestPage = ({ printer: { id, name } }: { printer: StoredPrinter }) => {
  const words = useWords(printerWords)
  const api = useApi()
  const [sent, setSent] = useState(false)
  const [failure, setFailure] = useState<Error>()
  const test = async () => {
    setFailure(undefined)
    try {
      await api.send("POST", `/plugins/printer/printers/${id}/test`)
      setSent(true)
    } catch (reason) {
      setFailure(reason as Error)
    }
  }
  return (
    <>
      <Button aria-label={words.testHint(name)} icon={sent ? "check" : "play"} onClick={test}>
        {words.test}
      </Button>
      <span className="only-read" role="status">
        {sent && words.tested}
      </span>
      <Failure failure={failure} />
    </>
  )
}
