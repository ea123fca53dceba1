import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useState,
} from "react"
import { v7 } from "uuid"
import { HubRefusal } from "#core/client/hub-refusal.ts"
import type { OutboxCommand } from "#core/client/outbox.ts"
import { useHub } from "#core/ui/hub/hub-provider.tsx"
import { type RefusedDeed, rememberedRefusals, rememberRefusals } from "./refused-deed.ts"
import { type Deed, deedOf, orderIdOf, type SentCommand } from "./sent-command.ts"

/** Where a waiter's wishes go: what was asked, what is on its way, and what the hub said no to. */
export interface Desk {
  /** Oldest first. */
  readonly sent: ReadonlyArray<SentCommand>
  readonly refusals: ReadonlyArray<RefusedDeed>
  readonly ask: (deed: Deed) => void
  /** However often it is asked under this cid, it is done once. False: the page goes away before the answer. */
  readonly askOnce: (cid: string, deed: Deed) => Promise<boolean>
  readonly dismiss: (refusal: RefusedDeed) => void
}

export const DeskProvider = ({ children }: { children: ReactNode }) => {
  const hub = useHub()
  const [sent, setSent] = useState<ReadonlyArray<SentCommand>>([])
  const [refusals, setRefusals] = useState(rememberedRefusals)
  useEffect(() => rememberRefusals(refusals), [refusals])

  const refuse = useCallback(
    (cid: string, deed: Deed, { code, detail, meta }: HubRefusal) => {
      setSent((all) => all.filter(({ command }) => command.cid !== cid))
      const refused = { cid, deed, orderId: orderIdOf(deed), code, detail, meta, at: hub.now() }
      setRefusals((all) => [...all.filter((one) => one.cid !== cid), refused])
    },
    [hub],
  )

  useEffect(() => hub.onPending((pending) => setSent((all) => afterAnswers(all, pending))), [hub])
  useEffect(
    () => hub.onRefused((command, refusal) => refuse(command.cid, deedOf(command), refusal)),
    [hub, refuse],
  )
  useEffect(() => {
    if (!sent.some(({ heard }) => heard)) return
    const timer = setTimeout(
      () => setSent((all) => all.filter(({ heard }) => !heard)),
      pictureFollowsMs,
    )
    return () => clearTimeout(timer)
  }, [sent])

  const askOnce = useCallback(
    async (cid: string, deed: Deed) => {
      try {
        const { rev } = await hub.command(deed.op, deed.args, { cid })
        if (rev !== undefined)
          setSent((all) => all.map((one) => (one.command.cid === cid ? { ...one, rev } : one)))
        return true
      } catch (problem) {
        // The page is going away; the outbox keeps the command for its next life.
        if (!(problem instanceof HubRefusal) || problem.code === "CLIENT_CLOSED") return false
        refuse(cid, deed, problem)
        return true
      }
    },
    [hub, refuse],
  )

  const desk = useMemo<Desk>(
    () => ({
      sent,
      refusals,
      ask: (deed) => void askOnce(v7(), deed),
      askOnce,
      dismiss: ({ cid }) => setRefusals((all) => all.filter((one) => one.cid !== cid)),
    }),
    [sent, refusals, askOnce],
  )
  return <DeskContext value={desk}>{children}</DeskContext>
}

export const useDesk = (): Desk => {
  const desk = useContext(DeskContext)
  if (desk === undefined) throw new Error("useDesk outside DeskProvider")
  return desk
}

const DeskContext = createContext<Desk | undefined>(undefined)

/** After the hub's yes its picture is here within a round trip. */
const pictureFollowsMs = 2000

/** What is no longer pending was heard (or refused, and is taken out by the refusal). */
const afterAnswers = (
  sent: ReadonlyArray<SentCommand>,
  pending: ReadonlyArray<OutboxCommand>,
): ReadonlyArray<SentCommand> => {
  const waiting = new Set(pending.map(({ cid }) => cid))
  const answered = sent.flatMap((one) =>
    waiting.has(one.command.cid) ? [] : [one.heard ? one : { ...one, heard: true }],
  )
  return [...answered, ...pending.map((command) => ({ command, heard: false }))]
}
