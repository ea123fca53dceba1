import { type ChildProcess, spawn } from "node:child_process"
import { readFileSync } from "node:fs"
import { join } from "node:path"

/** One side of the comparison, in a process of its own. */
export interface Child<Ready> {
  readonly pid: number
  /** First line that it wrote: it listens. */
  readonly ready: Ready
  /** Asks its {@link answerProbes}. */
  readonly probe: (question: Question) => Promise<Probe>
  /** Asks what it {@link answers} by name. One question at a time. */
  readonly ask: <A>(what: string, given?: unknown) => Promise<A>
  /** As a power cut would, and waits until it is gone. */
  readonly kill: () => Promise<void>
  /** SIGTERM, and waits until it is gone. */
  readonly stop: () => Promise<void>
}

export type Question = "reset" | "look" | "collect"

/** A question with a name of its own. */
export interface Asked {
  readonly what: string
  readonly given?: unknown
}

/** What a side says about itself. */
export interface Probe {
  /** Longest that its event loop was held since the last `reset`, in milliseconds. */
  readonly longestBlockMs: number
  /** Bytes, right after a garbage collection when it was asked to `collect`. */
  readonly residentBytes: number
  readonly heapBytes: number
}

const root = join(import.meta.dirname, "..", "..", "..")

const shortcuts = join(import.meta.dirname, "as-started.ts")

const startCommand = (): ReadonlyArray<string> => {
  const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"))
  return scripts.start.split(" ")
}

/** What `npm start` gives the engine. */
const asStarted = startCommand().filter((word) => word.startsWith("--"))

/** @param options handed over as one argument of JSON */
export const startChild = <Ready>(file: string, options: object): Promise<Child<Ready>> => {
  const process_ = spawn(
    process.execPath,
    [...asStarted, "--import", shortcuts, "--expose-gc", file, JSON.stringify(options)],
    { stdio: ["ignore", "pipe", "inherit", "ipc"] },
  )
  return new Promise((resolve, reject) => {
    const gone = new Promise<void>((done) => process_.once("exit", () => done()))
    process_.once("exit", (code) => reject(new Error(`${file} ended with ${code}`)))
    let text = ""
    process_.stdout?.setEncoding("utf8").on("data", (more: string) => {
      text += more
      const end = text.indexOf("\n")
      if (end < 0) return
      resolve({
        pid: process_.pid ?? 0,
        ready: JSON.parse(text.slice(0, end)) as Ready,
        probe: (question) => ask<Probe>(process_, question),
        ask: async <A>(what: string, given?: unknown) =>
          (await ask<{ readonly found: A }>(process_, { what, given })).found,
        kill: async () => {
          process_.kill("SIGKILL")
          await gone
        },
        stop: async () => {
          process_.kill("SIGTERM")
          await gone
        },
      })
      process_.stdout?.removeAllListeners("data").resume()
    })
  })
}

const ask = <A>(child: ChildProcess, question: Question | Asked): Promise<A> =>
  new Promise((resolve) => {
    child.once("message", (answer) => resolve(answer as A))
    child.send(question)
  })
