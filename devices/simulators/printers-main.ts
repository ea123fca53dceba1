import { readFileSync } from "node:fs"
import { Effect, Schema } from "effect"
import { printerProfilesLayer } from "#devices/profiles/profile-files.ts"
import { startPrintersServer } from "./printers-server.ts"
import { SettledPrinter, startOne } from "./settled-printer.ts"

/**
 * Virtual printers in a process of their own: `node devices/simulators/printers-main.ts <settings.json>`. The file holds
 * secrets, so it is a file and not an argument. Says one line of JSON, `{"port": …}`, when it is ready; ends on SIGTERM.
 */
const Settings = Schema.Struct({
  /** `mqtt://host:port` */
  mqttUrl: Schema.String,
  /** Journals live below it, one folder per printer. */
  dataDir: Schema.String,
  host: Schema.String,
  port: Schema.Int,
  printers: Schema.Array(SettledPrinter),
})
export type PrintersSettings = typeof Settings.Type

const program = (settings: PrintersSettings) =>
  Effect.gen(function* () {
    const boxes = yield* Effect.forEach(settings.printers, (printer) => startOne(printer, settings))
    const port = yield* startPrintersServer(boxes, settings)
    process.stdout.write(`${JSON.stringify({ port })}\n`)
    return yield* Effect.never
  }).pipe(Effect.scoped, Effect.provide(printerProfilesLayer))

const settingsFile = process.argv[2]
if (settingsFile === undefined) {
  process.stderr.write("Which printers? Give a file of settings.\n")
  process.exitCode = 64
} else {
  const settings = Schema.decodeSync(Schema.fromJsonString(Settings))(
    readFileSync(settingsFile, "utf8"),
  )
  const stop = new AbortController()
  process.once("SIGTERM", () => stop.abort())
  process.once("SIGINT", () => stop.abort())
  // The demo that started us is gone, however it went.
  process.once("disconnect", () => stop.abort())
  const exit = await Effect.runPromiseExit(program(settings), { signal: stop.signal })
  if (exit._tag === "Failure" && !stop.signal.aborted) {
    process.stderr.write(`${exit.cause}\n`)
    process.exitCode = 1
  }
}
