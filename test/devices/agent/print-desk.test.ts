import { createHash } from "node:crypto"
import { describe, expect, it } from "@effect/vitest"
import { Effect, Exit, Fiber, Scope } from "effect"
import { type Moment, makePrintDesk } from "#devices/agent/print-desk.ts"
import { openJournal } from "#devices/agent/printer-journal.ts"
import type { JobMessage, ResultMessage } from "#devices/mqtt/device-message.ts"
import { machineOf, makeVirtualPrinter } from "#devices/simulators/virtual-printer.ts"
import { eventually } from "#test/devices/mqtt/broker-rig.ts"
import { scratchFolder } from "#test/devices/simulators/scratch-folder.ts"

const bytes = Buffer.from("\x1b@2 x Burger\n\x1dV\x00", "latin1")

const jobOf = (job: string, more: Partial<JobMessage> = {}): JobMessage => ({
  v: 1,
  job,
  attempt: 1,
  seq: 1,
  kind: "ticket",
  order: null,
  station: null,
  fmt: "escpos",
  profile: "receipt/48",
  sha256: createHash("sha256").update(bytes).digest("hex"),
  data: bytes.toString("base64"),
  notAfter: new Date(Date.now() + 60_000).toISOString(),
  fence: "A1b2",
  copyOf: null,
  ...more,
})

/** A desk that can lose its power and come back over the same journal and the same paper. */
const kitchen = Effect.gen(function* () {
  const directory = yield* scratchFolder
  const machine = makeVirtualPrinter()
  const room = yield* Effect.scope
  const acks: Array<string> = []
  const results: Array<ResultMessage> = []
  const order: Array<string> = []
  let diesAt: Moment | undefined
  let acksAreTaken = true

  const switchOn = Effect.gen(function* () {
    const scope = yield* Scope.fork(room)
    const journal = yield* Scope.provide(openJournal({ directory }), scope)
    let seq = 0
    const desk = yield* makePrintDesk({
      journal,
      machine: machineOf(machine),
      nextSeq: () => ++seq,
      fenceMs: 300,
      moment: (moment, job) =>
        Effect.suspend(() => {
          order.push(`${moment} ${job} ${journal.find(job)?.stage}`)
          return moment === diesAt ? Effect.never : Effect.void
        }),
      say: (message) =>
        Effect.suspend(() => {
          if (message.leaf === "ack") {
            acks.push(`${message.body.job}/${message.body.attempt}`)
            return acksAreTaken ? Effect.void : Effect.never
          }
          results.push(message.body)
          return Effect.void
        }),
    })
    yield* Effect.forkIn(desk.work, scope)
    return { desk, journal, off: Scope.close(scope, Exit.void) }
  })
  return {
    machine,
    acks,
    results,
    order,
    switchOn,
    holdAcks: () => {
      acksAreTaken = false
    },
    dieAt: (moment: Moment | undefined) => {
      diesAt = moment
    },
    answered: (count: number) => eventually(`${count} results`, () => results.length >= count),
  }
})

