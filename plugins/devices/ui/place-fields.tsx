import { ChoiceField, TextField } from "#core/ui/design/field.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { problemAt } from "#core/ui/session/refusal-sentence.ts"
import type { FleetDevice, FleetKind } from "./fleet-device.ts"
import { fleetWords } from "./fleet-words.ts"
import { usePlaces } from "./places.ts"

/** Name, rights and place of a device, as far as its kind has them. */
export const PlaceFields = ({
  kind,
  name,
  failure,
  current,
}: {
  kind: FleetKind
  /** As the device calls itself. */
  name: string
  failure: Error | undefined
  /** Of one that is in already: what is chosen now. A printer is given to it on the printer's own page. */
  current?: Pick<FleetDevice, "screenId" | "station" | "role">
}) => {
  const words = useWords(fleetWords)
  const { roles, screens, stations, printers } = usePlaces()
  const prints = kind === "printerAgent" || kind === "cloudprnt" || kind === "epson"
  return (
    <>
      <TextField
        label={words.name}
        hint={words.nameHint}
        name="name"
        required
        maxLength={120}
        dir="auto"
        autoComplete="off"
        defaultValue={name}
        data-first
        problem={problemAt(failure, "name")}
      />
      {kind === "kds" && (
        <ChoiceField
          // The choices come later than the form: what is chosen now must be among them.
          key={`screen ${screens.length}`}
          label={words.screen}
          name="screenId"
          defaultValue={current?.screenId ?? ""}
          choices={[{ value: "", label: words.screenNone }, ...screens]}
          problem={problemAt(failure, "screenId")}
        />
      )}
      <ChoiceField
        key={`station ${stations.length}`}
        label={words.station}
        name="station"
        defaultValue={current?.station ?? ""}
        choices={[{ value: "", label: words.stationNone }, ...stations]}
        problem={problemAt(failure, "station")}
      />
      {prints && current === undefined && (
        <ChoiceField
          label={words.printer}
          name="printerId"
          choices={[{ value: "", label: words.printerNone }, ...printers]}
          problem={problemAt(failure, "printerId")}
        />
      )}
      {!prints && (
        <ChoiceField
          key={`role ${roles.length}`}
          label={words.role}
          hint={words.roleHint}
          name="role"
          defaultValue={current?.role ?? ""}
          choices={[{ value: "", label: words.roleNone }, ...roles]}
          problem={problemAt(failure, "role")}
        />
      )}
    </>
  )
}

/** What was filled in; what was left open is not sent. */
export const placeOf = (form: HTMLFormElement): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...new FormData(form)].flatMap(([key, value]) => {
      const text = String(value).trim()
      return text === "" ? [] : [[key, text]]
    }),
  )
