import { execFile } from "node:child_process"
import { constants } from "node:fs"
import { type FileHandle, open, stat } from "node:fs/promises"
import { Clock, Effect, Fiber } from "effect"
import { floodGauge, LineLost, type OpenLine } from "#devices/printers/network/printer-line.ts"

export interface DeviceFile {
  readonly path: string
  /** What `stty` is told before it is opened; absent for a USB printer. */
  readonly stty?: ReadonlyArray<string>
}

/** How often a device that has nothing to read, or takes nothing, is tried again, in milliseconds. */
const againMs = 20
/** How often it is looked whether the file is still the same one, in milliseconds. */
const presentMs = 500

/**
 * A printer behind a device file of Linux. It never blocks: a thread that waits in the kernel for a printer without
 * paper could not be called back. One that can only be written is a printer that never answers.
 */
export const deviceFileLine =
  ({ path, stty }: DeviceFile): OpenLine =>
  (onBytes) =>
    Effect.gen(function* () {
      if (stty !== undefined) yield* setLine(path, stty)
      const { handle, readable } = yield* Effect.acquireRelease(
        attempt("unreachable", () => openDevice(path)),
        (opened) => Effect.promise(() => opened.handle.close().catch(() => undefined)),
      )
      const flooded = floodGauge()

      const listen = Effect.gen(function* () {
        const buffer = Buffer.alloc(1024)
        const count = yield* attempt("closed", () => readSome(handle, buffer))
        if (count === 0) return yield* Effect.sleep(againMs)
        if (flooded(count, yield* Clock.currentTimeMillis))
          return yield* new LineLost({ cause: "flooding", reason: "more than it has to say" })
        onBytes(Buffer.from(buffer.subarray(0, count)))
      })
      const inode = yield* attempt("unreachable", () => identityOf(path))
      const watch = Effect.sleep(presentMs).pipe(
        Effect.andThen(attempt("closed", () => identityOf(path))),
        Effect.flatMap((now) =>
          now === inode
            ? Effect.void
            : Effect.fail(new LineLost({ cause: "closed", reason: `${path} is another one` })),
        ),
      )
      const ended = yield* Effect.forever(watch).pipe(
        Effect.raceFirst(readable ? Effect.forever(listen) : Effect.never),
        Effect.forkScoped,
      )
      return {
        write: (bytes) =>
          Effect.gen(function* () {
            let done = 0
            while (done < bytes.length) {
              const rest = bytes.subarray(done)
              const count = yield* attempt("closed", () => writeSome(handle, rest))
              if (count === 0) yield* Effect.sleep(againMs)
              done += count
            }
          }).pipe(Effect.raceFirst(Fiber.join(ended))),
        lost: Fiber.join(ended),
      }
    })

const attempt = <A>(cause: LineLost["cause"], step: () => Promise<A>): Effect.Effect<A, LineLost> =>
  Effect.tryPromise({
    try: step,
    catch: (error) => new LineLost({ cause, reason: error instanceof Error ? error.message : "" }),
  })

/** Read and written where the device allows it, else written only. */
const openDevice = async (path: string): Promise<{ handle: FileHandle; readable: boolean }> => {
  const how = constants.O_NONBLOCK | constants.O_NOCTTY
  // A pipe would give back what we wrote ourselves.
  const both = (await stat(path)).isCharacterDevice()
  if (both) {
    const handle = await open(path, constants.O_RDWR | how).catch((error: unknown) => {
      if (codeOf(error) === "EACCES" || codeOf(error) === "EROFS") return undefined
      throw error
    })
    if (handle !== undefined) return { handle, readable: true }
  }
  return { handle: await open(path, constants.O_WRONLY | how), readable: false }
}

/** What file stands there: a device that was pulled and put back is another one. */
const identityOf = async (path: string): Promise<string> => {
  const { dev, ino, rdev } = await stat(path)
  return `${dev}/${ino}/${rdev}`
}

const readSome = async (handle: FileHandle, buffer: Buffer): Promise<number> =>
  unlessBusy(handle.read(buffer, 0, buffer.length, null).then(({ bytesRead }) => bytesRead))

const writeSome = async (handle: FileHandle, bytes: Uint8Array): Promise<number> =>
  unlessBusy(handle.write(bytes).then(({ bytesWritten }) => bytesWritten))

const unlessBusy = (count: Promise<number>): Promise<number> =>
  count.catch((error: unknown) => {
    if (codeOf(error) === "EAGAIN") return 0
    throw error
  })

const codeOf = (error: unknown): unknown =>
  error instanceof Error && "code" in error ? error.code : undefined

const setLine = (path: string, stty: ReadonlyArray<string>): Effect.Effect<void, LineLost> =>
  attempt(
    "unreachable",
    () =>
      new Promise<void>((resolve, reject) => {
        execFile("stty", ["-F", path, ...stty], { timeout: 2000 }, (error, _out, said) =>
          error === null ? resolve() : reject(new Error(said.trim() || error.message)),
        )
      }),
  )
