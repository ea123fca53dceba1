import { type ComponentProps, type ReactNode, useId } from "react"
import { Icon } from "./icon.tsx"
import "./field.css"

/** What a control needs so that a screen reader says its hint and its problem with it. */
export interface Described {
  readonly id: string
  readonly "aria-describedby": string | undefined
  readonly "aria-invalid": true | undefined
}

interface FieldText {
  readonly label: ReactNode
  /** Said before somebody types. */
  readonly hint?: ReactNode
  /** What is wrong with what was typed. */
  readonly problem?: string | undefined
}

/** A labelled control with its rules above it and its problem below it. */
export const Field = ({
  label,
  hint,
  problem,
  children,
}: FieldText & { readonly children: (described: Described) => ReactNode }) => {
  const id = useId()
  const hintId = `${id}-hint`
  const problemId = `${id}-problem`
  const ids = [hint !== undefined && hintId, problem !== undefined && problemId].filter(Boolean)
  return (
    <div className="field">
      <label className="field__label" htmlFor={id}>
        {label}
      </label>
      {hint !== undefined && (
        <p className="field__hint" id={hintId}>
          {hint}
        </p>
      )}
      {children({
        id,
        "aria-describedby": ids.length === 0 ? undefined : ids.join(" "),
        "aria-invalid": problem === undefined ? undefined : true,
      })}
      {problem !== undefined && <Problem id={problemId} text={problem} />}
    </div>
  )
}

export const TextField = ({
  label,
  hint,
  problem,
  ...rest
}: FieldText & ComponentProps<"input">) => (
  <Field label={label} hint={hint} problem={problem}>
    {(described) => <input {...rest} {...described} />}
  </Field>
)

export interface Choice {
  readonly value: string
  readonly label: string
}

export const ChoiceField = ({
  label,
  hint,
  problem,
  choices,
  ...rest
}: FieldText & ComponentProps<"select"> & { readonly choices: ReadonlyArray<Choice> }) => (
  <Field label={label} hint={hint} problem={problem}>
    {(described) => (
      <select {...rest} {...described}>
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </select>
    )}
  </Field>
)

/** A yes or no, or one of several with `type="radio"`: the whole row is the target. */
export const TickField = ({
  label,
  hint,
  type = "checkbox",
  ...rest
}: Omit<FieldText, "problem"> & ComponentProps<"input">) => {
  const id = useId()
  const hintId = `${id}-hint`
  return (
    <label className="tick">
      <input
        type={type}
        aria-labelledby={id}
        aria-describedby={hint === undefined ? undefined : hintId}
        {...rest}
      />
      <span className="tick__text">
        <span className="tick__label" id={id}>
          {label}
        </span>
        {hint !== undefined && (
          <span className="field__hint" id={hintId}>
            {hint}
          </span>
        )}
      </span>
    </label>
  )
}

/** Several controls that answer one question. */
export const FieldGroup = ({
  label,
  hint,
  problem,
  children,
}: FieldText & { readonly children: ReactNode }) => {
  const id = useId()
  return (
    <fieldset
      className="field-group"
      aria-describedby={problem === undefined ? undefined : id}
      aria-invalid={problem === undefined ? undefined : true}
    >
      <legend className="field__label">{label}</legend>
      {hint !== undefined && <p className="field__hint">{hint}</p>}
      {children}
      {problem !== undefined && <Problem id={id} text={problem} />}
    </fieldset>
  )
}

const Problem = ({ id, text }: { id: string; text: string }) => (
  <p className="field__problem" id={id}>
    <Icon name="alert" size={16} />
    {text}
  </p>
)
