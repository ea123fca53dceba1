import { describe, expect, it } from "@effect/vitest"
import { Effect, Layer, Queue } from "effect"
import type { JobId } from "#core/kitchen/ids.ts"
import { Tokens } from "#core/security/tokens.ts"
import type { Moment } from "#devices/agent/print-desk.ts"
import { BrokerAddress } from "#devices/mqtt/broker-address.ts"
import { startBox } from "#devices/simulators/virtual-printer-box.ts"
import { anyBroker, eventually, margaux } from "#test/devices/mqtt/broker-rig.ts"
import { hubSide, printerFor, recordingGate, settle } from "#test/devices/mqtt/hub-double.ts"
import { scratchFolder } from "./scratch-folder.ts"

const jobs = 150
const crashProbability = 0.12

describe("a kitchen whose printer keeps losing power", () => {
  it.live.each([Math.floor(Math.random() * 2 ** 31)])(
    "[ONCE-1] gets every ticket, none twice without a banner (seed %i)",
    (seed) => {
      const gate = recordingGate()
      return Effect.gen(function* () {
        const random = seeded(seed)
        let crashes = 0
        const reasons: Record<Moment, number> = {
          journaled: 0,
          sending: 0,
          printed: 0,
          recorded: 0,
        }
        const switchboard = yield* Queue.unbounded<void>()
        const deviceId = `grill-${crypto.randomUUID()}`
        const printer = printerFor(deviceId)
        const box = yield* startBox(
          "Grill",
          {
            url: (yield* BrokerAddress).url,
            tenantId: margaux,
            deviceId,
            secret: (yield* Tokens).deviceSecret(margaux, deviceId),
            directory: yield* scratchFolder,
            columns: 48,
            repeatMs: 200,
            moment: (moment) =>
              Effect.suspend(() => {
                if (random() >= crashProbability / 4) return Effect.void
                crashes += 1
                reasons[moment] += 1
                Queue.offerUnsafe(switchboard, undefined)
                return Effect.never
              }),
          },
          1000,
        )
        yield* Effect.forkScoped(
          Effect.forever(
            Effect.gen(function* () {
              yield* Queue.take(switchboard)
              yield* box.apply({ power: "cut" })
              yield* box.apply({ power: "on" })
            }),
          ),
        )
        yield* eventually("the printer is there", () => box.state().connected)

        const chains: Array<ReadonlyArray<JobId>> = []
        for (let n = 0; n < jobs; n += 1)
          chains.push(yield* settle(margaux, printer, gate.fresh, crypto.randomUUID() as JobId))

        const papers = new Map<string, number>()
        for (const { job } of box.machine.papers()) papers.set(job, (papers.get(job) ?? 0) + 1)
        const complete = new Set(
          box.machine.papers().flatMap((paper) => (paper.complete ? [paper.job] : [])),
        )
        const lost = chains.filter((chain) => !chain.some((job) => complete.has(job)))
        const silentCopies = [...papers.values()].filter((count) => count > 1)
        const labelled = chains.reduce((sum, chain) => sum + chain.length - 1, 0)
        process.stdout.write(
          `seed ${seed}: ${crashes} crashes ${JSON.stringify(reasons)}, ` +
            `${box.machine.papers().length} papers, ${labelled} labelled copies\n`,
        )
        expect(lost, `lost, seed ${seed}`).toEqual([])
        expect(silentCopies, `printed twice in silence, seed ${seed}`).toEqual([])
        expect(crashes).toBeGreaterThan(5)
        expect(labelled).toBeLessThanOrEqual(crashes)
      }).pipe(Effect.provide(hubSide(gate.layer).pipe(Layer.provideMerge(anyBroker))))
    },
  )
})

const seeded = (seed: number) => {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
