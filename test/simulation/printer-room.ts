/**
 * The printers of the crash test in a process that is killed without a word: `node printer-room.ts <settings.json>`. What
 * comes out of a printer is written down at once, a line each, as paper that lies on a counter stays there.
 */
import { appendFileSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { Effect } from "effect"
import type { PrintersSettings } from "#devices/simulators/printers-main.ts"
import { chanceOf } from "#devices/simulators/service-random.ts"
import type { SettledPrinter } from "#devices/simulators/settled-printer.ts"
import type { VirtualPrinter } from "#devices/simulators/virtual-printer.ts"
import { startBox } from "#devices/simulators/virtual-printer-box.ts"

/** One piece of paper that was printed to the end and cut. */
export interface CutPaper {
  readonly job: string
  readonly base64: string
}

export interface PrinterRoomSettings extends Omit<PrintersSettings, "printers"> {
  readonly printers: ReadonlyArray<Omit<Extract<SettledPrinter, { driver: "agent" }>, "driver">>
  /** Gets a {@link CutPaper} a line. */
  readonly papers: string
  readonly seed: number
}

/** Slow enough that a cut finds a printer in the middle of a paper now and then. */
const bytesPerSecond = 30_000
/** Mean time between two power cuts of single printers, in milliseconds. */
const cutEveryMs = 8_000
const darkMs = 700

const collect = (machine: VirtualPrinter, file: string) => {
  let counter = 0
  return machine.onChange(() => {
    for (const { n, job, bytes, complete } of machine.papers()) {
      if (n <= counter || !complete) continue
      counter = n
      const paper: CutPaper = { job, base64: Buffer.from(bytes).toString("base64") }
      appendFileSync(file, `${JSON.stringify(paper)}\n`)
    }
  })
}

const program = (settings: PrinterRoomSettings) =>
  Effect.gen(function* () {
    const chance = chanceOf(settings.seed + Date.now())
    const boxes = yield* Effect.forEach(settings.printers, ({ name, ...printer }) =>
      startBox(name, {
        ...printer,
        url: settings.mqttUrl,
        directory: join(settings.dataDir, printer.deviceId),
      }),
    )
    for (const box of boxes) {
      yield* collect(box.machine, settings.papers)
      yield* box.apply({ bytesPerSecond })
    }
    return yield* Effect.forever(
      Effect.gen(function* () {
        yield* Effect.sleep(chance.between(1, 2 * cutEveryMs))
        const box = chance.oneOf(boxes)
        if (box === undefined) return
        yield* box.apply({ power: "cut" })
        yield* Effect.sleep(darkMs)
        yield* box.apply({ power: "on" })
      }),
    )
  }).pipe(Effect.scoped)

if (import.meta.main) {
  const settings = JSON.parse(readFileSync(process.argv[2] ?? "", "utf8")) as PrinterRoomSettings
  const stop = new AbortController()
  process.once("SIGTERM", () => stop.abort())
  await Effect.runPromiseExit(program(settings), { signal: stop.signal })
}
