import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
} from "react"
import { v7 } from "uuid"
import type { OrderId } from "#core/kitchen/ids.ts"
import type { LinePart } from "#core/kitchen/order-command.ts"
import { personIn, type Session } from "#core/ui/session/session.ts"
import { useSession } from "#core/ui/session/session-gate.tsx"
import { type Collected, forgetCollected, keepCollected, keptCollected } from "./collected.ts"
import { useDesk } from "./desk.tsx"
import { useHands } from "./hands.tsx"

/** Collecting with a moment to take it back. */
export interface Collecting {
  /** What can be taken back, oldest first. */
  readonly collected: ReadonlyArray<Collected>
  readonly collect: (orderId: OrderId, parts: ReadonlyArray<LinePart>) => void
  readonly takeBack: (one: Collected) => void
  /** It can no longer be taken back here: send it. */
  readonly settle: () => void
}

/**
 * Sends what was collected when its moment is over, and before anything else can happen to it: the page is hidden or
 * left, the handheld changes hands, or a page that died is opened again.
 */
export const CollectingProvider = ({ children }: { children: ReactNode }) => {
  const session = useSession()
  const { askOnce } = useDesk()
  const { beforeChange } = useHands()
  const [collected, setCollected] = useState<ReadonlyArray<Collected>>([])

  // Whose the connection is: for a moment the session is ahead of it.
  const owner = useRef(whoHas(session))

  const send = useCallback(
    (some: ReadonlyArray<Collected>) => {
      const ids = new Set(some.map(({ cid }) => cid))
      setCollected((all) => all.filter(({ cid }) => !ids.has(cid)))
      // What another person collected stays written down until they are back: it goes in no other name.
      for (const { cid, orderId, parts } of some.filter(({ by }) => by === owner.current))
        void askOnce(cid, { op: "serveLines", args: { orderId, parts } }).then((answered) => {
          if (answered) forgetCollected(cid)
        })
    },
    [askOnce],
  )
  const settle = useCallback(() => send(keptCollected()), [send])

  useEffect(() => {
    owner.current = whoHas(session)
    settle()
  }, [session, settle])
  useEffect(() => {
    const hidden = () => document.visibilityState === "hidden" && settle()
    const stop = beforeChange(settle)
    document.addEventListener("visibilitychange", hidden)
    addEventListener("pagehide", settle)
    return () => {
      stop()
      document.removeEventListener("visibilitychange", hidden)
      removeEventListener("pagehide", settle)
    }
  }, [settle, beforeChange])
  useEffect(() => {
    const [oldest] = collected
    if (oldest === undefined) return
    const timer = setTimeout(() => send([oldest]), oldest.at + takeBackMs - Date.now())
    return () => clearTimeout(timer)
  }, [collected, send])

  const collecting = useMemo<Collecting>(
    () => ({
      collected,
      collect: (orderId, parts) => {
        const one = { cid: v7(), orderId, parts, by: owner.current, at: Date.now() }
        keepCollected(one)
        setCollected((all) => [...all, one])
      },
      takeBack: ({ cid }) => {
        forgetCollected(cid)
        setCollected((all) => all.filter((one) => one.cid !== cid))
      },
      settle,
    }),
    [collected, settle],
  )
  return <CollectingContext value={collecting}>{children}</CollectingContext>
}

export const useCollecting = (): Collecting => {
  const collecting = useContext(CollectingContext)
  if (collecting === undefined) throw new Error("useCollecting outside CollectingProvider")
  return collecting
}

const CollectingContext = createContext<Collecting | undefined>(undefined)

const takeBackMs = 4000

const whoHas = (session: Session): string =>
  [session.name, personIn(session.state())?.id ?? []].flat().join(".")
