import type { ReactNode } from "react"
import "./room-section.css"

/** Part of a sheet under the name of a room, or of a place that people name like one. */
export const RoomSection = ({ name, children }: { name: string; children: ReactNode }) => (
  <section className="room-section" aria-label={name}>
    <h3 dir="auto">{name}</h3>
    {children}
  </section>
)
