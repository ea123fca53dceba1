import { describe, expect, it } from "@effect/vitest"
import { Effect, Exit, Scope } from "effect"
import { systemScope } from "#core/hub/scope.ts"
import type { JobId, TenantId } from "#core/kitchen/ids.ts"
import type { Printer } from "#core/kitchen/menu.ts"
import { startNetworkPrinter } from "#devices/simulators/network-printer.ts"
import { eventually, margaux, rival } from "#test/devices/mqtt/broker-rig.ts"
import { attemptOf, recordingGate } from "#test/devices/mqtt/hub-double.ts"
import { scratchFolder } from "#test/devices/simulators/scratch-folder.ts"
import { networkHub, networkPrinterFor, setupsDouble, wordsFrom } from "./network-rig.ts"

const scope = systemScope(margaux as TenantId)

const rig = Effect.gen(function* () {
  const setups = setupsDouble()
  const gate = recordingGate()
  const directory = yield* scratchFolder
  const hub = yield* networkHub(gate.layer, { directory }, setups)
  const said = (deviceId: string) =>
    gate.asked.flatMap(({ command, report }) =>
      (command.args as { readonly deviceId: string }).deviceId === deviceId ? [report] : [],
    )
  const results = ({ deviceId }: Printer) =>
    said(deviceId).flatMap((report) => (report.report === "result" ? [report] : []))
  return {
    ...hub,
    gate,
    directory,
    setups,
    said,
    results,
    print: (printer: Printer, job = crypto.randomUUID() as JobId) =>
      hub.wire.send(scope, printer, attemptOf(job, 1)),
  }
})

