import type { JobId } from "#core/kitchen/ids.ts"
import type { PrintCause } from "#core/kitchen/print-cause.ts"
import {
  asked,
  confirmed,
  fetched,
  type HandOver,
  handedIn,
  noted,
  type Outcome,
  type Turn,
} from "#devices/printers/pull/hand-over.ts"

/** One visit of the printer, and what goes wrong with it. */
export interface Visit {
  readonly hubCrash: "never" | "before noted" | "after noted" | "before told"
  readonly powerCut: "never" | "before paper" | "after paper"
  /** The bytes do not arrive at first; the printer asks again at once. */
  readonly bodyLost: boolean
  /** What becomes of the printer's word that it printed. */
  readonly word: "heard" | "lost" | "answer lost"
  /** A lost word is said again at the next visit, before anything else. */
  readonly late: boolean
  readonly trouble: PrintCause | undefined
}

/** What the log knows of the job in hand. */
interface Logged {
  readonly original: number
  readonly copy: number
  attempt: number
  accepted: boolean
  over: boolean
}

const calmVisit: Visit = {
  hubCrash: "never",
  powerCut: "never",
  bodyLost: false,
  word: "heard",
  late: true,
  trouble: undefined,
}

/**
 * A hub that is a hand-over and a log, and a printer that is a memory and a roll of paper. Everything outside of the
 * hand-over is as simple as can be: the log survives the hub, the paper survives the printer.
 */
export const fetchingWorld = (jobs: number) => {
  const papers = new Map<string, number>()
  const confirmedLate: Array<string> = []
  /** Tokens that became unknown without having left the hub. */
  let needless = 0
  let now = 0
  let original = 0
  let logged: Logged | undefined
  let handOver: HandOver | undefined

  const tokenOf = ({ original: n, copy }: Logged) => `${n}/${copy}`

  const handIn = (): void => {
    if (logged === undefined || logged.over) return
    logged.attempt += 1
    const token = tokenOf(logged)
    const given = { job: token as JobId, attempt: logged.attempt, token, notAfter: 1e12 }
    apply(handedIn(handOver, given, logged.accepted))
  }

  const next = (): void => {
    if (logged !== undefined && !logged.over) return
    if (original >= jobs) return
    original += 1
    logged = { original, copy: 0, attempt: 0, accepted: false, over: false }
    handIn()
  }

  const crash = (): void => {
    handOver = undefined
    handIn()
  }

  const ended = (state: Outcome["state"] | "expired"): void => {
    if (logged === undefined || logged.over) return
    switch (state) {
      case "printed":
      case "failed":
      case "expired":
        logged.over = true
        next()
        return
      case "refused":
        logged.accepted = false
        handIn()
        return
      case "unknown":
        if (!logged.accepted) needless += 1
        logged = { ...logged, copy: logged.copy + 1, attempt: 0, accepted: false }
        handIn()
        return
    }
  }

  const apply = (turn: Turn): Turn["act"]["act"] => {
    handOver = turn.next
    if (turn.act.act === "note" && handOver?.phase === "out" && logged !== undefined)
      logged.accepted = true
    if (turn.act.act === "tell") ended(turn.act.state)
    return turn.act.act
  }

  const fetch = (token: string, hubCrash: Visit["hubCrash"]): boolean => {
    const act = apply(fetched(handOver, token, now))
    if (act === "give") return true
    if (act !== "note" || logged === undefined) return false
    if (hubCrash === "before noted") {
      crash()
      return false
    }
    logged.accepted = true
    if (hubCrash === "after noted") {
      crash()
      return false
    }
    return apply(noted(handOver, token, true)) === "give"
  }

  /** The hub's queue finds what the hand-over forgot. */
  const say = (token: string, outcome: Outcome): void => {
    if (handOver?.token === token) {
      apply(confirmed(handOver, token, outcome))
      return
    }
    if (logged === undefined || tokenOf(logged) !== token) return
    if (outcome.state === "printed") ended("printed")
    else if (logged.accepted) ended("unknown")
  }

  const visit = (how: Visit): void => {
    now += 5_000
    if (how.late) for (const token of confirmedLate.splice(0)) say(token, { state: "printed" })
    const condition = {
      printing: false,
      ...(how.trouble === undefined ? {} : { trouble: how.trouble }),
    }
    if (apply(asked(handOver, condition, now, 15_000)) !== "offer" || handOver === undefined) return
    const { token } = handOver
    let body = fetch(token, how.hubCrash)
    if (body && how.bodyLost) body = fetch(token, "never")
    if (!body) {
      say(token, { state: "refused", cause: "unreachable" })
      return
    }
    if (how.powerCut === "before paper") return
    papers.set(token, (papers.get(token) ?? 0) + 1)
    if (how.powerCut === "after paper") return
    if (how.hubCrash === "before told") crash()
    if (how.word === "lost") {
      confirmedLate.push(token)
      return
    }
    say(token, { state: "printed" })
    if (how.word === "answer lost") say(token, { state: "printed" })
  }

  next()
  return {
    visit,
    calm: () => {
      for (let n = 0; n < 20 * jobs; n += 1) visit(calmVisit)
    },
    papersOfOneToken: () => Math.max(0, ...papers.values()),
    withoutPaper: () =>
      Array.from({ length: jobs }, (_, n) => n + 1).filter(
        (n) => ![...papers.keys()].some((token) => token.startsWith(`${n}/`)),
      ),
    needlessCopies: () => needless,
  }
}
