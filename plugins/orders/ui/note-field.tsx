import { useId } from "react"
import "./note-field.css"

/** Free words; the hub takes 280 characters. */
export const NoteField = ({
  label,
  value,
  onChange,
}: {
  label: string
  value: string
  onChange: (value: string) => void
}) => {
  const id = useId()
  return (
    <div className="note-field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        dir="auto"
        value={value}
        maxLength={280}
        autoComplete="off"
        enterKeyHint="done"
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  )
}
