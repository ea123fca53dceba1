import { type ChildProcess, execFileSync, spawn } from "node:child_process"
import { createReadStream } from "node:fs"
import { rm } from "node:fs/promises"
import { connect } from "node:net"
import { join } from "node:path"
import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { deviceFileLine } from "#devices/agent/device-file-line.ts"
import { makeLinePrinter } from "#devices/printers/network/line-printer.ts"
import { printerMemory } from "#devices/printers/network/printer-memory.ts"
import { startNetworkPrinter } from "#devices/simulators/network-printer.ts"
import { eventually } from "#test/devices/mqtt/broker-rig.ts"
import { quick, ticketOf } from "#test/devices/printers/network-rig.ts"
import { scratchFolder } from "#test/devices/simulators/scratch-folder.ts"

const ticket = ticketOf(3000)
const work = { job: "j", bytes: ticket, fence: "a1b2" }

/** A terminal of its own whose far end is the virtual printer: what a serial port looks like to a program. */
const serialPort = (port: number) =>
  Effect.gen(function* () {
    const child = yield* Effect.acquireRelease(
      Effect.sync(() =>
        spawn("script", ["-qfc", "tty; exec sleep 60", "/dev/null"], {
          stdio: ["pipe", "pipe", "ignore"],
        }),
      ),
      (started) => Effect.sync(() => void started.kill("SIGKILL")),
    )
    const path = yield* firstLine(child)
    const socket = connect(port, "127.0.0.1")
    yield* Effect.addFinalizer(() => Effect.sync(() => void socket.destroy()))
    socket.on("data", (bytes) => child.stdin?.write(bytes))
    child.stdout?.on("data", (bytes: Uint8Array) => socket.write(bytes))
    return { path, unplug: Effect.sync(() => void child.kill("SIGKILL")) }
  })

const firstLine = (child: ChildProcess) =>
  Effect.callback<string>((resume) => {
    child.stdout?.once("data", (bytes: Uint8Array) => resume(Effect.succeed(String(bytes).trim())))
  })

const machineAt = Effect.fnUntraced(function* (
  file: Parameters<typeof deviceFileLine>[0],
  fence?: "none",
) {
  const machine = yield* makeLinePrinter({
    open: deviceFileLine(file),
    memory: printerMemory(yield* scratchFolder, file.path),
    timing: quick,
    ...(fence === undefined ? {} : { fence }),
  })
  yield* machine.looked
  return machine
})

describe("a printer behind a device file", () => {
  it.live("[PORT-1] is read and written: status, refusal and fence as in the network", () =>
    Effect.gen(function* () {
      const printer = yield* startNetworkPrinter()
      const { path } = yield* serialPort(printer.port)
      const machine = yield* machineAt({ path, stty: ["raw", "-echo", "38400"] })
      expect(machine.status()).toMatchObject({ online: true, paper: "ok" })
      expect(yield* machine.print(work, Effect.void)).toEqual({ state: "printed", fence: "gs(h" })
      expect(printer.papers()).toMatchObject([{ complete: true }])
      expect(printer.papers()[0]?.bytes.length).toBe(ticket.length)
      yield* printer.apply({ paper: "out" })
      yield* eventually("it is seen", () => machine.status().paper === "out", 2000)
      expect(yield* machine.print(work, Effect.void)).toEqual({
        state: "refused",
        cause: "paper_out",
      })
    }),
  )

  it.live("[PORT-2] that is pulled out is gone, and found again when it is back", () =>
    Effect.gen(function* () {
      const path = join(yield* scratchFolder, "lp0")
      const received: Array<number> = []
      const plugIn = Effect.sync(() => {
        execFileSync("mkfifo", [path])
        const paper = createReadStream(path)
        paper.on("data", (bytes) => received.push(bytes.length))
      })
      yield* plugIn
      const machine = yield* machineAt({ path }, "none")
      yield* eventually("it is there", () => machine.status().online)
      expect(yield* machine.print(work, Effect.void)).toEqual({ state: "printed", fence: "none" })
      yield* Effect.promise(() => rm(path))
      yield* eventually("it is gone", () => machine.status().error === "unreachable")
      expect(yield* machine.print(work, Effect.void)).toMatchObject({ state: "refused" })
      yield* plugIn
      yield* eventually("it is back", () => machine.status().online)
      expect(yield* machine.print(work, Effect.void)).toEqual({ state: "printed", fence: "none" })
      const all = () => received.reduce((sum, count) => sum + count, 0)
      yield* eventually("both papers", () => all() === 2 * ticket.length)
    }),
  )

  it.live("[PORT-3] with settings that it does not take is not printed on", () =>
    Effect.gen(function* () {
      const printer = yield* startNetworkPrinter()
      const { path } = yield* serialPort(printer.port)
      const machine = yield* machineAt({ path, stty: ["raw", "fast"] })
      expect(machine.status().error).toBe("unreachable")
      expect(yield* machine.print(work, Effect.void)).toMatchObject({ state: "refused" })
    }),
  )
})
