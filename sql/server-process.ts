import { spawn } from "node:child_process"
import { closeSync, openSync, readFileSync, statSync } from "node:fs"
import { readFile, readlink, rm } from "node:fs/promises"
import { createServer } from "node:net"
import { platform } from "node:os"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { DatabaseUnusable } from "./database-address.ts"
import type { ServerFolder } from "./server-folder.ts"

/** A postmaster that runs on a folder, started by us or left over by a hub that was killed. */
export interface ServerProcess {
  readonly pid: number
  readonly port: number
  /** Resolves when the postmaster is gone. */
  readonly gone: Promise<void>
}

/** The server that a killed hub left running, ready to be used again; undefined when there is none. */
export const adopt = async (folder: ServerFolder): Promise<ServerProcess | undefined> => {
  const lock = await readLock(folder.path)
  if (lock === undefined) return undefined
  if (!(await runsOn(lock.pid, folder.path))) {
    // The number may belong to another program by now, which PostgreSQL would take for a running server.
    await rm(join(folder.path, "postmaster.pid"), { force: true })
    return undefined
  }
  await ready(folder.path, lock.pid, () => !alive(lock.pid))
  return { pid: lock.pid, port: lock.port, gone: pollGone(lock.pid) }
}

/** Starts a server on this port of the loopback and waits until it takes connections. */
export const start = async (folder: ServerFolder, port: number): Promise<ServerProcess> => {
  const log = openLog(`${folder.path}.log`)
  let ended = false
  const child = spawn(
    folder.binaries.postgres,
    ["-D", folder.path, "-p", String(port), ...settings.flatMap((setting) => ["-c", setting])],
    {
      ...folder.account,
      cwd: "/",
      // In its own session: Ctrl-C in a terminal must reach the hub alone, which drains first and then stops the server.
      detached: true,
      stdio: ["ignore", log, log],
      env: { PATH: "/usr/bin:/bin", LC_ALL: "C", TZ: "UTC" },
    },
  )
  closeSync(log)
  const gone = new Promise<void>((resolve) => {
    const end = () => {
      ended = true
      resolve()
    }
    child.once("exit", end)
    child.once("error", end)
  })
  child.unref()
  await ready(folder.path, child.pid ?? -1, () => ended)
  return { pid: child.pid ?? -1, port, gone }
}

/** Fast shutdown; whatever does not heed it within 5 s is stopped hard, which the next start repairs from the log. */
export const stop = async (server: ServerProcess): Promise<void> => {
  for (const [signal, patience] of [
    ["SIGINT", 5_000],
    ["SIGQUIT", 2_000],
    ["SIGKILL", 1_000],
  ] as const) {
    if (!alive(server.pid)) return
    process.kill(server.pid, signal)
    const timer = new AbortController()
    await Promise.race([
      server.gone,
      sleep(patience, undefined, { signal: timer.signal }).catch(() => {}),
    ])
    timer.abort()
  }
}

/** A port of the loopback that nobody listens on, below the range that outgoing connections are given. */
export const freePort = async (): Promise<number> => {
  for (let attempt = 0; attempt < 100; attempt++) {
    const port = 20_000 + Math.floor(Math.random() * 12_000)
    if (await isFree(port)) return port
  }
  throw new DatabaseUnusable({ detail: "No port is free on 127.0.0.1 for PostgreSQL" })
}

// Small box: some dozen connections, little memory, every commit on the disk before it is acknowledged.
const settings = [
  "listen_addresses=127.0.0.1",
  "unix_socket_directories=",
  "fsync=on",
  "synchronous_commit=on",
  "full_page_writes=on",
  "shared_buffers=96MB",
  "max_connections=64",
  "max_wal_size=1GB",
  "io_method=sync",
  "jit=off",
  "max_parallel_workers_per_gather=0",
  "idle_in_transaction_session_timeout=30s",
  "log_checkpoints=off",
  "log_min_messages=warning",
  "log_min_error_statement=panic",
  "timezone=UTC",
  "log_timezone=UTC",
]

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer()
    probe.once("error", () => resolve(false))
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)))
  })

/** Appends, and begins anew once the old log is past 8 MiB. */
const openLog = (file: string): number => {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0
  return openSync(file, size > 8 * 1024 * 1024 ? "w" : "a", 0o640)
}

/** @see PostgreSQL src/include/utils/pidfile.h: line 1 process, 4 port, 8 state */
const readLock = async (
  path: string,
): Promise<{ pid: number; port: number; ready: boolean } | undefined> => {
  const text = await readFile(join(path, "postmaster.pid"), "utf8").catch(() => "")
  const lines = text.split("\n")
  const pid = Math.abs(Number.parseInt(lines[0] ?? "", 10))
  if (!Number.isInteger(pid)) return undefined
  return { pid, port: Number(lines[3]), ready: (lines[7] ?? "").trim() === "ready" }
}

const ready = async (path: string, pid: number, ended: () => boolean): Promise<void> => {
  // Generous: a server that was killed under load first repairs itself from its log.
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; await sleep(10)) {
    const lock = await readLock(path)
    if (lock?.pid === pid && lock.ready) return
    if (ended()) {
      const said = (await readFile(`${path}.log`, "utf8").catch(() => "")).trimEnd().split("\n")
      throw new DatabaseUnusable({
        detail: `PostgreSQL does not start on ${path}: ${said.slice(-4).join(" | ")}`,
      })
    }
  }
  throw new DatabaseUnusable({ detail: `PostgreSQL on ${path} was not ready within a minute` })
}

const runsOn = async (pid: number, path: string): Promise<boolean> => {
  if (!alive(pid)) return false
  // A postmaster stands in its data folder. Where that cannot be seen the lock file is believed.
  if (platform() !== "linux") return true
  return (await readlink(`/proc/${pid}/cwd`).catch(() => "")) === path
}

const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === "EPERM"
  }
  // A dead process that nobody has collected yet still takes signals.
  return !/\) [ZX] /.test(read(`/proc/${pid}/stat`))
}

const read = (file: string): string => {
  try {
    return readFileSync(file, "utf8")
  } catch {
    return ""
  }
}

/** An adopted server is nobody's child, so its end can only be noticed by looking. */
const pollGone = async (pid: number): Promise<void> => {
  while (alive(pid)) await sleep(50, undefined, { ref: false })
}
