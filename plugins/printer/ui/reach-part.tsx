import { useState } from "react"
import type { ListPage } from "#core/ui/admin/tenant-path.ts"
import { ChoiceField, FieldGroup, TextField, TickField } from "#core/ui/design/field.tsx"
import { nameIn, useLanguage, useWords } from "#core/ui/i18n.ts"
import { problemAt } from "#core/ui/session/refusal-sentence.ts"
import { useAsked } from "#core/ui/session/use-asked.ts"
import { type Driver, drivers, type StoredPrinter } from "./printer.ts"
import { printerWords } from "./printer-words.ts"

interface Device {
  readonly id: string
  readonly name: string
  readonly kind: string
}

interface Station {
  readonly key: string
  readonly name: string
  readonly names?: Readonly<Record<string, string>>
}

/** Whose tickets it prints, and how they get to it. */
export const ReachPart = ({
  printer,
  driver: first,
  failure,
}: {
  printer: StoredPrinter | undefined
  driver: Driver
  failure: Error | undefined
}) => {
  const words = useWords(printerWords)
  const language = useLanguage()
  const stations = useAsked<ListPage<Station>>("/plugins/kds/stations?size=200")
  const devices = useAsked<ListPage<Device>>("/plugins/devices/devices?size=200")
  const [driver, setDriver] = useState(first)
  const fitting = (devices.value?.items ?? []).filter(({ kind }) => kind === kindOf[driver])
  return (
    <>
      {stations.value !== undefined && (
        <FieldGroup label={words.stations} hint={words.stationsHint}>
          <div className="ticks">
            {stations.value.items.map((station) => (
              <TickField
                key={station.key}
                label={nameIn(language, station)}
                name="stations"
                value={station.key}
                defaultChecked={printer?.stations.some((one) => one === station.key) ?? false}
              />
            ))}
          </div>
        </FieldGroup>
      )}
      <ChoiceField
        label={words.how}
        name="driver"
        value={driver}
        choices={drivers.map((one) => ({ value: one, label: words.drivers[one] }))}
        problem={problemAt(failure, "driver")}
        onChange={({ target }) => setDriver(target.value as Driver)}
      />
      {driver === "network" ? (
        <div className="row row--end">
          <TextField
            label={words.host}
            hint={words.hostHint}
            name="host"
            required
            autoCapitalize="none"
            spellCheck={false}
            defaultValue={printer?.address?.host ?? ""}
            problem={problemAt(failure, "address.host")}
          />
          <TextField
            label={words.port}
            name="port"
            type="number"
            min={1}
            max={65_535}
            required
            defaultValue={printer?.address?.port ?? usualPort}
            problem={problemAt(failure, "address.port")}
          />
        </div>
      ) : (
        // It is drawn anew when the devices are there, so that the one it has is chosen.
        <ChoiceField
          key={devices.value === undefined ? "asking" : driver}
          label={words.device}
          hint={words.deviceHint}
          name="deviceId"
          defaultValue={printer?.deviceId ?? ""}
          choices={[
            { value: "", label: words.deviceNone },
            ...fitting.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          problem={problemAt(failure, "deviceId")}
        />
      )}
    </>
  )
}

const usualPort = 9100

/** Which kind of device drives it; a network printer has none but the hub. */
const kindOf: Readonly<Record<Driver, string>> = {
  agent: "printerAgent",
  network: "",
  cloudprnt: "cloudprnt",
  cloudprntMqtt: "cloudprnt",
  epson: "epson",
}
