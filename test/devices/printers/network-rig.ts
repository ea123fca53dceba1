import { Effect } from "effect"
import type { PrintOutcome } from "#devices/agent/print-machine.ts"
import {
  type LinePrinter,
  type LinePrinterOptions,
  type LineTiming,
  makeLinePrinter,
} from "#devices/printers/network/line-printer.ts"
import { printerMemory } from "#devices/printers/network/printer-memory.ts"
import { tcpLine } from "#devices/printers/network/tcp-line.ts"
import { scratchFolder } from "#test/devices/simulators/scratch-folder.ts"

/** Milliseconds, short enough for a test. */
export const quick: LineTiming = {
  answerMs: 150,
  pollMs: 100,
  aliveMs: 100,
  holdMs: 60_000,
  restMs: 100,
  awayMs: 400,
}

/** A machine that dials a port, under the hub's rules. */
export const dialPrinter = Effect.fnUntraced(function* (
  port: number,
  options: Partial<LinePrinterOptions> & { readonly directory?: string } = {},
) {
  const directory = options.directory ?? (yield* scratchFolder)
  const machine: LinePrinter = yield* makeLinePrinter({
    open: tcpLine({ host: "127.0.0.1", port }, 1000),
    memory: printerMemory(directory, `127.0.0.1:${port}`),
    timing: quick,
    ...options,
  })
  yield* machine.looked
  let begun = 0
  return {
    machine,
    /** How often it went ahead: what a journal would have written. */
    begun: () => begun,
    print: (bytes: Uint8Array, fence = "a1b2"): Effect.Effect<PrintOutcome> =>
      machine.print(
        { job: "j", bytes, fence },
        Effect.sync(() => {
          begun += 1
        }),
      ),
  }
})

/** Of so many bytes, from initialize to cut. */
export const ticketOf = (length: number): Uint8Array =>
  Buffer.concat([
    Buffer.of(0x1b, 0x40),
    Buffer.from(`${"x".repeat(39)}\n`.repeat(Math.ceil(length / 40)).slice(0, length - 6)),
    Buffer.of(0x0a, 0x1d, 0x56, 0x00),
  ])
