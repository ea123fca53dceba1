import type { FormEvent } from "react"
import { useDeed } from "#core/ui/admin/use-deed.ts"
import { Button } from "#core/ui/design/button.tsx"
import { Failure } from "#core/ui/design/failure.tsx"
import { Form } from "#core/ui/design/form.tsx"
import { useWords } from "#core/ui/i18n.ts"
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
  const { run, busy, failure } = useDeed(onDone)
  const save = (event: FormEvent<HTMLFormElement>) => {
    const changes = changesIn(event.currentTarget, device)
    if (Object.keys(changes).length === 0) return onDone()
    return run("PATCH", `/plugins/devices/devices/${device.deviceId}`, changes)
  }
  return (
    <Form onSubmit={save}>
      <PlaceFields kind={kind} name={device.name ?? ""} failure={failure} current={device} />
      <Failure failure={failure} />
      <div className="row">
        <Button kind="primary" icon="check" type="submit" disabled={busy}>
          {words.save}
        </Button>
        <Button onClick={onDone}>{words.cancel}</Button>
      </div>
    </Form>
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
