import { expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { Paper, paperProfileOf } from "#core/hub/paper.ts"
import { PrinterProfiles } from "#core/hub/printer-profile.ts"
import type { JobId } from "#core/kitchen/ids.ts"
import { makePrintDesk } from "#devices/agent/print-desk.ts"
import { openJournal } from "#devices/agent/printer-journal.ts"
import { paperLayer } from "#devices/encoders/paper.ts"
import { jobMessage } from "#devices/mqtt/printer-wire.ts"
import { machineOf, makeVirtualPrinter } from "#devices/simulators/virtual-printer.ts"
import { eventually } from "#test/devices/mqtt/broker-rig.ts"
import { attemptOf, printerFor } from "#test/devices/mqtt/hub-double.ts"
import { scratchFolder } from "#test/devices/simulators/scratch-folder.ts"

it.live(
  "[AGENT-5] [WIRE-5] a job in its model's language is printed by no printer of another",
  () =>
    Effect.gen(function* () {
      const [profiles, paper] = [yield* PrinterProfiles, yield* Paper]
      const machine = makeVirtualPrinter()
      const results: Array<string> = []
      let seq = 0
      const desk = yield* makePrintDesk({
        journal: yield* openJournal({ directory: yield* scratchFolder }),
        machine: machineOf(machine),
        nextSeq: () => ++seq,
        fenceMs: 1000,
        moment: () => Effect.void,
        say: ({ leaf, body }) =>
          Effect.sync(() => {
            if (leaf === "result") results.push(`${body.state} ${body.cause}`)
          }),
      })
      yield* Effect.forkScoped(desk.work)
      for (const profile of ["star-mc-print3", "star-tsp654", "generic-epos", "epson-tm-t88v"]) {
        const printer = { ...printerFor("grill"), profile }
        const attempt = attemptOf(crypto.randomUUID() as JobId, 1)
        const bytes = paper.encode(attempt.chit, paperProfileOf(printer))
        const job = jobMessage(printer, attempt, bytes, profiles.of(profile))
        const { language } = profiles.of(profile)
        expect(job).toMatchObject({ fmt: language, profile: `${profile}/48` })
        yield* desk.take(job, Effect.void)
      }
      yield* eventually("four results", () => results.length === 4)
      expect(results).toEqual([...Array(3).fill("failed language"), "printed null"])
      expect(machine.papers().length).toBe(1)
    }).pipe(Effect.provide(paperLayer)),
)
