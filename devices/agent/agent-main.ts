import { readFileSync } from "node:fs"
import { parseArgs } from "node:util"
import { Cause, Effect, Exit, Logger, Result } from "effect"
import { readAgentConfig } from "./agent-config.ts"
import { AgentStopped, runAgent } from "./agent-program.ts"

/** `npm run agent`: serves printers on this machine and in its network for a hub anywhere. SIGTERM drains. */
const help = `Serves kitchen printers for a Heard hub, by MQTT.

  npm run agent -- --config agent.toml
  npm run agent -- --hub https://heard.example --claim BCDF-GHJK --printer tcp://192.168.1.50:9100

  --config FILE    several printers; see devices/README.md          HEARD_CONFIG
  --hub URL        the hub's address                                HEARD_HUB
  --claim CODE     what the page Devices shows; needed once         HEARD_CLAIM
  --printer PORT   tcp://host:9100, usb:///dev/usb/lp0 or
                   serial:///dev/ttyUSB0?baud=19200                 HEARD_PRINTER
  --data FOLDER    journals and credentials, ./heard-agent          HEARD_DATA
  --help
`

/** Longest that a stop may take, in milliseconds. */
const stopWithinMs = 9500
const wrongUse = 64

const stop = (line: string): void => {
  process.stderr.write(`${line}\n`)
  process.exitCode = wrongUse
}

const words = (): Readonly<Record<string, string | boolean | undefined>> | string => {
  try {
    const text = { type: "string" } as const
    const { values } = parseArgs({
      options: {
        config: text,
        hub: text,
        claim: text,
        printer: text,
        data: text,
        help: { type: "boolean" },
      },
    })
    return values
  } catch (error) {
    return error instanceof Error ? error.message.replaceAll(/\s+/g, " ") : "wrong arguments"
  }
}

const fileText = (path: string | undefined): Result.Result<string | undefined, string> =>
  path === undefined
    ? Result.succeed(undefined)
    : Result.try({
        try: () => readFileSync(path, "utf8"),
        catch: (error) => `--config ${path}: ${error instanceof Error ? error.message : "unread"}`,
      })

const main = async (): Promise<void> => {
  const given = words()
  if (typeof given === "string") return stop(given)
  if (given["help"] === true) return void process.stdout.write(help)
  const word = (name: string): string | undefined => {
    const value = given[name] ?? process.env[`HEARD_${name.toUpperCase()}`]
    return typeof value === "string" && value !== "" ? value : undefined
  }
  const config = Result.flatMap(fileText(word("config")), (file) =>
    readAgentConfig(file, {
      hub: word("hub"),
      claim: word("claim"),
      printer: word("printer"),
      data: word("data"),
    }),
  )
  if (Result.isFailure(config)) return stop(config.failure)
  const end = new AbortController()
  for (const signal of ["SIGTERM", "SIGINT"] as const)
    process.once(signal, () => {
      setTimeout(() => process.exit(0), stopWithinMs).unref()
      end.abort()
    })
  const exit = await Effect.runPromiseExit(
    runAgent(config.success).pipe(Effect.provide(Logger.layer([Logger.consoleLogFmt]))),
    { signal: end.signal },
  )
  if (Exit.isSuccess(exit) || end.signal.aborted) return
  const failure = Cause.squash(exit.cause)
  if (failure instanceof AgentStopped) return stop(failure.line)
  process.stderr.write(`${Cause.pretty(exit.cause)}\n`)
  process.exitCode = 1
}

await main()
