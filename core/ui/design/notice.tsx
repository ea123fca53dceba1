import type { ReactNode } from "react"
import { Icon, type IconName } from "./icon.tsx"
import "./notice.css"

export type NoticeTone = "info" | "ok" | "warn" | "bad"

/** A few sentences that stand out. `live` reads them aloud when they appear. */
export const Notice = ({
  tone = "info",
  icon = icons[tone],
  live = false,
  children,
}: {
  tone?: NoticeTone
  icon?: IconName
  live?: boolean
  children: ReactNode
}) => (
  <div
    className={`notice notice--${tone}`}
    {...(live && { role: tone === "bad" ? "alert" : "status" })}
  >
    <Icon name={icon} />
    <div className="notice__text">{children}</div>
  </div>
)

const icons: Readonly<Record<NoticeTone, IconName>> = {
  info: "help",
  ok: "check",
  warn: "alert",
  bad: "alert",
}
