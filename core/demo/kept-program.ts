import { type ChildProcess, spawn } from "node:child_process"
import { createServer } from "node:net"
import { join, resolve } from "node:path"

const root = resolve(import.meta.dirname, "..", "..")

export interface Kept {
  readonly pid: () => number | undefined
  /** Asks it to end, and makes it end after ten seconds. */
  readonly stop: () => Promise<void>
}

const restartAfterMs = 300
const stopWithinMs = 10_000

/** A program of this repository that is started again whenever it ends, until it is stopped. */
export const keepRunning = (program: {
  readonly name: string
  readonly file: string
  readonly args: ReadonlyArray<string>
  readonly env?: NodeJS.ProcessEnv
  readonly say?: (line: string) => void
}): Kept => {
  let child: ChildProcess
  let stopped = false
  const start = () => {
    child = spawn(process.execPath, [join(root, program.file), ...program.args], {
      cwd: root,
      env: { ...process.env, ...program.env },
      // The staff tells what happens; hub and printers say what only programs want to know.
      stdio: ["ignore", program.name === "staff" ? "inherit" : "ignore", "inherit"],
    })
    child.once("exit", (code, signal) => {
      if (stopped) return
      const why = signal ?? `code ${code}`
      program.say?.(
        `\n  The ${program.name} ended (${why}). It is started again; nothing is lost.\n`,
      )
      setTimeout(() => {
        if (!stopped) start()
      }, restartAfterMs)
    })
  }
  start()
  return {
    pid: () => child.pid,
    stop: () => {
      stopped = true
      if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
      return new Promise((ended) => {
        const force = setTimeout(() => child.kill("SIGKILL"), stopWithinMs)
        child.once("exit", () => {
          clearTimeout(force)
          ended()
        })
        child.kill("SIGTERM")
      })
    },
  }
}

/** The wanted port, or another free one when some program has it. */
export const freePort = (wanted: number): Promise<number> =>
  new Promise((found) => {
    const probe = createServer()
    probe.once("error", () => found(freePort(0)))
    probe.listen(wanted, "0.0.0.0", () => {
      const address = probe.address()
      const port = typeof address === "object" && address !== null ? address.port : wanted
      probe.close(() => found(port))
    })
  })
