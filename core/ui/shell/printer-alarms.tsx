import { useEffect, useMemo, useRef, useState } from "react"
import { Button } from "#core/ui/design/button.tsx"
import { Icon } from "#core/ui/design/icon.tsx"
import { useView } from "#core/ui/hub/use-view.ts"
import { useWords } from "#core/ui/i18n.ts"
import { isolated } from "#core/ui/isolated.ts"
import "./printer-alarms.css"

/** A printer that does not print, as the views `floor` and `alarms` tell it. */
interface PrinterAlarm {
  readonly kind: "printer"
  readonly printerId: string
  readonly name: string
  readonly cause: string
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
            <b>{words.says(isolated(alarm.name), words.causes[alarm.cause] ?? alarm.cause)}</b>{" "}
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

const stateOf = ({ printerId, cause, since, backup }: PrinterAlarm): string =>
  [printerId, cause, since, backup?.name].join(" ")

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
    causes: {
      paper_out: "no paper",
      cover_open: "its cover is open",
      error: "it reports an error",
      offline: "it does not answer",
      unreachable: "it cannot be reached",
      lost: "its agent is gone",
      disconnected: "its agent was switched off",
      never_seen: "nothing was connected for it yet",
      silent: "it says nothing any more",
    } as Readonly<Record<string, string>>,
  },
  fr: {
    title: "Imprimantes qui n’impriment pas",
    says: (name: string, why: string) => `${name} n’imprime pas : ${why}.`,
    standIn: (name: string) => `Ses bons vont à ${name}.`,
    nobody: (waiting: number) =>
      waiting > 0
        ? `Personne n’imprime à sa place : ${waiting} attendent.`
        : "Personne n’imprime à sa place.",
    gotIt: "Vu",
    note: (name: string) => `Vu : ${name} n’imprime pas`,
    causes: {
      paper_out: "plus de papier",
      cover_open: "capot ouvert",
      error: "elle signale une erreur",
      offline: "elle ne répond pas",
      unreachable: "on ne peut l’atteindre",
      lost: "son agent a disparu",
      disconnected: "son agent a été éteint",
      never_seen: "rien n’est encore connecté pour elle",
      silent: "elle ne dit plus rien",
    } as Readonly<Record<string, string>>,
  },
}
