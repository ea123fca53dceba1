import { Clock, Effect, FiberMap, FiberSet, Layer } from "effect"
import type { Outage } from "#core/hub/gate.ts"
import { PrinterWire } from "#core/hub/printing.ts"
import type { ReportLine, Told } from "#devices/printers/report-line.ts"
import {
  asked,
  confirmed,
  fetched,
  gone,
  type HandOver,
  handedIn,
  noted,
  type Outcome,
  type Turn,
  takenBack,
} from "./hand-over.ts"
import {
  type Hatch,
  lostAfter,
  newHatch,
  notedAsking,
  type OfferedPaper,
  type PullTimes,
  patienceOf,
  pullTimes,
} from "./hatch.ts"
import { hubEars } from "./hub-ears.ts"
import { isWanted, type JobBook, neverLeft, type PullDevice } from "./job-book.ts"
import { jobToken, tokenLength } from "./job-token.ts"
import { type Attendant, makeAttendant } from "./printer-attendance.ts"

import { type Fetched, PullDesk } from "./pull-desk.ts"

const keyOf = ({ tenantId, deviceId }: PullDevice): string => `${tenantId}/${deviceId}`

export const pullDeskLayer = (
  times: PullTimes = pullTimes,
): Layer.Layer<PullDesk, never, ReportLine> =>
  Layer.effect(
    PullDesk,
    Effect.gen(function* () {
      const ears = yield* hubEars(times.answerMs)
      const clock = yield* Clock.Clock
      const now = () => clock.currentTimeMillisUnsafe()
      const fork = yield* FiberSet.makeRuntime<never, void, never>()
      const timers = yield* FiberMap.make<string, void, never>()
      const setTimer = yield* FiberMap.runtime(timers)<never>()
      const attendant: Attendant = yield* makeAttendant
      const hatches = new Map<string, Hatch>()
      let handedInListener: (device: PullDevice) => void = () => undefined

      const hatchOf = (device: PullDevice): Hatch => {
        const known = hatches.get(keyOf(device))
        if (known !== undefined) return known
        const { tenantId, deviceId } = device
        const made = newHatch({ tenantId, deviceId })
        hatches.set(keyOf(device), made)
        return made
      }

      /** What could not be stored is as if it had not been said: the next word of the printer says it again. */
      const orTakenBack = (hatch: Hatch, before: HandOver, told: Effect.Effect<Told>) =>
        Effect.tap(told, (how) =>
          Effect.sync(() => {
            if (how === "gaveUp" && hatch.handOver === undefined) hatch.handOver = before
          }),
        )

      const tellBehind = (hatch: Hatch, before: HandOver | undefined, { act }: Turn): void => {
        if (act.act === "tell" && before !== undefined)
          fork(Effect.asVoid(orTakenBack(hatch, before, ears.ended(hatch, before, act))))
      }

      /** Silence: first it is lost, then it is not waited for. */
      const watch = (hatch: Hatch): void => {
        // One that never came since the hub began may be a slow one.
        const lost = hatch.presence === "unseen" ? times.lostAfterMs[1] : lostAfter(hatch, times)
        setTimer(
          keyOf(hatch.device),
          Effect.gen(function* () {
            yield* Effect.sleep(lost)
            lose(hatch, false)
            yield* Effect.sleep(Math.max(0, times.forGoodMs - lost))
            lose(hatch, true)
          }),
        )
      }

      const lose = (hatch: Hatch, forGood: boolean): void => {
        const before = hatch.handOver
        const turn = gone(before, forGood)
        hatch.handOver = turn.next
        tellBehind(hatch, before, turn)
        attendant.lost(hatch)
      }

      const handIn = (device: PullDevice, paper: OfferedPaper): void => {
        const hatch = hatchOf(device)
        const { attempt, printer } = paper
        const turn = handedIn(
          hatch.handOver,
          {
            job: attempt.job,
            attempt: attempt.attempt,
            token: jobToken(
              attempt.job,
              tokenLength[printer.driver === "epson" ? "epson" : "cloudprnt"],
            ),
            notAfter: Date.parse(attempt.notAfter),
          },
          attempt.mayBeOut === true,
        )
        hatch.paper = paper
        hatch.handOver = turn.next
        if (turn.act.act === "note" && turn.next !== undefined)
          fork(Effect.asVoid(ears.taken(hatch, turn.next)))
        // Known trouble is said at once, so that a neighbour takes over.
        const trouble = hatch.word?.passing === true ? undefined : hatch.word?.trouble
        if (trouble !== undefined && hatch.presence === "ready" && turn.next?.phase === "offered") {
          hatch.handOver = undefined
          tellBehind(hatch, turn.next, {
            next: undefined,
            act: { act: "tell", state: "refused", cause: trouble },
          })
        }
        if (hatch.presence === "unseen" && !FiberMap.hasUnsafe(timers, keyOf(device))) watch(hatch)
        handedInListener(device)
      }

      const dropUnwanted = (hatch: Hatch, handOver: HandOver): void => {
        if (hatch.handOver?.job === handOver.job) hatch.handOver = undefined
      }

      const takeUp = (hatch: Hatch, handOver: HandOver, book: JobBook): Effect.Effect<Fetched> =>
        Effect.gen(function* () {
          const told = yield* ears.taken(hatch, handOver)
          if (!(yield* isWanted(book, hatch.device, handOver.job, times.answerMs))) {
            dropUnwanted(hatch, handOver)
            return "nothing"
          }
          const turn = noted(hatch.handOver, handOver.token, told === "answered")
          hatch.handOver = turn.next
          const { paper } = hatch
          if (turn.act.act !== "give" || paper === undefined)
            return told === "gaveUp" ? "later" : "nothing"
          return { paper, token: handOver.token }
        })

      const settledBy = (told: Effect.Effect<Told>) =>
        Effect.map(ears.inTime(told), (how) =>
          how === "gaveUp" ? ("later" as const) : ("settled" as const),
        )

      /** A word about a job that is not at the hatch: of an earlier life of the hub, or said again. */
      const lateWord = (
        hatch: Hatch,
        token: string,
        outcome: Outcome & { readonly fence: string },
        book: JobBook,
      ): Effect.Effect<"settled" | "unknown" | "later", Outage> =>
        Effect.gen(function* () {
          const job = yield* book.byToken(hatch.device, token)
          if (job === undefined) return "unknown"
          if (outcome.state === "printed" && neverLeft(job)) return "unknown"
          if (outcome.state !== "printed" && job.state !== "accepted") return "settled"
          // Which visit it speaks of, nobody remembers.
          const state = outcome.state === "refused" ? "unknown" : outcome.state
          const about = { job: job.id, attempt: job.attempts }
          return yield* settledBy(ears.ended(hatch, about, { act: "tell", ...outcome, state }))
        })

      return PullDesk.of({
        wire: PrinterWire.of({
          send: ({ tenantId }, printer, attempt) =>
            Effect.sync(() =>
              handIn({ tenantId, deviceId: printer.deviceId }, { printer, attempt }),
            ),
          cancel: ({ tenantId }, { deviceId }, job) =>
            Effect.sync(() => {
              const hatch = hatchOf({ tenantId, deviceId })
              hatch.handOver = takenBack(hatch.handOver, job)
            }),
          // The printer hears in the answer to its own word that it is stored.
          receipt: () => Effect.void,
        }),
        whenHandedIn: (listener) => {
          handedInListener = listener
        },
        heard: (device, address, word) => {
          const hatch = hatchOf(device)
          hatch.speaks = address === undefined ? "mqtt" : "http"
          attendant.seen(hatch, address, word)
          watch(hatch)
        },
        left: (device) => {
          const hatch = hatchOf(device)
          lose(hatch, false)
          watch(hatch)
        },
        ask: (device, condition, book) =>
          Effect.gen(function* () {
            const hatch = hatchOf(device)
            notedAsking(hatch, now())
            const before = hatch.handOver
            const turn = asked(before, condition, now(), patienceOf(hatch, times))
            hatch.handOver = turn.next
            tellBehind(hatch, before, turn)
            if (turn.act.act !== "offer" || turn.next === undefined) return undefined
            const { paper } = hatch
            if (
              paper !== undefined &&
              (yield* isWanted(book, device, turn.next.job, times.answerMs))
            )
              return { token: turn.next.token, paper }
            dropUnwanted(hatch, turn.next)
            return undefined
          }),
        onOffer: (device, token) => {
          const { handOver, paper } = hatchOf(device)
          const isMeant = handOver !== undefined && (token ?? handOver.token) === handOver.token
          return isMeant ? paper : undefined
        },
        fetch: (device, given, book) =>
          Effect.suspend(() => {
            const hatch = hatchOf(device)
            const before = hatch.handOver
            const token = given ?? before?.token ?? ""
            const turn = fetched(before, token, now())
            hatch.handOver = turn.next
            tellBehind(hatch, before, turn)
            if (turn.act.act === "note" && turn.next !== undefined)
              return takeUp(hatch, turn.next, book)
            const { paper } = hatch
            return Effect.succeed(
              turn.act.act === "give" && paper !== undefined ? { paper, token } : "nothing",
            )
          }),
        confirm: (device, given, outcome, book) =>
          Effect.suspend(() => {
            const hatch = hatchOf(device)
            const before = hatch.handOver
            const token = given ?? before?.token
            if (token === undefined) return Effect.succeed("unknown" as const)
            const turn = confirmed(before, token, outcome)
            hatch.handOver = turn.next
            if (turn.act.act === "withhold") return Effect.succeed("unknown" as const)
            if (turn.act.act !== "tell" || before === undefined)
              return Effect.catchTag(lateWord(hatch, token, outcome, book), "Outage", () =>
                Effect.succeed("later" as const),
              )
            const told = ears.ended(hatch, before, { ...turn.act, fence: outcome.fence })
            return settledBy(orTakenBack(hatch, before, told))
          }),
        standing: (device) => {
          const { presence, word, speaks, paper, handOver } =
            hatches.get(keyOf(device)) ?? newHatch(device)
          return {
            presence,
            word,
            speaks,
            driver: paper?.printer.driver,
            isOut: handOver?.phase === "out",
          }
        },
      })
    }),
  )
