import type { ComponentProps } from "react"
import { Icon, type IconName } from "./icon.tsx"
import "./button.css"

interface ButtonProps extends ComponentProps<"button"> {
  /** `primary` once per view at most; `quiet` has no frame; `danger` takes something away. */
  readonly kind?: "plain" | "primary" | "quiet" | "danger"
  /** Also 64 px high, for wet hands. */
  readonly large?: boolean
  readonly wide?: boolean
  readonly icon?: IconName
}

/** At least 56 px in both directions. With an icon and no text it needs an `aria-label`. */
export const Button = ({
  kind = "plain",
  large = false,
  wide = false,
  icon,
  className = "",
  children,
  ...rest
}: ButtonProps) => (
  <button
    type="button"
    className={`button button--${kind}${large ? " button--large" : ""}${wide ? " button--wide" : ""} ${className}`}
    {...rest}
  >
    {icon !== undefined && <Icon name={icon} size={large ? 24 : 20} />}
    {children}
  </button>
)
