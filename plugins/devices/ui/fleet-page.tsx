import { type FormEvent, useState } from "react"
import { useOfficeQuery } from "#core/ui/admin/office-route.tsx"
import { Button } from "#core/ui/design/button.tsx"
import { Failure } from "#core/ui/design/failure.tsx"
import { TextField } from "#core/ui/design/field.tsx"
import { LiveBar } from "#core/ui/design/live-bar.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { useMay } from "#core/ui/session/me.tsx"
import { AddDevice } from "./add-device.tsx"
import { DeviceRow } from "./device-row.tsx"
import { DeviceSheet } from "./device-sheet.tsx"
import { type FleetDevice, faultsFirst, isAwaited } from "./fleet-device.ts"
import { fleetWords } from "./fleet-words.ts"
import { PairingSheet } from "./pairing-sheet.tsx"
import { useDrivenPrinters, useFleet } from "./use-fleet.ts"
import "#core/ui/admin/blocks.css"
import "./fleet.css"

/** Every device of the restaurant as it really is, and the way in for a new one. */
const FleetPage = () => {
  const words = useWords(fleetWords)
  const may = useMay()
  const { devices, problem } = useFleet()
  const printers = useDrivenPrinters()
  // Scanning the code of a device leads here.
  const [code, setCode] = useOfficeQuery("code")
  // The overview leads to one device.
  const [open, setOpen] = useOfficeQuery("device")
  const [adding, setAdding] = useState(false)
  const nameOf = ({ name }: FleetDevice) => name ?? words.unnamed
  const sorted = faultsFirst(devices ?? [], nameOf)
  const wrong = sorted.filter(({ faults }) => faults.length > 0).length
  const awaited = sorted.filter(isAwaited).length
  const shown = devices?.find(({ deviceId }) => deviceId === open)
  return (
    <>
      <LiveBar />
      <p className="office__lead">{words.lead}</p>
      <Failure failure={problem} />
      {may("devices.pair") && (
        <div className="row row--end">
          <CodeForm onLook={setCode} />
          <Button kind="primary" icon="add" onClick={() => setAdding(true)}>
            {words.add}
          </Button>
        </div>
      )}
      {devices !== undefined && (
        <p role="status" className="fleet__sum" data-wrong={wrong > 0}>
          {devices.length === 0
            ? words.none
            : wrong === 0
              ? awaited < devices.length && words.allWell(devices.length - awaited)
              : words.wrong(wrong, devices.length)}{" "}
          {awaited > 0 && `${words.awaited(awaited)}.`}
        </p>
      )}
      <ul className="fleet">
        {sorted.map((device) => (
          <DeviceRow
            key={device.deviceId}
            device={device}
            printer={printers.get(device.deviceId)}
            onOpen={() => setOpen(device.deviceId)}
          />
        ))}
      </ul>
      {code !== "" && may("devices.pair") && (
        <PairingSheet code={code} onClose={() => setCode("")} />
      )}
      {adding && <AddDevice onClose={() => setAdding(false)} />}
      {shown !== undefined && (
        <DeviceSheet
          device={shown}
          printer={printers.get(shown.deviceId)}
          onClose={() => setOpen("")}
        />
      )}
    </>
  )
}

export default FleetPage

const CodeForm = ({ onLook }: { onLook: (code: string) => void }) => {
  const words = useWords(fleetWords)
  const look = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    onLook(String(new FormData(event.currentTarget).get("code") ?? "").trim())
  }
  return (
    <form className="row row--end fleet__code" onSubmit={look}>
      <TextField
        label={words.code}
        hint={words.codeHint}
        name="code"
        required
        minLength={8}
        maxLength={16}
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
      />
      <Button type="submit">{words.look}</Button>
    </form>
  )
}