describe("a printer's desk", () => {
  it.live("[AGENT-1] prints nothing after its time, and says so", () =>
    Effect.gen(function* () {
      const { machine, results, switchOn } = yield* kitchen
      const { desk } = yield* switchOn
      yield* desk.take(
        jobOf("late", { notAfter: new Date(Date.now() - 1).toISOString() }),
        Effect.void,
      )
      yield* desk.take(jobOf("never", { notAfter: "tomorrow" }), Effect.void)
      expect(results.map(({ state }) => state)).toEqual(["expired", "expired"])
      expect(machine.papers()).toEqual([])
    }),
  )

  it.live("[AGENT-2] a printed job that comes again is not printed again, however late", () =>
    Effect.gen(function* () {
      const { machine, results, switchOn, answered } = yield* kitchen
      const { desk } = yield* switchOn
      yield* desk.take(jobOf("j"), Effect.void)
      yield* answered(1)
      const late = jobOf("j", { attempt: 2, notAfter: new Date(0).toISOString() })
      yield* desk.take(late, Effect.void)
      expect(results[1]).toMatchObject({ state: "printed", attempt: 2, duplicate: true })
      expect(machine.papers().length).toBe(1)
    }),
  )

  it.live("[AGENT-2] a job whose printing a power cut ended is unknown, not printed again", () =>
    Effect.gen(function* () {
      const { machine, results, dieAt, switchOn } = yield* kitchen
      dieAt("printed")
      const first = yield* switchOn
      yield* first.desk.take(jobOf("j"), Effect.void)
      yield* eventually("paper", () => machine.papers().length === 1)
      yield* first.off
      dieAt(undefined)
      const second = yield* switchOn
      yield* second.desk.take(jobOf("j", { attempt: 2 }), Effect.void)
      expect(results).toMatchObject([{ state: "unknown", cause: "power_cut", attempt: 2 }])
      expect(machine.papers().length).toBe(1)
    }),
  )

  it.live("[AGENT-2] a job that was only received is printed when it comes again", () =>
    Effect.gen(function* () {
      const { machine, results, dieAt, switchOn, answered } = yield* kitchen
      dieAt("journaled")
      const first = yield* switchOn
      const taking = yield* Effect.forkChild(first.desk.take(jobOf("j"), Effect.void))
      yield* eventually("the journal has it", () => first.journal.find("j") !== undefined)
      yield* Fiber.interrupt(taking)
      yield* first.off
      dieAt(undefined)
      const second = yield* switchOn
      yield* second.desk.take(jobOf("j", { attempt: 2 }), Effect.void)
      yield* answered(1)
      expect(results).toMatchObject([{ state: "printed", attempt: 2 }])
      expect(machine.papers().length).toBe(1)
    }),
  )

  it.live("[AGENT-3] without paper it refuses; a new attempt prints, the same one does not", () =>
    Effect.gen(function* () {
      const { machine, results, switchOn, answered } = yield* kitchen
      const { desk } = yield* switchOn
      machine.apply({ paper: "out" })
      yield* desk.take(jobOf("j"), Effect.void)
      yield* answered(1)
      machine.apply({ paper: "ok", cover: true })
      yield* desk.take(jobOf("k"), Effect.void)
      yield* answered(2)
      machine.apply({ cover: false })
      yield* desk.take(jobOf("j"), Effect.void)
      expect(machine.papers()).toEqual([])
      yield* desk.take(jobOf("j", { attempt: 2 }), Effect.void)
      yield* answered(4)
      expect(results.map(({ state, cause, attempt }) => [state, cause, attempt])).toEqual([
        ["refused", "paper_out", 1],
        ["refused", "cover_open", 1],
        ["refused", "paper_out", 1],
        ["printed", null, 2],
      ])
    }),
  )

  it.live("[AGENT-4] writes every step down before it takes it", () =>
    Effect.gen(function* () {
      const { order, acks, switchOn, answered } = yield* kitchen
      const { desk } = yield* switchOn
      yield* desk.take(
        jobOf("j"),
        Effect.sync(() => void order.push("acknowledged")),
      )
      yield* answered(1)
      expect(order).toEqual([
        "acknowledged",
        "journaled j received",
        "sending j sending",
        "printed j sending",
        "recorded j printed",
      ])
      expect(acks).toEqual(["j/1"])
    }),
  )

  it.live("[AGENT-4] paper that does not come out in time is unknown", () =>
    Effect.gen(function* () {
      const { machine, results, switchOn, answered } = yield* kitchen
      const { desk } = yield* switchOn
      machine.apply({ paperOutAfterBytes: 3 })
      yield* desk.take(jobOf("j"), Effect.void)
      yield* answered(1)
      expect(results).toMatchObject([{ state: "unknown", cause: "paper_out" }])
      expect(machine.papers()[0]).toMatchObject({ torn: true })
    }),
  )

  it.live("[AGENT-5] bytes that are not what was sent are not printed", () =>
    Effect.gen(function* () {
      const { machine, results, switchOn, answered } = yield* kitchen
      const { desk } = yield* switchOn
      yield* desk.take(jobOf("j", { sha256: "0".repeat(64) }), Effect.void)
      yield* answered(1)
      expect(results).toMatchObject([{ state: "failed", cause: "decode" }])
      expect(machine.papers()).toEqual([])
    }),
  )

  it.live("[AGENT-6] tells a result until its receipt, not until an older attempt's", () =>
    Effect.gen(function* () {
      const { machine, switchOn, answered } = yield* kitchen
      const { desk, journal } = yield* switchOn
      machine.apply({ paper: "out" })
      yield* desk.take(jobOf("j"), Effect.void)
      yield* answered(1)
      machine.apply({ paper: "ok" })
      yield* desk.take(jobOf("j", { attempt: 2 }), Effect.void)
      yield* answered(2)
      yield* desk.receipted("j", 1)
      yield* desk.receipted("other", 1)
      expect(journal.untold().map(({ attempt }) => attempt)).toEqual([2])
      yield* desk.receipted("j", 2)
      expect(journal.untold()).toEqual([])
    }),
  )

  it.live(
    "[AGENT-7] a job that comes again while it prints is one paper, under the newest attempt",
    () =>
      Effect.gen(function* () {
        const { machine, results, acks, switchOn, answered } = yield* kitchen
        const { desk } = yield* switchOn
        machine.apply({ bytesPerSecond: 100 })
        yield* desk.take(jobOf("j"), Effect.void)
        yield* eventually("it prints", () => machine.papers().length === 1)
        yield* desk.take(jobOf("j", { attempt: 2 }), Effect.void)
        yield* answered(1)
        expect(results).toMatchObject([{ state: "printed", attempt: 2 }])
        expect(acks).toEqual(["j/1", "j/2"])
        expect(machine.papers().length).toBe(1)
      }),
  )

  it.live("[AGENT-8] a cancelled job is not printed, unless its paper is coming already", () =>
    Effect.gen(function* () {
      const { machine, results, switchOn, answered } = yield* kitchen
      const { desk } = yield* switchOn
      machine.apply({ bytesPerSecond: 100 })
      yield* desk.take(jobOf("a"), Effect.void)
      yield* desk.take(jobOf("b"), Effect.void)
      yield* eventually("a prints", () => machine.papers().length === 1)
      expect([yield* desk.cancel("a"), yield* desk.cancel("b"), yield* desk.cancel("c")]).toEqual([
        false,
        true,
        true,
      ])
      yield* answered(3)
      yield* desk.take(jobOf("c", { attempt: 9 }), Effect.void)
      expect(results.map(({ job, state, cause }) => [job, state, cause])).toEqual([
        ["b", "refused", "cancelled"],
        ["c", "refused", "cancelled"],
        ["a", "printed", null],
        ["c", "refused", "cancelled"],
      ])
      expect(machine.papers().map(({ job }) => job)).toEqual(["a"])
    }),
  )

  it.live("[AGENT-9] more jobs than may wait are refused as busy, not kept and not lost", () =>
    Effect.gen(function* () {
      const { machine, results, switchOn } = yield* kitchen
      const { desk } = yield* switchOn
      machine.apply({ bytesPerSecond: 1 })
      for (let n = 0; n < 12; n += 1) yield* desk.take(jobOf(`j${n}`), Effect.void)
      expect(results.map(({ state, cause }) => `${state} ${cause}`)).toEqual(
        Array.from({ length: 4 }, () => "refused busy"),
      )
    }),
  )

  it.live("[AGENT-17] prints before the broker has taken its ack, which was said first", () =>
    Effect.gen(function* () {
      const { machine, acks, results, switchOn, holdAcks, answered } = yield* kitchen
      const { desk } = yield* switchOn
      holdAcks()
      yield* Effect.forkChild(desk.take(jobOf("a"), Effect.void))
      yield* answered(1)
      expect(acks).toEqual(["a/1"])
      expect(results).toMatchObject([{ job: "a", state: "printed" }])
      expect(machine.papers()).toHaveLength(1)
    }),
  )
})
