import { mkdirSync } from "node:fs"
import { Effect, Logger, References } from "effect"
import { readConfig } from "#core/config.ts"
import { hub } from "#core/main.ts"
import { answerProbes } from "./side/probes.ts"

/** What the hub under test is given, as one argument of JSON. */
export interface BenchHubOptions {
  readonly databaseUrl: string
  readonly dataDir: string
  readonly mqttPort: number
  /** Restaurants made at the first start, `bench-1` and so on. */
  readonly tenants: number
}

/** What it says when it listens. */
export interface BenchHubReady {
  readonly port: number
  readonly password: string
  readonly secret: string
  readonly tenants: ReadonlyArray<{ readonly id: string; readonly slug: string }>
}

const options = JSON.parse(process.argv[2] ?? "{}") as BenchHubOptions
mkdirSync(options.dataDir, { recursive: true })
answerProbes()

const program = Effect.gen(function* () {
  const config = {
    ...readConfig({ DATA_DIR: options.dataDir, DATABASE_URL: options.databaseUrl }),
    port: 0,
    mqttPort: options.mqttPort,
  }
  const running = yield* hub(config, {
    seed: "demo",
    tenants: Array.from({ length: options.tenants }, (_, n) => ({
      slug: `bench-${n + 1}`,
      name: `Bench ${n + 1}`,
    })),
    info: {},
    unlimited: true,
  })
  const ready: BenchHubReady = {
    port: running.http.address.port,
    password: running.accessPassword,
    secret: running.secret,
    tenants: running.tenants.map(({ id, slug }) => ({ id, slug })),
  }
  process.stdout.write(`${JSON.stringify(ready)}\n`)
  return yield* Effect.never
}).pipe(
  Effect.scoped,
  Effect.provide(Logger.layer([Logger.consoleLogFmt])),
  Effect.provideService(References.MinimumLogLevel, "Warn"),
)

const stop = new AbortController()
process.once("SIGTERM", () => stop.abort())
process.once("disconnect", () => stop.abort())
const exit = await Effect.runPromiseExit(program, { signal: stop.signal })
if (exit._tag === "Failure" && !stop.signal.aborted) process.stderr.write(`${exit.cause}\n`)
process.exit(0)
