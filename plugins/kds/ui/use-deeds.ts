import { useCallback, useEffect, useMemo, useState } from "react"
import { HubRefusal } from "#core/client/hub-refusal.ts"
import type { TicketId } from "#core/kitchen/ids.ts"
import type { TicketLine, TicketView } from "#core/kitchen/ticket.ts"
import { useHub } from "#core/ui/hub/hub-provider.tsx"
import { refusalSentence } from "#core/ui/hub/refusal-sentence.ts"
import { type Language, useLanguage } from "#core/ui/i18n.ts"
import { type Deed, isDone, isReady, withDeeds } from "./deed.ts"

/** What a cook can do. The same object for the life of the board, so that no ticket renders because of it. */
export interface Cook {
  readonly toggleLine: (ticket: TicketView, line: TicketLine) => void
  readonly acknowledge: (ticket: TicketView, line: TicketLine) => void
  readonly start: (ticket: TicketView) => void
  readonly bump: (ticket: TicketView) => void
  readonly recall: (ticket: TicketView) => void
}

interface Pending {
  readonly deed: Deed
  /** The hub has answered; its picture follows. */
  readonly heard: boolean
}

/** The hub's picture with what was tapped here on top of it, and the sentences of those taps that it refused. */
export const useDeeds = (picture: ReadonlyMap<string, TicketView>) => {
  const hub = useHub()
  const language = useLanguage()
  const [pending, setPending] = useState<ReadonlyArray<Pending>>([])
  const [refused, setRefused] = useState<ReadonlyMap<TicketId, unknown>>(new Map())

  const drop = useCallback(
    (deed: Deed) => setPending((all) => all.filter((one) => one.deed !== deed)),
    [],
  )

  const dismiss = useCallback(
    (ticketId: TicketId) =>
      setRefused((all) => {
        if (!all.has(ticketId)) return all
        const left = new Map(all)
        left.delete(ticketId)
        return left
      }),
    [],
  )

  const run = useCallback(
    async (op: string, args: { readonly ticketId: TicketId }, deed?: Deed) => {
      dismiss(args.ticketId)
      if (deed !== undefined)
        setPending((all) => [
          ...all.filter((one) => !isSameThing(one.deed, deed)),
          { deed, heard: false },
        ])
      try {
        await hub.command(op, args)
        if (deed === undefined) return
        setPending((all) => all.map((one) => (one.deed === deed ? { deed, heard: true } : one)))
        setTimeout(() => drop(deed), pictureFollowsMs)
      } catch (problem) {
        if (deed !== undefined) drop(deed)
        setRefused((all) => new Map(all).set(args.ticketId, problem))
      }
    },
    [hub, drop, dismiss],
  )

  useEffect(
    () =>
      setPending((all) => {
        const left = all.filter(
          ({ deed, heard }) => !(heard && isDone(deed, picture.get(deed.ticketId))),
        )
        return left.length === all.length ? all : left
      }),
    [picture],
  )

  const cook = useMemo<Cook>(
    () => ({
      toggleLine: ({ ticketId }, line) => {
        const kind = isReady(line) ? "unready" : "ready"
        const { lineId } = line
        void run(`${kind}Lines`, lines(ticketId, line), { kind, ticketId, lineId })
      },
      acknowledge: ({ ticketId }, line) => {
        const { lineId } = line
        void run("acknowledgeChange", lines(ticketId, line), {
          kind: "acknowledge",
          ticketId,
          lineId,
        })
      },
      start: ({ ticketId }) => void run("startLines", { ticketId }, { kind: "start", ticketId }),
      bump: ({ ticketId }) => void run("bumpTicket", { ticketId }, { kind: "bump", ticketId }),
      recall: ({ ticketId }) => {
        setPending((all) =>
          all.filter(({ deed }) => !(deed.kind === "bump" && deed.ticketId === ticketId)),
        )
        void run("recallTicket", { ticketId })
      },
    }),
    [run],
  )

  const tickets = useMemo(() => {
    const deeds = pending.map(({ deed }) => deed)
    return [...picture.values()].map((ticket) => withDeeds(ticket, deeds))
  }, [picture, pending])

  const refusals = useMemo(
    () => new Map([...refused].map(([id, problem]) => [id, sentenceOf(problem, language)])),
    [refused, language],
  )

  return { tickets, cook, refusals, dismiss }
}

/** After the hub's yes its picture is here within a round trip; a deed kept longer would hide what others do. */
const pictureFollowsMs = 1500

const sentenceOf = (problem: unknown, language: Language): string =>
  problem instanceof HubRefusal ? refusalSentence(problem, language) : String(problem)

const lines = (ticketId: TicketId, { lineId }: TicketLine) => ({ ticketId, lineIds: [lineId] })

/** Tapping a line twice is a change of mind about one thing, not two things. */
const isSameThing = (a: Deed, b: Deed): boolean => {
  if (a.ticketId !== b.ticketId) return false
  return "lineId" in a && "lineId" in b ? a.lineId === b.lineId : a.kind === b.kind
}
