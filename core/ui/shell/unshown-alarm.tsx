import { useEffect } from "react"
import { Icon } from "#core/ui/design/icon.tsx"
import { useNow } from "#core/ui/hub/use-now.ts"
import { useView } from "#core/ui/hub/use-view.ts"
import { useWords } from "#core/ui/i18n.ts"
import { play } from "#core/ui/sound.ts"
import { span } from "#core/ui/span.ts"
import "./unshown-alarm.css"

/** A row of the view `alarms`; those of printers are shown elsewhere. */
interface Alarm {
  readonly kind: "notShown" | "printer"
  readonly ticketId: string
  readonly number: string
  readonly table?: string
  readonly station: string
  readonly since: string
}

/** Fired tickets that no cook can see, loudly, until a screen shows them or somebody cooks them. */
export const UnshownAlarm = ({ stationName }: { stationName: (key: string) => string }) => {
  const words = useWords(dictionary)
  const { items } = useView<Alarm>("alarms")
  const alarms = [...items.values()]
    .filter(({ kind }) => kind === "notShown")
    .sort((one, other) => one.since.localeCompare(other.since))
  const calling = alarms.length > 0
  useEffect(() => {
    if (!calling) return
    play("notLive")
    const again = setInterval(() => play("notLive"), repeatMs)
    return () => clearInterval(again)
  }, [calling])
  if (!calling) return null
  return (
    <section className="unshown" role="alert">
      <Icon name="alert" size={28} />
      <strong className="unshown__title">{words.title}</strong>
      <ul className="unshown__list">
        {alarms.slice(0, mostRows).map((alarm) => (
          <li key={alarm.ticketId} dir="auto">
            {words.row(alarm, stationName(alarm.station))} <Age since={alarm.since} />
          </li>
        ))}
        {alarms.length > mostRows && <li>{words.more(alarms.length - mostRows)}</li>}
      </ul>
      <span>{words.hint}</span>
    </section>
  )
}

const Age = ({ since }: { since: string }) => {
  const now = useNow()
  // Counting up is for the eye: read aloud every second it would be noise.
  return <span aria-hidden="true">{span(now - Date.parse(since))}</span>
}

const mostRows = 4
const repeatMs = 15_000

const dictionary = {
  en: {
    title: "NOT SHOWN",
    row: ({ number, table }: Alarm, station: string) =>
      `No. ${number}${table === undefined ? "" : ` · Table ${table}`} · ${station}`,
    more: (n: number) => `and ${n} more`,
    hint: "No screen shows this. Tell the cooks.",
  },
  fr: {
    title: "PAS AFFICHÉ",
    row: ({ number, table }: Alarm, station: string) =>
      `N° ${number}${table === undefined ? "" : ` · Table ${table}`} · ${station}`,
    more: (n: number) => `et ${n} de plus`,
    hint: "Aucun écran ne l’affiche. Prévenez la cuisine.",
  },
}
