import { describe, expect, it } from "@effect/vitest"
import { Effect, type Layer, Queue, type Scope } from "effect"
import type { Gate } from "#core/hub/gate.ts"
import { PrinterWire } from "#core/hub/printing.ts"
import type { JobId } from "#core/kitchen/ids.ts"
import type { Printer } from "#core/kitchen/menu.ts"
import { margaux } from "#test/devices/mqtt/broker-rig.ts"
import { chitWithDish, recordingGate, settle } from "#test/devices/mqtt/hub-double.ts"

/** One piece of paper, whole or torn, as somebody reads it. */
export interface ReadPaper {
  readonly words: string
  /** Printed to the end and cut. */
  readonly complete: boolean
}

/** A printer at the end of its driver. Whatever it is made of ends with the scope it was started in. */
export interface DrivenPrinter {
  readonly printer: Printer
  readonly wire: PrinterWire["Service"]
  readonly papers: () => ReadonlyArray<ReadPaper>
  /** Power off and on, of whatever called {@link OnceRig.moment}: its memory is gone, its disk and the paper stay. */
  readonly crash: Effect.Effect<void>
}

/** What the suite gives a driver. */
export interface OnceRig {
  /** Where the driver's reports go. */
  readonly gate: Layer.Layer<Gate>
  /** To be waited for wherever a power cut matters; now and then it never returns, and `crash` comes. */
  readonly moment: (name: string) => Effect.Effect<void>
  /** True now and then (a quarter of the probability each): for faults of the driver's own, such as a cut printer. */
  readonly strikes: (fault: string) => boolean
}

const jobs = 150
const crashProbability = 0.12

/**
 * Devices.md §4.4, for every driver alike: 150 jobs with a crash in 12 % of them, brought to paper by the hub's rules.
 *
 * @param start called once; it may take its time until the printer is there
 */
export const printsEffectivelyOnce = (
  name: string,
  start: (rig: OnceRig) => Effect.Effect<DrivenPrinter, unknown, Scope.Scope>,
): void => {
  describe(`a kitchen whose printer keeps failing: ${name}`, () => {
    it.live.each([Math.floor(Math.random() * 2 ** 31)])(
      "[ONCE-1] gets every ticket, none twice without a banner (seed %i)",
      (seed) =>
        Effect.gen(function* () {
          const gate = recordingGate()
          const random = seeded(seed)
          const crashes: Record<string, number> = {}
          // Whoever switches a crashed printer on again comes when it is there.
          let there = false
          const strikes = (fault: string) => {
            if (!there || random() >= crashProbability / 4) return false
            crashes[fault] = (crashes[fault] ?? 0) + 1
            return true
          }
          const switchboard = yield* Queue.unbounded<void>()
          const driven = yield* start({
            gate: gate.layer,
            strikes,
            moment: (moment) =>
              Effect.suspend(() => {
                if (!strikes(moment)) return Effect.void
                Queue.offerUnsafe(switchboard, undefined)
                return Effect.never
              }),
          })
          there = true
          yield* Effect.forkScoped(
            Effect.forever(Effect.andThen(Queue.take(switchboard), driven.crash)),
          )

          let copies = 0
          for (let n = 0; n < jobs; n += 1) {
            const job = crypto.randomUUID() as JobId
            const chit = chitWithDish(dishOf(n))
            const chain = yield* settle(margaux, driven.printer, gate.fresh, job, { chit }).pipe(
              Effect.provideService(PrinterWire, driven.wire),
            )
            copies += chain.length - 1
          }

          const papers = driven.papers()
          const of = (n: number) => papers.filter(({ words }) => words.includes(dishOf(n)))
          const numbers = Array.from({ length: jobs }, (_, n) => n)
          const lost = numbers.filter((n) => !of(n).some(({ complete }) => complete))
          const silent = numbers.filter((n) => of(n).filter(isUnmarked).length > 1)
          const happened = Object.values(crashes).reduce((sum, count) => sum + count, 0)
          process.stdout.write(
            `${name}, seed ${seed}: ${happened} crashes ${JSON.stringify(crashes)}, ` +
              `${papers.length} papers, ${copies} labelled copies\n`,
          )
          expect(lost, `lost, seed ${seed}`).toEqual([])
          expect(silent, `printed twice in silence, seed ${seed}`).toEqual([])
          expect(happened).toBeGreaterThan(5)
          expect(copies).toBeLessThanOrEqual(happened)
        }).pipe(Effect.scoped),
      60_000,
    )
  })
}

/** One word on one line, and no other job's. */
const dishOf = (n: number): string => `Dish-${String(n).padStart(3, "0")}.`

/** A piece that was torn off above its banner counts as one without. */
const isUnmarked = ({ words }: ReadPaper): boolean => !words.includes("POSSIBLE DUPLICATE")

const seeded = (seed: number) => {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
