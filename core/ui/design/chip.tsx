import type { ReactNode } from "react"
import { Icon, type IconName } from "./icon.tsx"
import "./chip.css"

export type Tone = "plain" | "strong" | "accent" | "ok" | "warn" | "late" | "allergen"

/** A short fact about the thing it stands on. Always a word; the tone only repeats what the word says. */
export const Chip = ({
  tone = "plain",
  icon,
  children,
}: {
  tone?: Tone
  icon?: IconName
  children: ReactNode
}) => (
  <span className={`chip chip--${tone}`}>
    {icon !== undefined && <Icon name={icon} size={16} />}
    {children}
  </span>
)
