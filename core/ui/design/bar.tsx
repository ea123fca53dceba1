import type { ReactNode } from "react"
import "./bar.css"

/** The strip at the top of a page: what this is on the left, its state and switches on the right. */
export const Bar = ({ title, children }: { title: ReactNode; children?: ReactNode }) => (
  <header className="bar">
    <h1 className="bar__title" dir="auto">
      {title}
    </h1>
    <div className="bar__tools">{children}</div>
  </header>
)
