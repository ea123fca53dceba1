import { useEffect } from "react"
import { useNow } from "#core/ui/hub/use-now.ts"
import { useView } from "#core/ui/hub/use-view.ts"
import { useWords } from "#core/ui/i18n.ts"
import { play } from "#core/ui/sound.ts"
import { span } from "#core/ui/span.ts"

/** A row of the view `alarms`; those of printers are shown elsewhere. */
interface Alarm {
  readonly kind: "notShown" | "printer"
  readonly ticketId: string
  readonly number: string
  readonly table?: string
  readonly station: string
  readonly since: string
}

export type UnshownTicket = Alarm & { readonly kind: "notShown" }

/** Fired tickets that no cook can see, the oldest first; they sound until a screen shows them or somebody cooks them. */
export const useUnshownTickets = (): ReadonlyArray<UnshownTicket> => {
  const { items } = useView<Alarm>("alarms")
  const tickets = [...items.values()]
    .filter((alarm): alarm is UnshownTicket => alarm.kind === "notShown")
    .sort((one, other) => one.since.localeCompare(other.since))
  const calling = tickets.length > 0
  useEffect(() => {
    if (!calling) return
    play("notLive")
    const again = setInterval(() => play("notLive"), repeatMs)
    return () => clearInterval(again)
  }, [calling])
  return tickets
}

/** Which ticket, for which station, and since when nobody sees it. */
export const UnshownRow = ({ ticket, station }: { ticket: UnshownTicket; station: string }) => {
  const words = useWords(unshownWords)
  return (
    <>
      {words.row(ticket, station)} <Age since={ticket.since} />
    </>
  )
}

const Age = ({ since }: { since: string }) => {
  const now = useNow()
  // Counting up is for the eye: read aloud every second it would be noise.
  return <span aria-hidden="true">{span(now - Date.parse(since))}</span>
}

const repeatMs = 15_000

export const unshownWords = {
  en: {
    title: "NOT SHOWN",
    row: ({ number, table }: Alarm, station: string) =>
      `No. ${number}${table === undefined ? "" : ` · Table ${table}`} · ${station}`,
    more: (n: number) => `and ${n} more`,
    tickets: (n: number) => `${n} tickets`,
    hint: "No screen shows this. Tell the cooks.",
  },
  fr: {
    title: "PAS AFFICHÉ",
    row: ({ number, table }: Alarm, station: string) =>
      `N° ${number}${table === undefined ? "" : ` · Table ${table}`} · ${station}`,
    more: (n: number) => `et ${n} de plus`,
    tickets: (n: number) => `${n} bons`,
    hint: "Aucun écran ne l’affiche. Prévenez la cuisine.",
  },
}
