import type { ReactNode } from "react"
import { Button } from "./button.tsx"
import { Icon } from "./icon.tsx"
import "./search-field.css"

/** Where somebody looks for something by its name. What stands beside it comes last in the row. */
export const SearchField = ({
  value,
  label,
  clear,
  className,
  children,
  onChange,
}: {
  value: string
  label: string
  /** What the button that empties it is called. */
  clear: string
  className: string
  children?: ReactNode
  onChange: (value: string) => void
}) => (
  <search className={`search ${className}`}>
    <Icon name="search" />
    <input
      type="search"
      value={value}
      aria-label={label}
      placeholder={label}
      autoComplete="off"
      enterKeyHint="search"
      onChange={(event) => onChange(event.target.value)}
    />
    {value !== "" && (
      <Button kind="quiet" icon="close" aria-label={clear} onClick={() => onChange("")} />
    )}
    {children}
  </search>
)
