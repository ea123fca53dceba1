import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react"
import { v7 } from "uuid"
import { useDesk } from "./desk.tsx"
import { useHands } from "./hands.tsx"
import type { ShownOrder } from "./shown-order.ts"
import { go, hashOf } from "./use-route.ts"
import { placeOf } from "./way-to-order.ts"

type ClosedOrder = Pick<ShownOrder, "id" | "number" | "tableId" | "table">

/** Closing orders, with a way back. */
export interface Closing {
  /** What the hub closed last, until somebody takes note of it. */
  readonly closed: ClosedOrder | undefined
  readonly close: (order: ClosedOrder) => void
  readonly reopen: (order: Pick<ClosedOrder, "id" | "tableId">) => void
  readonly forget: () => void
}

/**
 * An order that is closed leaves its table, and the handheld leaves it too: what is shown there next would be somebody
 * else's. When the hub refuses, nothing moves.
 */
export const ClosingProvider = ({ children }: { children: ReactNode }) => {
  const { ask, askOnce, refusals } = useDesk()
  const { beforeChange } = useHands()
  const [answered, setAnswered] = useState<Answered>()
  const refused = refusals.some(({ cid }) => cid === answered?.cid)
  const { order: closed, from } = refused ? nothing : (answered ?? nothing)
  useEffect(() => beforeChange(() => setAnswered(undefined)), [beforeChange])
  useEffect(() => {
    if (closed !== undefined && location.hash === from) go({ at: "tables" })
  }, [closed, from])
  const closing = useMemo<Closing>(
    () => ({
      closed,
      close: (order) => {
        const cid = v7()
        const from = location.hash
        void askOnce(cid, { op: "close", args: { orderId: order.id } }).then((isAnswered) => {
          if (isAnswered) setAnswered({ cid, order, from })
        })
      },
      reopen: ({ id, tableId }) => {
        ask({ op: "reopen", args: { orderId: id } })
        setAnswered(undefined)
        const place = placeOf(id, tableId)
        if (location.hash !== hashOf(place)) go(place)
      },
      forget: () => setAnswered(undefined),
    }),
    [closed, ask, askOnce],
  )
  return <ClosingContext value={closing}>{children}</ClosingContext>
}

export const useClosing = (): Closing => {
  const closing = useContext(ClosingContext)
  if (closing === undefined) throw new Error("useClosing outside ClosingProvider")
  return closing
}

const ClosingContext = createContext<Closing | undefined>(undefined)

interface Answered {
  readonly cid: string
  readonly order: ClosedOrder
  /** Where it was asked. */
  readonly from: string
}

const nothing = { order: undefined, from: undefined }
