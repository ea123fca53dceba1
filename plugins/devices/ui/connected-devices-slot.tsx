import { OfficeLink } from "#core/ui/admin/office-route.tsx"
import { Failure } from "#core/ui/design/failure.tsx"
import { Icon, type IconName } from "#core/ui/design/icon.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { deviceIcon, stateIcons } from "./device-icons.ts"
import { type FleetDevice, faultsFirst, stateOf } from "./fleet-device.ts"
import { fleetWords } from "./fleet-words.ts"
import { useFleet } from "./use-fleet.ts"
import "#core/ui/admin/blocks.css"
import "./connected-devices-slot.css"

/** On the back office's first page: every device that is in use, what needs somebody first of all. */
const ConnectedDevicesSlot = () => {
  const words = useWords(dictionary)
  const fleet = useWords(fleetWords)
  const { devices, problem } = useFleet()
  if (devices === undefined) return <Failure failure={problem} />
  const nameOf = ({ name }: FleetDevice) => name ?? fleet.unnamed
  const used = faultsFirst(
    devices.filter(({ status }) => status !== "revoked" && status !== "suspended"),
    nameOf,
  )
  const present = used.filter((device) => device.present).length
  const wrong = used.filter(({ faults }) => faults.length > 0).length
  return (
    <section className="block" aria-label={words.title}>
      <div className="row row--apart">
        <h2>{words.title}</h2>
        <span>
          {words.count(present, used.length)}
          {wrong > 0 && ` · ${words.wrong(wrong)}`}
        </span>
      </div>
      {used.length === 0 && <p className="quiet">{words.none}</p>}
      <ul className="grid devices">
        {used.map((device) => {
          const { icon, state, said } = standingOf(device, words, fleet)
          return (
            <li key={device.deviceId} className="device">
              <OfficeLink
                className="device__link"
                href={`/admin/devices?device=${encodeURIComponent(device.deviceId)}`}
              >
                <Icon name={deviceIcon(device.kind)} />
                <span className="device__name" dir="auto">
                  {nameOf(device)}
                </span>
                <span className="device__state" data-state={state}>
                  <Icon name={icon} size={16} />
                  {said}
                </span>
              </OfficeLink>
            </li>
          )
        })}
      </ul>
    </section>
  )
}

export default ConnectedDevicesSlot

type Words = (typeof dictionary)["en"]

/** A printer without paper is connected, and yet nothing comes out of it: what is wrong says more. */
const standingOf = (
  device: FleetDevice,
  words: Words,
  fleet: (typeof fleetWords)["en"],
): { readonly icon: IconName; readonly state: string; readonly said: string } => {
  const state = stateOf(device)
  if (device.faults.length > 0 && state === "here")
    return { icon: "alert", state: "wrong", said: words.needs }
  return { icon: stateIcons[state], state, said: fleet.states[state] }
}

const dictionary = {
  en: {
    title: "Screens, handhelds and printers",
    count: (present: number, all: number) => `${present} of ${all} connected`,
    wrong: (n: number) => (n === 1 ? "1 needs somebody" : `${n} need somebody`),
    none: "No device is registered yet.",
    needs: "needs somebody",
  },
  fr: {
    title: "Écrans, terminaux et imprimantes",
    count: (present: number, all: number) => `${present} sur ${all} connectés`,
    wrong: (n: number) => (n === 1 ? "1 demande quelqu’un" : `${n} demandent quelqu’un`),
    none: "Aucun appareil n’est encore enregistré.",
    needs: "demande quelqu’un",
  },
}
