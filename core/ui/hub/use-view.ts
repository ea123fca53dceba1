import { useEffect, useState } from "react"
import { useHub } from "./hub-provider.tsx"

/** A view as this page shows it. `items` holds the same objects as before for whatever did not change. */
export interface View<V> {
  readonly items: ReadonlyMap<string, V>
  readonly seq: number
  /** Connected, and caught up. */
  readonly live: boolean
  /** False until the first picture came. */
  readonly known: boolean
  readonly problem?: { readonly code: string; readonly detail: string }
}

/**
 * Follows a view of the hub and tells the hub what was really painted here: `seen` leaves after the browser drew the
 * frame that holds the number, so a hidden tab or a sleeping tablet never claims to have shown anything.
 *
 * @param name undefined: no view yet
 */
export const useView = <V>(name: string | undefined): View<V> => {
  const hub = useHub()
  const [view, setView] = useState<View<V>>(unknownView)
  useEffect(() => {
    setView(unknownView)
    if (name === undefined) return
    return hub.watch(name, ({ items, ...rest }) =>
      setView({ ...rest, known: true, items: items as ReadonlyMap<string, V> }),
    )
  }, [hub, name])
  const { seq, live } = view
  useEffect(() => {
    if (name === undefined || !live) return
    return afterPaint(() => hub.seen(name, seq))
  }, [hub, name, seq, live])
  return view
}

const unknownView: View<never> = {
  items: new Map<string, never>(),
  seq: 0,
  live: false,
  known: false,
}

/** A frame's callback runs before that frame is drawn; the next frame's runs after it. */
const afterPaint = (run: () => void): (() => void) => {
  let frame = requestAnimationFrame(() => {
    frame = requestAnimationFrame(run)
  })
  return () => cancelAnimationFrame(frame)
}
