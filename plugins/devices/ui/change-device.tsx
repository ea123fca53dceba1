import { type FormEvent, useState } from "react"
import { Button } from "#core/ui/design/button.tsx"
import { Failure } from "#core/ui/design/failure.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { useApi } from "#core/ui/session/use-api.ts"
import type { FleetDevice, FleetKind } from "./fleet-device.ts"
import { fleetWords } from "./fleet-words.ts"
import { PlaceFields } from "./place-fields.tsx"

/** Name, screen, station and rights of a device that is in already; it hears of it by itself. */
export const ChangeDevice = ({
  device,
  kind,
  onDone,
}: {
  device: FleetDevice
  kind: FleetKind
  onDone: () => void
}) => {
  const words = useWords(fleetWords)
  const api = useApi()
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Error>()
  const save = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const changes = changesIn(event.currentTarget, device)
    if (Object.keys(changes).length === 0) return onDone()
    setBusy(true)
    setFailure(undefined)
    try {
      await api.send("PATCH", `/plugins/devices/devices/${device.deviceId}`, changes)
      onDone()
    } catch (reason) {
      setFailure(reason as Error)
      setBusy(false)
    }
  }
  return (
    <form className="stack" onSubmit={save}>
      <PlaceFields kind={kind} name={device.name ?? ""} failure={failure} current={device} />
      <Failure failure={failure} />
      <div className="row">
        <Button kind="primary" icon="check" type="submit" disabled={busy}>
          {words.save}
        </Button>
        <Button onClick={onDone}>{words.cancel}</Button>
      </div>
    </form>
  )
}

/** What was emptied is taken away; what is as before is not said. */
const changesIn = (
  form: HTMLFormElement,
  device: FleetDevice,
): Readonly<Record<string, string | null>> =>
  Object.fromEntries(
    [...new FormData(form)].flatMap(([field, value]) => {
      const text = String(value).trim()
      const before = String(device[field as keyof FleetDevice] ?? "")
      return text === before ? [] : [[field, text === "" ? null : text]]
    }),
  )
