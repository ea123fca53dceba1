import type { ReactNode } from "react"
import "./button-row.css"

/** Buttons that belong together; `label` is what a screen reader calls them. */
export const ButtonRow = ({ label, children }: { label: string; children: ReactNode }) => (
  <fieldset className="button-row">
    <legend className="only-read">{label}</legend>
    {children}
  </fieldset>
)
