import { ChoiceField, TextField } from "#core/ui/design/field.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { problemAt } from "#core/ui/session/refusal-sentence.ts"
import type { FleetKind } from "./fleet-device.ts"
import { fleetWords } from "./fleet-words.ts"
import { usePlaces } from "./places.ts"

/** Name, rights and place of a device that is to come, as far as its kind has them. */
export const PlaceFields = ({
  kind,
  name,
  failure,
}: {
  kind: FleetKind
  /** As the device calls itself. */
  name: string
  failure: Error | undefined
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
          label={words.screen}
          name="screenId"
          choices={[{ value: "", label: words.screenNone }, ...screens]}
          problem={problemAt(failure, "screenId")}
        />
      )}
      <ChoiceField
        label={words.station}
        name="station"
        choices={[{ value: "", label: words.stationNone }, ...stations]}
        problem={problemAt(failure, "station")}
      />
      {prints ? (
        <ChoiceField
          label={words.printer}
          name="printerId"
          choices={[{ value: "", label: words.printerNone }, ...printers]}
          problem={problemAt(failure, "printerId")}
        />
      ) : (
        <ChoiceField
          label={words.role}
          hint={words.roleHint}
          name="role"
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
