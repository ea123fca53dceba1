import { Clock, Effect, FiberMap, FiberSet, Option, type Scope } from "effect"
import { Presence } from "#core/hub/presence.ts"
import type { PrinterReport } from "#core/hub/printing.ts"
import { ReportLine } from "#devices/printers/report-line.ts"
import type { Hatch, PrinterWord } from "./hatch.ts"

/** Tells the hub which printers are there and how they stand, only what is new. */
export interface Attendant {
  /** @param address absent: somebody else says that it is present (its broker) */
  readonly seen: (hatch: Hatch, address: string | undefined, word: PrinterWord | undefined) => void
  readonly lost: (hatch: Hatch) => void
}

/** What the hub was told last of a printer. */
interface Told {
  state?: string
  status?: string
  /** It was refused: nobody has set this printer up yet, so it is told again then. */
  againAt?: number
  busy: boolean
}

/** Milliseconds between two attempts to tell of a printer that is not set up. */
const untilSetUp = 30_000

export const makeAttendant: Effect.Effect<Attendant, never, ReportLine | Scope.Scope> = Effect.gen(
  function* () {
    const line = yield* ReportLine
    const presence = yield* Effect.serviceOption(Presence)
    const clock = yield* Clock.Clock
    const fork = yield* FiberSet.makeRuntime<never, void, never>()
    const stays = yield* FiberMap.make<Hatch, void>()
    const arrive = yield* FiberMap.runtime(stays)<never>()
    /** A life of this process is a life of its printers: after a restart what they have is asked about anew. */
    const boot = Math.floor(clock.currentTimeMillisUnsafe() / 1000)
    const book = new WeakMap<Hatch, Told>()
    const toldOf = (hatch: Hatch): Told => {
      const known = book.get(hatch)
      if (known !== undefined) return known
      const made: Told = { busy: false }
      book.set(hatch, made)
      return made
    }

    /** The next thing that the hub does not know; a newer word takes the place of one that still waits. */
    const news = (hatch: Hatch, told: Told): PrinterReport | undefined => {
      if (told.againAt !== undefined && clock.currentTimeMillisUnsafe() < told.againAt)
        return undefined
      const status = hatch.word === undefined ? undefined : statusOf(hatch.word)
      if (status !== undefined && JSON.stringify(status) !== told.status) return status
      if (hatch.presence === "unseen" || hatch.presence === told.state) return undefined
      return { report: "state", state: hatch.presence, boot }
    }

    const tell = (hatch: Hatch, told: Told, report: PrinterReport) =>
      Effect.map(line.tell({ ...hatch.device, report }), (how) => {
        if (how === "refused") told.againAt = clock.currentTimeMillisUnsafe() + untilSetUp
        if (how !== "answered") return
        delete told.againAt
        if (report.report === "status") told.status = JSON.stringify(report)
        if (report.report === "state") told.state = report.state
      })

    const tellNews = (hatch: Hatch): void => {
      const told = toldOf(hatch)
      if (told.busy) return
      told.busy = true
      const all = Effect.gen(function* () {
        for (let report = news(hatch, told); report !== undefined; report = news(hatch, told))
          yield* tell(hatch, told, report)
      })
      fork(
        Effect.ensuring(
          all,
          Effect.sync(() => {
            told.busy = false
          }),
        ),
      )
    }

    const enter = ({ device }: Hatch, address: string): Effect.Effect<void> =>
      Option.isNone(presence)
        ? Effect.void
        : Effect.scoped(
            Effect.andThen(
              presence.value.arrive(
                {
                  tenantId: device.tenantId,
                  principal: { kind: "device", id: device.deviceId },
                  permissions: [],
                },
                { wire: "http", address },
              ),
              Effect.never,
            ),
          )

    return {
      seen: (hatch, address, word) => {
        if (word !== undefined) hatch.word = word
        hatch.presence = "ready"
        if (address !== undefined && !FiberMap.hasUnsafe(stays, hatch))
          arrive(hatch, enter(hatch, address))
        tellNews(hatch)
      },
      lost: (hatch) => {
        hatch.presence = "lost"
        fork(FiberMap.remove(stays, hatch))
        tellNews(hatch)
      },
    }
  },
)

const statusOf = ({ online, paper, cover, trouble }: PrinterWord): PrinterReport => ({
  report: "status",
  online,
  paper,
  cover,
  error: trouble ?? null,
})
