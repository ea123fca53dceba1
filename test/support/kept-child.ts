import { type ChildProcess, spawn } from "node:child_process"
import { closeSync, openSync } from "node:fs"

/** A program that comes back whenever it is killed, as a box does when the power returns. */
export interface KeptChild {
  readonly pid: () => number | undefined
  /** SIGKILL: it has no time for a last word. */
  readonly kill: () => void
  /** SIGTERM, and started again at once. Resolves with its exit code when it is gone; null: it had to be killed. */
  readonly restart: () => Promise<number | null>
  /** Ends that nobody asked for. */
  readonly surprises: () => ReadonlyArray<string>
  /** SIGTERM, and SIGKILL after ten seconds. Resolves when it is gone. */
  readonly stop: () => Promise<void>
}

const patienceMs = 10_000
/** Between an end that nobody asked for and the next start. */
const pauseMs = 500

/** @param program.log file that gets what it says */
export const keepChild = (program: {
  readonly name: string
  readonly args: ReadonlyArray<string>
  readonly env?: Readonly<Record<string, string>>
  readonly log: string
}): KeptChild => {
  const surprises: Array<string> = []
  let child: ChildProcess | undefined
  let killed = false
  let stopping = false
  let again: ReturnType<typeof setTimeout> | undefined

  const start = () => {
    killed = false
    const log = openSync(program.log, "a")
    child = spawn(process.execPath, [...program.args], {
      stdio: ["ignore", log, log],
      env: { ...process.env, ...program.env },
    })
    closeSync(log)
    child.once("exit", (code, signal) => {
      child = undefined
      if (stopping) return
      if (!killed) surprises.push(`the ${program.name} ended by itself (${signal ?? code})`)
      again = setTimeout(start, killed ? 0 : pauseMs)
    })
  }
  start()
  // Whatever ends the test, nobody is left running.
  process.once("exit", () => child?.kill("SIGTERM"))

  return {
    pid: () => child?.pid,
    kill: () => {
      killed = true
      child?.kill("SIGKILL")
    },
    restart: () =>
      new Promise((gone) => {
        const last = child
        if (last === undefined) return gone(null)
        killed = true
        const force = setTimeout(() => last.kill("SIGKILL"), patienceMs)
        last.once("exit", (code) => {
          clearTimeout(force)
          gone(code)
        })
        last.kill("SIGTERM")
      }),
    surprises: () => surprises,
    stop: async () => {
      stopping = true
      clearTimeout(again)
      const last = child
      if (last === undefined) return
      await new Promise<void>((gone) => {
        const force = setTimeout(() => last.kill("SIGKILL"), patienceMs)
        last.once("exit", () => {
          clearTimeout(force)
          gone()
        })
        last.kill("SIGTERM")
      })
    },
  }
}
