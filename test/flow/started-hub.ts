import { type ChildProcess, spawn } from "node:child_process"
import { freePort } from "#core/demo/kept-program.ts"

/** `npm start` as an operator sees it: a process, what it prints, and what answers on its port. */
export interface StartedHub {
  readonly url: string
  readonly mqttUrl: string
  /** Everything that it printed so far. */
  readonly printed: () => string
  /** SIGKILL: it has no time for a last word. */
  readonly kill: () => Promise<void>
  /** SIGTERM. @returns its exit code */
  readonly stop: () => Promise<number | null>
}

export const secret = "a secret that is known to the test and to nobody else"

/** Resolves when it listens. */
export const startHub = async (place: {
  readonly dataDir: string
  readonly databaseUrl: string
  readonly env?: Readonly<Record<string, string>>
}): Promise<StartedHub> => {
  const [port, mqttPort] = [await freePort(0), await freePort(0)]
  const child = spawn(process.execPath, ["core/start.ts"], {
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      PORT: String(port),
      MQTT_PORT: String(mqttPort),
      DATA_DIR: place.dataDir,
      DATABASE_URL: place.databaseUrl,
      APP_SECRET: secret,
      LOG_LEVEL: "warn",
      ...place.env,
    },
  })
  let printed = ""
  const listening = new Promise<void>((resolve, reject) => {
    const hear = (chunk: Buffer) => {
      printed += chunk
      // The greeting ends with an empty line.
      if (printed.includes("listening") && printed.endsWith("\n\n")) resolve()
    }
    child.stdout.on("data", hear)
    child.stderr.on("data", hear)
    child.once("exit", (code) => reject(new Error(`The hub ended with ${code}: ${printed}`)))
  })
  // Whatever ends the test, nobody is left running.
  const last = () => child.kill("SIGKILL")
  process.once("exit", last)
  child.once("exit", () => process.off("exit", last))
  await listening
  return {
    url: `http://127.0.0.1:${port}`,
    mqttUrl: `mqtt://127.0.0.1:${mqttPort}`,
    printed: () => printed,
    kill: async () => void (await ended(child, "SIGKILL")),
    stop: () => ended(child, "SIGTERM"),
  }
}

const ended = (child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve(child.exitCode)
    child.once("exit", (code) => resolve(code))
    child.kill(signal)
  })
