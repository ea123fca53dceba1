import { createHmac } from "node:crypto"
import { join } from "node:path"
import { Effect } from "effect"
import { deriveKey } from "#core/security/secrets.ts"
import { startBox } from "#devices/simulators/virtual-printer-box.ts"

/** Which printers there are, as one argument of JSON. */
export interface BenchPrintersOptions {
  readonly dataDir: string
  readonly hub: { readonly mqttPort: number; readonly secret: string }
  readonly floor: { readonly mqttPort: number }
  /** The hub's printer of each restaurant; the floor calls all of its printers `floor`. */
  readonly printers: ReadonlyArray<{ readonly tenantId: string; readonly deviceId: string }>
}

const options = JSON.parse(process.argv[2] ?? "{}") as BenchPrintersOptions
const deviceKey = deriveKey(options.hub.secret, "device-secret")

const program = Effect.gen(function* () {
  for (const { tenantId, deviceId } of options.printers) {
    const ofHub = createHmac("sha256", deviceKey).update(`${tenantId}/${deviceId}`)
    const sides = [
      { port: options.hub.mqttPort, deviceId, secret: ofHub.digest("base64url") },
      { port: options.floor.mqttPort, deviceId: "floor", secret: "none" },
    ]
    for (const side of sides)
      yield* startBox(side.deviceId, {
        url: `mqtt://127.0.0.1:${side.port}`,
        tenantId,
        deviceId: side.deviceId,
        secret: side.secret,
        directory: join(options.dataDir, tenantId, side.deviceId),
        columns: 48,
      })
  }
  yield* Effect.sleep("2 seconds")
  process.stdout.write("{}\n")
  return yield* Effect.never
}).pipe(Effect.scoped)

const stop = new AbortController()
process.once("SIGTERM", () => stop.abort())
process.once("disconnect", () => stop.abort())
const exit = await Effect.runPromiseExit(program, { signal: stop.signal })
if (exit._tag === "Failure" && !stop.signal.aborted) process.stderr.write(`${exit.cause}\n`)
process.exit(0)
