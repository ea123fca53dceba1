import { useEffect, useRef } from "react"
import { play } from "#core/ui/sound.ts"
import type { FloorItem } from "./floor-row.ts"
import { readyOrders } from "./ready-orders.ts"

/** A sound when more stands at the pass than before; the first picture after loading is no news. */
export const useReadyChime = (floor: ReadonlyMap<string, FloorItem>, known: boolean): void => {
  const before = useRef<ReadonlyMap<string, number>>(undefined)
  useEffect(() => {
    if (!known) return
    const ready = new Map(
      readyOrders(floor).map(({ order }) => [order.orderId as string, order.counts.ready ?? 0]),
    )
    const last = before.current
    before.current = ready
    if (last !== undefined && [...ready].some(([id, units]) => units > (last.get(id) ?? 0)))
      play("ready")
  }, [floor, known])
}
