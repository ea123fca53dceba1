import { readFileSync } from "node:fs"
import { join } from "node:path"
import { Effect, Schema } from "effect"
import { startPrintersServer } from "./printers-server.ts"
import { startBox } from "./virtual-printer-box.ts"

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
  printers: Schema.Array(
    Schema.Struct({
      tenantId: Schema.String,
      deviceId: Schema.String,
      secret: Schema.String,
      name: Schema.String,
      columns: Schema.Literals([32, 35, 42, 44, 48, 64]),
    }),
  ),
})
export type PrintersSettings = typeof Settings.Type

const program = (settings: PrintersSettings) =>
  Effect.gen(function* () {
    const boxes = yield* Effect.forEach(settings.printers, ({ name, ...printer }) =>
      startBox(name, {
        ...printer,
        url: settings.mqttUrl,
        directory: join(settings.dataDir, printer.tenantId, printer.deviceId),
      }),
    )
    for (const box of boxes) yield* box.apply({ bytesPerSecond: 4000 })
    const port = yield* startPrintersServer(boxes, settings)
    process.stdout.write(`${JSON.stringify({ port })}\n`)
    return yield* Effect.never
  }).pipe(Effect.scoped)

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
