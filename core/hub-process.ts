import { Cause, Context, Effect, Exit, Layer, Logger, References } from "effect"
import { type Config, readConfig, WrongSetting } from "./config.ts"
import { greeting } from "./greeting.ts"
import { version } from "./http/system-routes.ts"
import { defaultOptions, type HubOptions, hub } from "./main.ts"
import { patientStart } from "./patient-start.ts"
import { PluginGuard } from "./plugins/running/plugin-guard.ts"
import type { GivenRestaurant } from "./setup/given-restaurants.ts"
import { strayFaults } from "./stray-faults.ts"

const logLevelOf = {
  trace: "Trace",
  debug: "Debug",
  info: "Info",
  warn: "Warn",
  error: "Error",
} as const

/** Longest that a stop may take (contract §1: 10 s), in milliseconds. */
const stopWithinMs = 9_500

const run = async (): Promise<void> => {
  const config = readConfig(process.env)
  const { telemetry, trace } = await tellingOutside(config)
  const options: HubOptions = {
    ...(trace === undefined ? {} : { trace }),
    ...broughtAlong(process.env["HEARD_DEMO"]),
    ...(process.env["HEARD_TEST_ACK_BEFORE_COMMIT"] === "1"
      ? { acknowledgeBeforeCommit: true }
      : {}),
  }
  const program = Effect.gen(function* () {
    const chargeStraysTo = yield* strayFaults
    const running = yield* patientStart(hub(config, options))
    chargeStraysTo(Context.get(running.services, PluginGuard))
    process.stdout.write(`${greeting(config, running.setupToken)}\n`)
    return yield* Effect.never
  }).pipe(
    Effect.scoped,
    Effect.provide(telemetry),
    Effect.provide(Logger.layer([Logger.consoleLogFmt])),
    Effect.provideService(References.MinimumLogLevel, logLevelOf[config.logLevel]),
  )
  const fiber = Effect.runFork(program)
  for (const signal of ["SIGTERM", "SIGINT"] as const)
    process.once(signal, () => {
      setTimeout(() => process.exit(0), stopWithinMs).unref()
      fiber.interruptUnsafe()
    })
  const exit = await new Promise<Exit.Exit<never, unknown>>((resolve) => fiber.addObserver(resolve))
  if (Exit.isFailure(exit) && !Cause.hasInterruptsOnly(exit.cause)) {
    process.stderr.write(`Heard cannot start. ${inOneLine(exit.cause)}\n`)
    process.exit(1)
  }
  process.exit(0)
}

/** Only a hub that has a collector loads what speaks to it. */
const tellingOutside = async ({ otlpEndpoint }: Config) => {
  if (otlpEndpoint === undefined) return { telemetry: Layer.empty }
  const { telemetryLayer, tracing } = await import("./telemetry/telemetry.ts")
  return { telemetry: telemetryLayer(process.env, version), trace: tracing }
}

/** What `core/demo.ts` and the crash test start with, as JSON: `{"slug", "name", "info"}`. */
const broughtAlong = (demo: string | undefined): HubOptions => {
  if (demo === undefined) return defaultOptions
  const { info = {}, ...restaurant } = JSON.parse(demo) as GivenRestaurant &
    Partial<Pick<HubOptions, "info">>
  return { seed: "demo", tenants: [{ ...restaurant, instanceAdmin: true }], info }
}

/** An expected failure in its own words; a bug with its trace, which somebody will want to report. */
const inOneLine = (cause: Cause.Cause<unknown>): string => {
  const expected = cause.reasons.find(Cause.isFailReason)?.error
  return expected instanceof Error ? expected.message : Cause.pretty(cause)
}

export const start = (): Promise<void> =>
  run().catch((cause: unknown) => {
    process.stderr.write(`${cause instanceof WrongSetting ? cause.message : String(cause)}\n`)
    process.exit(1)
  })
