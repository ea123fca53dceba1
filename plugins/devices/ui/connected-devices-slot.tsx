import { Failure } from "#core/ui/design/failure.tsx"
import { Icon, type IconName } from "#core/ui/design/icon.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { useAsked } from "#core/ui/session/use-asked.ts"
import "#core/ui/admin/blocks.css"
import "./connected-devices-slot.css"

interface Device {
  readonly id: string
  readonly kind: "kds" | "handheld" | "board" | "printerAgent" | "cloudprnt" | "epson"
  readonly name: string
  readonly present: boolean
}

/** On the back office's first page: what should be connected and is not, a printer without its agent first of all. */
const ConnectedDevicesSlot = () => {
  const words = useWords(dictionary)
  const { value, problem, again } = useAsked<{ readonly items: ReadonlyArray<Device> }>(
    "/plugins/devices/devices?size=200",
    freshMs,
  )
  if (value === undefined)
    return problem === undefined ? null : <Failure failure={problem} onRetry={again} />
  const devices = value.items.toSorted((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name))
  const present = devices.filter((device) => device.present).length
  return (
    <section className="block" aria-label={words.title}>
      <div className="row row--apart">
        <h2>{words.title}</h2>
        <span>{words.count(present, devices.length)}</span>
      </div>
      {devices.length === 0 && <p className="quiet">{words.none}</p>}
      <ul className="grid devices">
        {devices.map(({ id, kind, name, present }) => (
          <li key={id} className={`device${present ? "" : " device--gone"}`}>
            <Icon name={icons[kind]} />
            <span className="device__name" dir="auto">
              {name}
            </span>
            <span className="device__state">
              <Icon name={present ? "check" : "offline"} size={16} />
              {present ? words.here : words.gone}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

export default ConnectedDevicesSlot

const freshMs = 20_000

/** Paper that does not come is noticed last, so it is told first. */
const rank = ({ present, kind }: Device): number =>
  (present ? 2 : 0) + (icons[kind] === "printer" ? 0 : 1)

const icons: Readonly<Record<Device["kind"], IconName>> = {
  kds: "screen",
  handheld: "phone",
  board: "list",
  printerAgent: "printer",
  cloudprnt: "printer",
  epson: "printer",
}

const dictionary = {
  en: {
    title: "Screens, handhelds and printers",
    count: (present: number, all: number) => `${present} of ${all} connected`,
    none: "No device is registered yet.",
    here: "connected",
    gone: "not connected",
  },
  fr: {
    title: "Écrans, terminaux et imprimantes",
    count: (present: number, all: number) => `${present} sur ${all} connectés`,
    none: "Aucun appareil n’est encore enregistré.",
    here: "connecté",
    gone: "non connecté",
  },
}
