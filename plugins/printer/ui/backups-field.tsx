import { Button } from "#core/ui/design/button.tsx"
import { ChoiceField, FieldGroup } from "#core/ui/design/field.tsx"
import { Icon } from "#core/ui/design/icon.tsx"
import { useWords } from "#core/ui/i18n.ts"
import type { StoredPrinter } from "./printer.ts"
import { printerWords } from "./printer-words.ts"

/** Who prints instead, in this order. */
export const BackupsField = ({
  backups,
  others,
  onChange,
}: {
  backups: ReadonlyArray<string>
  others: ReadonlyArray<StoredPrinter>
  onChange: (backups: ReadonlyArray<string>) => void
}) => {
  const words = useWords(printerWords)
  const nameOf = (id: string) => others.find((one) => one.id === id)?.name ?? id
  const free = others.filter(({ id }) => !backups.includes(id))
  const swap = (at: number, by: 1 | -1) => {
    const next = [...backups]
    const [moved] = next.splice(at, 1)
    if (moved !== undefined) next.splice(at + by, 0, moved)
    onChange(next)
  }
  return (
    <FieldGroup label={words.backups} hint={words.backupsHint}>
      <ol className="printers__backups">
        {backups.map((id, at) => {
          const name = nameOf(id)
          return (
            <li key={id}>
              <span dir="auto">{words.backupNth(at + 1, name)}</span>
              <Button disabled={at === 0} aria-label={words.up(name)} onClick={() => swap(at, -1)}>
                <Icon name="up" />
              </Button>
              <Button
                disabled={at === backups.length - 1}
                aria-label={words.down(name)}
                onClick={() => swap(at, 1)}
              >
                <Icon name="down" />
              </Button>
              <Button
                kind="quiet"
                icon="close"
                aria-label={words.takeOut(name)}
                onClick={() => onChange(backups.filter((one) => one !== id))}
              />
            </li>
          )
        })}
      </ol>
      {free.length > 0 && backups.length < mostBackups && (
        <ChoiceField
          label={words.backupAdd}
          value=""
          choices={[
            { value: "", label: "—" },
            ...free.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          onChange={({ target }) => onChange([...backups, target.value])}
        />
      )}
    </FieldGroup>
  )
}

const mostBackups = 8