describe("printers that the hub dials itself", () => {
  it.live("[NET-12] tell when they are there, how they are, and when they are gone", () =>
    Effect.gen(function* () {
      const { said, present, setups, gate } = yield* rig
      const paper = yield* startNetworkPrinter()
      const printer = networkPrinterFor(paper.port)
      setups.change(margaux, [printer])
      const last = (report: string) =>
        said(printer.deviceId)
          .filter((one) => one.report === report)
          .at(-1)
      yield* eventually("it is there", () => last("status") !== undefined)
      expect(last("state")).toMatchObject({ state: "ready", boot: 1 })
      expect([...present]).toEqual([`${printer.deviceId} tcp 127.0.0.1:${paper.port}`])
      yield* paper.apply({ paper: "out" })
      yield* eventually("paper out", () => {
        const status = last("status")
        return status?.report === "status" && status.error === "paper_out"
      })
      yield* paper.apply({ power: "cut" })
      yield* eventually("it is gone", () => {
        const state = last("state")
        return state?.report === "state" && state.state === "lost"
      })
      expect(present.size).toBe(0)
      for (const asked of gate.asked)
        expect(asked.scope.principal).toMatchObject({ kind: "device" })
    }),
  )

  it.live("[NET-13] come, move and go with the restaurant's setup", () =>
    Effect.gen(function* () {
      const { present, setups, print, results } = yield* rig
      const [first, second] = [yield* startNetworkPrinter(), yield* startNetworkPrinter()]
      const printer = networkPrinterFor(first.port)
      setups.change(margaux, [printer])
      yield* eventually("the first", () => first.connections().open === 1)
      const moved = { ...printer, address: { host: "127.0.0.1", port: second.port } }
      setups.change(margaux, [moved])
      yield* eventually("the second", () => second.connections().open === 1)
      yield* eventually("not the first", () => first.connections().open === 0)
      yield* print(moved)
      yield* eventually("printed there", () => results(moved).length === 1)
      expect([first.papers().length, second.papers().length]).toEqual([0, 1])
      setups.change(margaux, [{ ...moved, enabled: false }])
      yield* eventually("switched off", () => second.connections().open === 0)
      yield* eventually("nobody", () => present.size === 0)
      setups.change(margaux, [moved])
      yield* eventually("on again", () => second.connections().open === 1)
      // What another restaurant changes is nothing to this one.
      setups.change(rival, [])
      setups.change(margaux, [])
      yield* eventually("gone", () => second.connections().open === 0)
      const refused = yield* Effect.flip(print({ ...moved, enabled: false }))
      expect(refused).toMatchObject({ _tag: "WireDown" })
    }),
  )

  it.live(
    "[NET-14] own up to a paper that the end of the hub interrupted, and print it no second time",
    () =>
      Effect.gen(function* () {
        const directory = yield* scratchFolder
        const setups = setupsDouble()
        const gate = recordingGate()
        const paper = yield* startNetworkPrinter()
        yield* paper.apply({ bytesPerSecond: 100 })
        const printer = networkPrinterFor(paper.port)
        setups.change(margaux, [printer])
        const job = crypto.randomUUID() as JobId
        const life = yield* Scope.make()
        const { wire } = yield* networkHub(gate.layer, { directory }, setups).pipe(
          Scope.provide(life),
        )
        yield* wire.send(scope, printer, attemptOf(job, 1))
        yield* eventually("it prints", () => paper.papers().length === 1)
        yield* Scope.close(life, Exit.void)
        yield* paper.apply({ bytesPerSecond: null })
        const again = yield* networkHub(gate.layer, { directory }, setups)
        const results = () =>
          gate.asked.flatMap(({ report }) => (report.report === "result" ? [report] : []))
        yield* eventually("it owns up", () => results().length === 1)
        expect(results()).toMatchObject([{ job, state: "unknown", cause: "power_cut", boot: 2 }])
        yield* again.wire.send(scope, printer, attemptOf(job, 2))
        yield* eventually("it says so again", () => results().length === 2)
        expect(results()[1]).toMatchObject({ job, attempt: 2, state: "unknown" })
        yield* eventually("one paper", () => paper.papers().at(-1)?.complete === true)
        expect(paper.papers().length).toBe(1)
      }),
  )

  it.live("[NET-15] delay nobody when they are dead, however many", () =>
    Effect.gen(function* () {
      const { print, results, setups } = yield* rig
      const alive = yield* Effect.forEach(Array.from({ length: 10 }), () => startNetworkPrinter())
      const printers = alive.map(({ port }) => networkPrinterFor(port))
      // Takes calls and never answers them, as a machine that hangs.
      const hung = yield* startNetworkPrinter()
      yield* hung.apply({ deaf: true })
      const dead = Array.from({ length: 40 }, () => networkPrinterFor(hung.port))
      /** Five papers of each; how long it took, in ms. */
      const service = Effect.gen(function* () {
        const since = performance.now()
        const before = results(printers[0] as Printer).length
        for (let n = 0; n < 5; n += 1)
          yield* Effect.forEach(printers, (printer) => print(printer), { concurrency: 10 })
        const wanted = before + 5
        yield* eventually(
          "all",
          () => printers.every((one) => results(one).length === wanted),
          30_000,
        )
        return performance.now() - since
      })
      setups.change(margaux, printers)
      const alone = yield* service
      setups.change(margaux, [...dead, ...printers])
      for (const printer of dead) yield* print(printer)
      // A place behind a dead one would be three seconds away.
      expect((yield* service) - alone).toBeLessThan(2900)
      for (const one of printers)
        for (const { state } of results(one)) expect(state).toBe("printed")
      for (const one of dead)
        for (const { state } of results(one)) expect(state).not.toBe("printed")
    }),
  )

  it.live("[NET-16] keep to what the profile of the model says", () =>
    Effect.gen(function* () {
      const { print, results } = yield* rig
      const paper = yield* startNetworkPrinter()
      yield* paper.apply({ voice: "mute" })
      const silent = networkPrinterFor(paper.port, { profile: "no-name-58mm", columns: 32 })
      yield* print(silent)
      yield* eventually("printed", () => results(silent).length === 1)
      expect(results(silent)[0]).toMatchObject({ state: "printed", fence: "none" })
      const star = yield* startNetworkPrinter()
      const other = networkPrinterFor(star.port, { profile: "generic-epos" })
      yield* print(other)
      yield* eventually("failed", () => results(other).length === 1)
      expect(results(other)[0]).toMatchObject({ state: "failed", cause: "language" })
      expect(wordsFrom(star)).toEqual([])
    }),
  )
})
