import { describe, expect, it } from "@effect/vitest"
import { Effect, Ref } from "effect"
import { TestClock } from "effect/testing"
import { Printing } from "#actors/printer/printing.ts"
import { Restaurants } from "#actors/tenant/restaurants.ts"
import { PrintJobs } from "#core/hub/print-jobs.ts"
import type { PrintJobView } from "#core/hub/printing.ts"
import type { EpochMs } from "#core/kitchen/ids.ts"
import { hub } from "#test/actors/at-the-gate.ts"
import { run, watch } from "#test/actors/watcher.ts"
import { ticketJob } from "#test/core/kitchen/printer-story.ts"
import { acme, Bench, burgerLine, placing, settle, setup } from "#test/support/memory-kitchen.ts"
import { PluginSwitch } from "#test/support/switched-plugins.ts"
import { grill, handedOver, neighbour, neighboursThere, says, waitFor } from "./neighbours.ts"

const burger = (n: number) =>
  Effect.andThen(run("placeOrder", placing(n, [burgerLine()]).args), settle)
const jobsAt = (printer: typeof grill) =>
  Effect.map(
    PrintJobs.use((jobs) => jobs.list(acme, { printerId: printer.id, page: 1, size: 50 })),
    ({ items }) => items.toReversed(),
  )
const fates = (jobs: ReadonlyArray<PrintJobView>) =>
  jobs.map(({ state, cause }) => (cause === undefined ? state : `${state} ${cause}`))
const deleteGrill = (more: Partial<typeof setup> = {}) =>
  Effect.gen(function* () {
    const { changeSetup } = yield* Bench
    changeSetup(acme, { ...setup, printers: [neighbour], ...more })
    yield* settle
  })
const attempts = Effect.flatMap(Bench, ({ sent }) => Effect.map(Ref.get(sent), (all) => all.length))

describe("a printer that is deleted while jobs wait", () => {
  it.effect(
    "[BACKUP-15] hands its tickets to its backup, what its device has under both banners",
    () =>
      Effect.gen(function* () {
        yield* neighboursThere()
        yield* burger(1)
        yield* burger(2)
        yield* deleteGrill()
        expect(fates(yield* jobsAt(grill)).sort()).toEqual([
          "cancelled moved",
          "cancelled moved",
          "unknown printer_removed",
        ])
        expect(yield* handedOver).toEqual(["1", "1 backupFrom possibleDuplicate"])
        const [first] = yield* jobsAt(neighbour)
        yield* says(neighbour, {
          report: "result",
          job: first?.id ?? "",
          attempt: 1,
          state: "printed",
        })
        yield* settle
        expect((yield* handedOver).at(-1)).toBe("2 backupFrom")
      }).pipe(Effect.provide(hub)),
  )

  it.effect(
    "[BACKUP-15] [ALARM-3] cancels them without a backup that prints, and the tickets are alarms",
    () =>
      Effect.gen(function* () {
        yield* neighboursThere({ backups: [] })
        const { changeSetup } = yield* Bench
        changeSetup(acme, { ...setup, printers: [grill, neighbour], screens: [] })
        yield* says(grill, { report: "state", state: "lost", boot: 1 })
        yield* says(neighbour, { report: "state", state: "lost", boot: 1 })
        const alarms = yield* watch("alarms")
        yield* burger(1)
        yield* run("testPage", { printerId: grill.id })
        yield* deleteGrill({ screens: [] })
        expect(fates(yield* jobsAt(grill))).toEqual([
          "cancelled printer_removed",
          "cancelled printer_removed",
        ])
        yield* waitFor(11)
        expect(
          alarms.all<{ kind: string }>().filter(({ kind }) => kind === "notShown"),
        ).toHaveLength(1)
      }).pipe(Effect.scoped, Effect.provide(hub)),
  )

  it.effect(
    "[BACKUP-15] is given nothing any more, and leaves a test page at its device in doubt",
    () =>
      Effect.gen(function* () {
        yield* neighboursThere()
        yield* run("testPage", { printerId: grill.id })
        yield* settle
        yield* deleteGrill()
        expect(fates(yield* jobsAt(grill))).toEqual(["unknown printer_removed"])
        yield* TestClock.adjust("5 minutes")
        yield* settle
        expect(yield* attempts).toBe(1)
      }).pipe(Effect.provide(hub)),
  )

  it.effect("[BACKUP-15] keeps what waits while printing is only switched off", () =>
    Effect.gen(function* () {
      yield* neighboursThere()
      yield* says(grill, { report: "status", online: true, paper: "low", cover: false })
      yield* run("testPage", { printerId: grill.id })
      yield* run("testPage", { printerId: grill.id })
      const turn = (to: "on" | "off") =>
        PluginSwitch.use((plugins) => plugins.turn(acme.tenantId, "printer", to))
      yield* turn("off")
      yield* deleteGrill({ printers: [] })
      yield* turn("on")
      yield* deleteGrill({ printers: [grill, neighbour] })
      expect(fates(yield* jobsAt(grill)).sort()).toEqual(["queued", "sent"])
    }).pipe(Effect.provide(hub)),
  )

  it.effect("[BACKUP-15] ends also what was queued there in the same instant", () =>
    Effect.gen(function* () {
      yield* neighboursThere()
      yield* deleteGrill()
      const restaurant = yield* Restaurants.use((all) => all.get(acme.tenantId))
      const late = ticketJob(1, { notAfter: 600_000 as EpochMs, number: "7" })
      yield* Printing.use((printing) => printing.enqueue(restaurant, grill, late))
      yield* settle
      const [job] = yield* jobsAt(grill)
      expect(job?.state).toMatch(/cancelled|unknown/)
      expect((yield* handedOver).at(-1)).toMatch(/^7 backupFrom/)
      yield* TestClock.adjust("5 minutes")
      yield* settle
      expect((yield* jobsAt(grill)).every(({ doneAt }) => doneAt !== undefined)).toBe(true)
    }).pipe(Effect.provide(hub)),
  )
})
