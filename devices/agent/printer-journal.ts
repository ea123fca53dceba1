import { type FileHandle, mkdir, open, readFile, rename } from "node:fs/promises"
import { join } from "node:path"
import { Effect, Schema, type Scope, Semaphore } from "effect"

/** How far one job got on this device. Only `printed`, `unknown` and `sending` may have left something on paper. */
const Stage = Schema.Literals([
  "received",
  "sending",
  "printed",
  "refused",
  "failed",
  "unknown",
  "expired",
])
export type Stage = typeof Stage.Type

const JournalEntry = Schema.Struct({
  job: Schema.String,
  attempt: Schema.Int,
  stage: Stage,
  /** Milliseconds since the epoch. */
  at: Schema.Int,
  boot: Schema.Int,
  cause: Schema.optionalKey(Schema.String),
  fence: Schema.optionalKey(Schema.String),
  ms: Schema.optionalKey(Schema.Finite),
  /** Said once more for a job that came again. */
  duplicate: Schema.optionalKey(Schema.Boolean),
  /** The hub has the result. */
  told: Schema.optionalKey(Schema.Boolean),
})
export type JournalEntry = typeof JournalEntry.Type

/** The disk does not take it; the device must not print what it cannot remember. */
export class JournalFailed extends Schema.TaggedError<JournalFailed>()("JournalFailed", {
  reason: Schema.String,
}) {}

/** What the device remembers across a power cut: written ahead, forced to the disk before the step it announces. */
export interface PrinterJournal {
  /** Counts the openings of this journal, from 1. */
  readonly boot: number
  readonly find: (job: string) => JournalEntry | undefined
  /** Results that the hub has not receipted, oldest first. */
  readonly untold: () => ReadonlyArray<JournalEntry>
  /** Jobs that were under way when the power went: nobody knows what is on paper. */
  readonly interrupted: () => ReadonlyArray<JournalEntry>
  /** Done when it is on the disk. Not interruptible: a cut falls before or after a line, as far as we can help it. */
  readonly record: (entry: JournalEntry) => Effect.Effect<void, JournalFailed>
}

export interface JournalOptions {
  /** Made when missing. */
  readonly directory: string
  /** Jobs remembered at least this many, however old up to `days`. */
  readonly jobs?: number
  readonly days?: number
}

/** Opens the journal, drops a line that a power cut tore, forgets what is too old, and counts the boot. */
export const openJournal = (
  options: JournalOptions,
): Effect.Effect<PrinterJournal, JournalFailed, Scope.Scope> =>
  Effect.gen(function* () {
    const jobs = options.jobs ?? 10_000
    const oldest = (options.days ?? 7) * 86_400_000
    const file = join(options.directory, "journal.ndjson")
    const onePen = yield* Semaphore.make(1)

    yield* onDisk(() => mkdir(options.directory, { recursive: true }))
    const boot = yield* onDisk(() => countBoot(options.directory))
    const entries = yield* onDisk(() => readEntries(file))
    let lines = 0
    let pen: FileHandle | undefined

    const letGo = async () => {
      const old = pen
      pen = undefined
      await old?.close()
    }
    /** From what is known to be on the disk: what a failed write left there is gone. */
    const rewrite = async (): Promise<FileHandle> => {
      forget(entries, jobs, Date.now() - oldest)
      await letGo()
      await replaceFile(options.directory, file, [...entries.values()].map(lineOf).join(""))
      lines = entries.size
      pen = await open(file, "a")
      return pen
    }
    const isLong = () => lines > 4 * Math.max(entries.size, 256) || entries.size > 2 * jobs
    const write = async (line: string) => {
      const ready = pen === undefined || isLong() ? await rewrite() : pen
      try {
        await ready.appendFile(line)
        await ready.datasync()
      } catch (cause) {
        // Half a line may stand there, and the next one would join it.
        await letGo()
        throw cause
      }
    }
    yield* Effect.acquireRelease(onDisk(rewrite), () => Effect.promise(letGo))

    return {
      boot,
      find: (job) => entries.get(job),
      untold: () => [...entries.values()].filter((entry) => isResult(entry) && !entry.told),
      interrupted: () => [...entries.values()].filter((entry) => entry.stage === "sending"),
      record: (entry) =>
        onDisk(async () => {
          await write(lineOf(entry))
          entries.delete(entry.job)
          entries.set(entry.job, entry)
          lines += 1
        }).pipe(onePen.withPermit, Effect.uninterruptible),
    } satisfies PrinterJournal
  })

export const isResult = (entry: JournalEntry): boolean =>
  entry.stage !== "received" && entry.stage !== "sending"

const lineOf = (entry: JournalEntry): string => `${JSON.stringify(entry)}\n`

const onDisk = <A>(step: () => Promise<A>): Effect.Effect<A, JournalFailed> =>
  Effect.tryPromise({
    try: step,
    catch: (cause) =>
      new JournalFailed({ reason: cause instanceof Error ? cause.message : String(cause) }),
  })

const readEntries = async (file: string): Promise<Map<string, JournalEntry>> => {
  const entries = new Map<string, JournalEntry>()
  for (const line of (await textOf(file)).split("\n")) {
    const entry = decodeLine(line)
    if (entry === undefined) continue
    entries.delete(entry.job)
    entries.set(entry.job, entry)
  }
  return entries
}

const isEntry = Schema.is(JournalEntry)

/** A line that was torn by a power cut is no line: the step it announces had not begun. */
const decodeLine = (line: string): JournalEntry | undefined => {
  try {
    const entry: unknown = JSON.parse(line)
    return isEntry(entry) ? entry : undefined
  } catch {
    return undefined
  }
}

const forget = (entries: Map<string, JournalEntry>, jobs: number, before: number): void => {
  let spare = entries.size - jobs
  for (const [job, entry] of entries) {
    if (spare <= 0 && entry.at >= before) continue
    entries.delete(job)
    spare -= 1
  }
}

const countBoot = async (directory: string): Promise<number> => {
  const file = join(directory, "boot")
  const last = Number.parseInt(await textOf(file), 10)
  const boot = (Number.isSafeInteger(last) ? last : 0) + 1
  await replaceFile(directory, file, `${boot}\n`)
  return boot
}

const textOf = async (file: string): Promise<string> => {
  try {
    return await readFile(file, "utf8")
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return ""
    throw cause
  }
}

/** Whole or not at all, whenever the power goes: the new file is on the disk before it takes the name. */
const replaceFile = async (directory: string, file: string, text: string): Promise<void> => {
  const draft = await open(`${file}.new`, "w")
  try {
    await draft.writeFile(text)
    await draft.sync()
  } finally {
    await draft.close()
  }
  await rename(`${file}.new`, file)
  const folder = await open(directory, "r")
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
