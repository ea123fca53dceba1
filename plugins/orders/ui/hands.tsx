import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from "react"
import type { HubClient } from "#core/client/hub-client.ts"
import { useHub } from "#core/ui/hub/hub-provider.tsx"
import type { Person } from "#core/ui/session/hand-over.ts"
import { personIn } from "#core/ui/session/session.ts"
import { useSession } from "#core/ui/session/session-gate.tsx"
import type { PinProblem } from "./pin-problem.ts"
import { forgetSomebodys, rememberSomebodys, wasSomebodys } from "./somebodys.ts"

/** Who has this handheld, and how it changes hands. */
export interface Hands {
  readonly person: Person | undefined
  /** The handheld is no device of its own: it speaks for this user, and no PIN can change that. */
  readonly speaksFor: string | undefined
  /** Somebody had it and has it no more, on purpose or not: it asks whose it is before anything else. */
  readonly locked: boolean
  /** It is the device's own again, until somebody takes it over. */
  readonly goOnAsNobody: () => void
  /** What became of the last PIN: the pad it was typed on may be another one by now. */
  readonly pinProblem: PinProblem | undefined
  readonly setPinProblem: (problem: PinProblem | undefined) => void
  /**
   * What was asked before leaves first, in the name of whoever asked.
   *
   * @throws StillWaiting when it cannot leave now · ApiRefusal as `handOver` says
   */
  readonly takeOver: (pin: string) => Promise<void>
  /** @throws StillWaiting */
  readonly lock: () => Promise<void>
  /** Runs whenever it is about to change hands: the last moment to ask something in this name. Returns the way to stop. */
  readonly beforeChange: (run: () => void) => () => void
}

/** Nobody else gets the handheld while somebody's wishes wait on it. */
export class StillWaiting extends Error {
  readonly count: number
  constructor(count: number) {
    super(`${count} commands wait to be sent`)
    this.count = count
  }
}

export const HandsProvider = ({ children }: { children: ReactNode }) => {
  const session = useSession()
  const hub = useHub()
  const state = useSyncExternalStore(session.subscribe, session.state)
  const before = useRef(new Set<() => void>())
  const beforeChange = useCallback((run: () => void) => {
    before.current.add(run)
    return () => {
      before.current.delete(run)
    }
  }, [])
  const person = personIn(state)
  const speaksFor = state.kind === "signedIn" ? state.speaksFor : undefined
  const [somebodys, setSomebodys] = useState(wasSomebodys)
  const [pinProblem, setPinProblem] = useState<PinProblem>()
  useEffect(() => {
    if (person === undefined) return
    rememberSomebodys()
    setSomebodys(true)
  }, [person])
  const hands = useMemo<Hands>(
    () => ({
      person,
      speaksFor,
      locked: somebodys && person === undefined && speaksFor === undefined,
      goOnAsNobody: () => {
        forgetSomebodys()
        setSomebodys(false)
        setPinProblem(undefined)
      },
      pinProblem,
      setPinProblem,
      takeOver: async (pin) => {
        for (const run of before.current) run()
        await allSent(hub)
        await session.takeOver(pin, "orders.order.place")
      },
      lock: async () => {
        for (const run of before.current) run()
        await allSent(hub)
        await session.giveBack()
      },
      beforeChange,
    }),
    [session, person, speaksFor, somebodys, pinProblem, hub, beforeChange],
  )
  return <HandsContext value={hands}>{children}</HandsContext>
}

export const useHands = (): Hands => {
  const hands = useContext(HandsContext)
  if (hands === undefined) throw new Error("useHands outside HandsProvider")
  return hands
}

const HandsContext = createContext<Hands | undefined>(undefined)

/** A busy hub answers well within it; without a connection nothing changes by waiting longer. */
const sentWithinMs = 8000

const allSent = (hub: HubClient): Promise<void> =>
  new Promise((resolve, reject) => {
    const settle = (count: number) => {
      clearTimeout(timer)
      // The listener is called before there is a way to stop it.
      queueMicrotask(() => stop())
      if (count === 0) resolve()
      else reject(new StillWaiting(count))
    }
    const timer = setTimeout(() => settle(hub.pending().length), sentWithinMs)
    const stop = hub.onPending((pending) => {
      if (pending.length === 0) settle(0)
      else if (hub.status === "notLive") settle(pending.length)
    })
  })
