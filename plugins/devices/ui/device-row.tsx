import { useClock } from "#core/ui/admin/use-clock.ts"
import { Button } from "#core/ui/design/button.tsx"
import { Icon } from "#core/ui/design/icon.tsx"
import { Lasting } from "#core/ui/hub/lasting.tsx"
import { useLanguage, useWords } from "#core/ui/i18n.ts"
import { deviceIcon, stateIcons } from "./device-icons.ts"
import { faultSentence } from "./fault-sentence.ts"
import { type DrivenPrinter, type FleetDevice, stateOf } from "./fleet-device.ts"
import { fleetWords } from "./fleet-words.ts"

/** One device: what it is, whether it is here, and in plain words what is wrong and what to do. */
export const DeviceRow = ({
  device,
  printer,
  onOpen,
}: {
  device: FleetDevice
  printer: DrivenPrinter | undefined
  onOpen: () => void
}) => {
  const words = useWords(fleetWords)
  const name = device.name ?? words.unnamed
  const dialled = printer?.driver === "network"
  return (
    <li className="fleet__device" data-wrong={device.faults.length > 0}>
      <Icon name={dialled ? "printer" : deviceIcon(device.kind)} size={28} />
      <span className="row fleet__name">
        <strong dir="auto">{name}</strong>
        <span className="quiet">
          {dialled ? words.dialled : device.kind && words.kinds[device.kind]}
        </span>
        <State device={device} />
      </span>
      <Button icon="more" aria-label={words.details(name)} onClick={onOpen} />
      <Faults device={device} name={name} printer={printer} />
    </li>
  )
}

export const Faults = ({
  device: { faults },
  name,
  printer,
}: {
  device: FleetDevice
  name: string
  printer: DrivenPrinter | undefined
}) => {
  const language = useLanguage()
  if (faults.length === 0) return null
  return (
    <ul className="fleet__faults">
      {faults.map((fault) => {
        const { what, todo } = faultSentence(fault, name, printer, language)
        return (
          <li key={fault.code}>
            <Icon name="alert" size={18} />
            <span>
              <b>{what}</b>{" "}
              {fault.since !== undefined && (
                <span className="quiet small">
                  <Lasting since={fault.since} />
                </span>
              )}{" "}
              {todo}
            </span>
          </li>
        )
      })}
    </ul>
  )
}

/** A word and a shape; the colour only repeats them. */
export const State = ({ device }: { device: FleetDevice }) => {
  const words = useWords(fleetWords)
  const clock = useClock()
  const state = stateOf(device)
  const { since, lastSeenAt } = device
  const when =
    state === "here"
      ? since && words.since(clock.full(since))
      : state === "gone" && lastSeenAt !== undefined && words.lastSeen(clock.full(lastSeenAt))
  return (
    <span className="fleet__state" data-state={state}>
      <Icon name={stateIcons[state]} size={16} />
      {words.states[state]}
      {when !== undefined && when !== false && <span className="quiet small">{when}</span>}
    </span>
  )
}
