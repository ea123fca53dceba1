import { useState } from "react"
import { Button } from "#core/ui/design/button.tsx"
import { ChoiceField, Field, FieldGroup, TextField, TickField } from "#core/ui/design/field.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { blankOf, type FormField, humanised } from "./form-model.ts"
import { settingsWords } from "./settings-words.ts"
import "./schema-control.css"

interface ControlProps {
  readonly field: FormField
  /** For a field without a title. */
  readonly name: string
  /** Where the hub's judgement names it: keys and indexes joined by dots. */
  readonly path: string
  readonly value: unknown
  readonly onValue: (value: unknown) => void
  readonly problemAt: (path: string) => string | undefined
  readonly disabled: boolean
}

/** One setting, however deep: the control that its Schema asks for. */
export const SchemaControl = (props: ControlProps) => {
  const { field, name, path, value, onValue, problemAt, disabled } = props
  const label = field.title ?? humanised(name)
  const text = { label, hint: field.description, problem: problemAt(path), disabled }
  switch (field.kind) {
    case "text":
      return (
        <TextField
          {...text}
          type={isTime(field.format, value) ? "time" : (inputTypes[field.format ?? ""] ?? "text")}
          maxLength={field.maxLength}
          value={typeof value === "string" ? value : ""}
          onChange={(event) => onValue(event.target.value)}
        />
      )
    case "number":
      return (
        <TextField
          {...text}
          type="number"
          inputMode={field.integer ? "numeric" : "decimal"}
          step={field.integer ? 1 : "any"}
          min={field.min}
          max={field.max}
          value={typeof value === "number" ? value : ""}
          onChange={({ target }) => onValue(target.value === "" ? null : target.valueAsNumber)}
        />
      )
    case "yesNo":
      return (
        <TickField
          {...text}
          checked={value === true}
          onChange={(event) => onValue(event.target.checked)}
        />
      )
    case "choice":
      return (
        <ChoiceField
          {...text}
          choices={field.choices.map((choice) => ({
            value: String(choice),
            label: humanised(String(choice)),
          }))}
          value={String(value ?? "")}
          onChange={(event) =>
            onValue(field.choices.find((choice) => String(choice) === event.target.value))
          }
        />
      )
    case "group":
      return (
        <FieldGroup label={label} hint={field.description}>
          <GroupFields {...props} fields={field.fields} />
        </FieldGroup>
      )
    case "list":
      return <ListControl {...props} label={label} item={field.item} maxItems={field.maxItems} />
    case "maybe":
      return <MaybeControl {...props} label={label} inner={field.field} empty={field.empty} />
    case "json":
      return <JsonControl {...text} value={value} onValue={onValue} />
  }
}

/** The settings of a plugin are a group without a frame of its own. */
export const GroupFields = ({
  fields,
  path,
  value,
  onValue,
  problemAt,
  disabled,
}: Omit<ControlProps, "field" | "name"> & {
  readonly fields: ReadonlyArray<{ readonly key: string; readonly field: FormField }>
}) => {
  const record = (value ?? {}) as Readonly<Record<string, unknown>>
  return (
    <div className="schema-group">
      {fields.map(({ key, field }) => (
        <SchemaControl
          key={key}
          field={field}
          name={key}
          path={path === "" ? key : `${path}.${key}`}
          value={record[key]}
          onValue={(next) => onValue(withKey(record, key, next))}
          problemAt={problemAt}
          disabled={disabled}
        />
      ))}
    </div>
  )
}

const ListControl = ({
  label,
  item,
  maxItems,
  field,
  path,
  value,
  onValue,
  problemAt,
  disabled,
}: ControlProps & {
  readonly label: string
  readonly item: FormField
  readonly maxItems: number | undefined
}) => {
  const words = useWords(settingsWords)
  const entries = Array.isArray(value) ? (value as ReadonlyArray<unknown>) : []
  const problem = problemAt(path)
  return (
    <FieldGroup label={label} hint={field.description}>
      {problem !== undefined && <p className="field__problem">{problem}</p>}
      {entries.length === 0 && <p className="field__hint">{words.empty}</p>}
      <ol className="schema-list">
        {entries.map((entry, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: entries of a setting have no identity but their place
          <li key={at} className="schema-list__entry">
            <div className="schema-list__fields">
              <SchemaControl
                field={item}
                name={words.entry(at + 1)}
                path={`${path}.${at}`}
                value={entry}
                onValue={(next) => onValue(entries.with(at, next))}
                problemAt={problemAt}
                disabled={disabled}
              />
            </div>
            {!disabled && (
              <Button
                icon="close"
                kind="quiet"
                aria-label={`${words.remove}: ${label}, ${words.entry(at + 1)}`}
                onClick={() => onValue(entries.filter((_, other) => other !== at))}
              />
            )}
          </li>
        ))}
      </ol>
      {!disabled && entries.length < (maxItems ?? Number.POSITIVE_INFINITY) && (
        <Button
          icon="add"
          className="schema-list__add"
          aria-label={`${words.add}: ${label}`}
          onClick={() => onValue([...entries, blankOf(item)])}
        >
          {words.add}
        </Button>
      )}
    </FieldGroup>
  )
}

const MaybeControl = ({
  label,
  inner,
  empty,
  ...props
}: ControlProps & {
  readonly label: string
  readonly inner: FormField
  readonly empty: null | undefined
}) => {
  const words = useWords(settingsWords)
  const isSet = props.value !== null && props.value !== undefined
  return (
    <div className="schema-maybe">
      <TickField
        label={`${label}: ${words.set}`}
        checked={isSet}
        disabled={props.disabled}
        onChange={({ target }) => props.onValue(target.checked ? blankOf(inner) : empty)}
      />
      {isSet && <SchemaControl {...props} field={{ ...inner, title: inner.title ?? label }} />}
    </div>
  )
}

const JsonControl = ({
  value,
  onValue,
  label,
  hint,
  problem,
  disabled,
}: {
  readonly value: unknown
  readonly onValue: (value: unknown) => void
  readonly label: string
  readonly hint: string | undefined
  readonly problem: string | undefined
  readonly disabled: boolean
}) => {
  const words = useWords(settingsWords)
  const [text, setText] = useState(() => JSON.stringify(value ?? null, null, 2))
  const [good, setGood] = useState(true)
  return (
    <Field label={label} hint={hint} problem={good ? problem : words.notJson}>
      {(described) => (
        <textarea
          {...described}
          className="code"
          rows={6}
          spellCheck={false}
          disabled={disabled}
          value={text}
          onChange={({ target }) => {
            setText(target.value)
            const parsed = parsedOrNothing(target.value)
            setGood(parsed !== undefined)
            if (parsed !== undefined) onValue(parsed.json)
          }}
        />
      )}
    </Field>
  )
}

const parsedOrNothing = (text: string): { readonly json: unknown } | undefined => {
  try {
    return { json: JSON.parse(text) }
  } catch {
    return undefined
  }
}

/** A key without a value is left out, as the Schema's own default means it. */
const withKey = (record: Readonly<Record<string, unknown>>, key: string, value: unknown) => {
  const { [key]: _, ...rest } = record
  return value === undefined ? rest : { ...record, [key]: value }
}

/** A pattern does not say that it is a time; what stands there does. */
const isTime = (format: string | undefined, value: unknown): boolean =>
  format === "time" || (typeof value === "string" && /^([01]\d|2[0-3]):[0-5]\d$/.test(value))

const inputTypes: Readonly<Record<string, string>> = {
  date: "date",
  email: "email",
  uri: "url",
  password: "password",
}
