import { useState } from "react"
import { ChoiceField, FieldGroup, TextField, TickField } from "#core/ui/design/field.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { problemAt } from "#core/ui/session/refusal-sentence.ts"
import { useAsked } from "#core/ui/session/use-asked.ts"
import { LogoField } from "./logo-field.tsx"
import type { Profile, StoredPrinter } from "./printer.ts"
import { printerWords } from "./printer-words.ts"

/** How its papers look. What the model cannot do is said where it would be chosen. */
export const PaperPart = ({
  printer,
  logo,
  onLogo,
  failure,
}: {
  printer: StoredPrinter | undefined
  logo: string
  onLogo: (logo: string) => void
  failure: Error | undefined
}) => {
  const words = useWords(printerWords)
  const profiles = useAsked<{ readonly items: ReadonlyArray<Profile> }>(
    "/plugins/printer/profiles?size=200",
  )
  const [key, setKey] = useState(printer?.profile ?? "")
  const profile = profiles.value?.items.find((one) => one.key === key)
  const allowed = profile?.columns.allowed ?? everyWidth
  const width = allowed.includes(printer?.columns ?? 48)
    ? (printer?.columns ?? 48)
    : (profile?.columns.default ?? 48)
  const known = Object.keys(words.languages)
  const language = printer?.language ?? "en"
  return (
    <>
      <ChoiceField
        label={words.profile}
        hint={profile?.confirms === false ? words.unconfirmed : undefined}
        name="profile"
        value={key}
        choices={[
          { value: "", label: words.profileOther },
          ...(profiles.value?.items ?? []).map((one) => ({ value: one.key, label: one.name })),
          // A model whose file is gone is still what was chosen.
          ...(key === "" || profile !== undefined ? [] : [{ value: key, label: key }]),
        ]}
        problem={problemAt(failure, "profile")}
        onChange={({ target }) => setKey(target.value)}
      />
      <div className="row row--end">
        <ChoiceField
          key={key}
          label={words.columns}
          hint={words.columnsHint}
          name="columns"
          defaultValue={String(width)}
          choices={allowed.map((one) => ({ value: String(one), label: String(one) }))}
          problem={problemAt(failure, "columns")}
        />
        <ChoiceField
          label={words.language}
          name="language"
          defaultValue={language}
          choices={[...new Set([...known, language])].map((one) => ({
            value: one,
            label: words.languages[one] ?? one,
          }))}
          problem={problemAt(failure, "language")}
        />
        <TextField
          label={words.copies}
          name="copies"
          type="number"
          min={1}
          max={5}
          required
          defaultValue={printer?.copies ?? 1}
          problem={problemAt(failure, "copies")}
        />
      </div>
      <FieldGroup label={words.extras}>
        <TickField
          label={words.buzzer}
          hint={profile?.sounds === false ? words.buzzerNone : words.buzzerHint}
          name="buzzer"
          defaultChecked={printer?.buzzer ?? false}
        />
        <TickField
          label={words.drawer}
          hint={profile?.opensDrawer === false ? words.drawerNone : undefined}
          name="drawer"
          defaultChecked={printer?.drawer ?? false}
        />
      </FieldGroup>
      <LogoField logo={logo} onChange={onLogo} problem={problemAt(failure, "logo")} />
    </>
  )
}

const everyWidth: Profile["columns"]["allowed"] = [32, 35, 42, 44, 48, 64]
