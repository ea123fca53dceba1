import { useEffect, useMemo, useRef, useState } from "react"
import { Button } from "#core/ui/design/button.tsx"
import { Icon } from "#core/ui/design/icon.tsx"
import { useView } from "#core/ui/hub/use-view.ts"
import { useLanguage, useWords } from "#core/ui/i18n.ts"
import { isolated } from "#core/ui/isolated.ts"
import { causeWords } from "#core/ui/print-cause.ts"
import "./printer-alarms.css"

/** A printer that does not print, as the views `floor` and `alarms` tell it. */
interface PrinterAlarm {
  readonly kind: "printer"
  readonly printerId: string
  readonly name: string
  readonly cause: string
  /** Its own words about an `error`. */
  readonly detail?: string
  readonly since: string
  /** Who prints instead. */
  readonly backup?: { readonly name: string }
  /** Papers that wait for it. */
  readonly waiting: number
}

/**
 * Which printer does not print, why, and where its tickets go, until it prints again or somebody here took note. A change
 * of it (another cause, nobody there to stand in any more) is shown anew.
 *
 * @param view `floor` for whoever may see the floor, `alarms` for a kitchen screen
 * @param onNews a printer that was not in trouble when the page last looked
 */
export const PrinterAlarms = ({
  view,
  onNews,
}: {
  view: "floor" | "alarms"
  onNews: () => void
}) => {
  const words = useWords(dictionary)
  const { items, known } = useView<PrinterAlarm | { readonly kind?: undefined }>(view)
  const alarms = useMemo(
    () => [...items.values()].filter((item): item is PrinterAlarm => item.kind === "printer"),
    [items],
  )
  useNews(alarms, known, onNews)
  const [noted, setNoted] = useState<ReadonlySet<string>>(new Set())
  const open = alarms.filter((alarm) => !noted.has(stateOf(alarm)))
  if (open.length === 0) return null
  return (
    <ul className="printer-alarms" role="alert" aria-label={words.title}>
      {open.map((alarm) => (
        <li key={alarm.printerId} data-lost={alarm.backup === undefined}>
          <Icon name="printer" size={28} />
          <span>
            <Why alarm={alarm} />{" "}
            {alarm.backup === undefined
              ? words.nobody(alarm.waiting)
              : words.standIn(isolated(alarm.backup.name))}
          </span>
          <Button
            icon="check"
            aria-label={words.note(alarm.name)}
            onClick={() => setNoted((all) => new Set(all).add(stateOf(alarm)))}
          >
            {words.gotIt}
          </Button>
        </li>
      ))}
    </ul>
  )
}

const Why = ({ alarm: { name, cause, detail } }: { alarm: PrinterAlarm }) => {
  const words = useWords(dictionary)
  const { why, todo } = causeWords(cause, useLanguage(), detail)
  return (
    <>
      <b>{words.says(isolated(name), why)}</b> {todo}
    </>
  )
}

const stateOf = ({ printerId, cause, detail, since, backup }: PrinterAlarm): string =>
  [printerId, cause, detail, since, backup?.name].join(" ")

/** Trouble that began in front of this page; what was wrong when it was loaded is shown, not called out. */
const useNews = (alarms: ReadonlyArray<PrinterAlarm>, known: boolean, onNews: () => void): void => {
  const told = useRef<ReadonlySet<string>>(undefined)
  const latest = useRef(onNews)
  latest.current = onNews
  useEffect(() => {
    if (!known) return
    const before = told.current
    told.current = new Set(alarms.map(({ printerId }) => printerId))
    if (before !== undefined && alarms.some(({ printerId }) => !before.has(printerId)))
      latest.current()
  }, [alarms, known])
}

const dictionary = {
  en: {
    title: "Printers that do not print",
    says: (name: string, why: string) => `${name} does not print: ${why}.`,
    standIn: (name: string) => `Its tickets go to ${name}.`,
    nobody: (waiting: number) =>
      waiting > 0 ? `Nobody prints instead: ${waiting} wait.` : "Nobody prints instead.",
    gotIt: "Got it",
    note: (name: string) => `Got it: ${name} does not print`,
  },
  fr: {
    title: "Imprimantes qui n’impriment pas",
    says: (name: string, why: string) => `${name} n’imprime pas\u00a0: ${why}.`,
    standIn: (name: string) => `Ses bons vont à ${name}.`,
    nobody: (waiting: number) =>
      waiting > 0
        ? `Personne n’imprime à sa place : ${waiting} attendent.`
        : "Personne n’imprime à sa place.",
    gotIt: "Vu",
    note: (name: string) => `Vu : ${name} n’imprime pas`,
  },
}
