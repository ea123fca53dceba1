import { appendFile, mkdir, open, readFile, rmdir, stat } from "node:fs/promises"
import { join } from "node:path"
import { describe, expect, it } from "@effect/vitest"
import { Effect, Exit } from "effect"
import { type JournalEntry, openJournal, type Stage } from "#devices/agent/printer-journal.ts"
import { scratchFolder } from "#test/devices/simulators/scratch-folder.ts"

const entry = (job: string, stage: Stage, at = Date.now()): JournalEntry => ({
  job,
  attempt: 1,
  stage,
  at,
  boot: 1,
})

describe("the journal of a printer", () => {
  it.live("[JOURNAL-1] remembers each job's last word over a power cut", () =>
    Effect.gen(function* () {
      const directory = yield* scratchFolder
      yield* Effect.scoped(
        Effect.gen(function* () {
          const journal = yield* openJournal({ directory })
          yield* journal.record(entry("a", "received"))
          yield* journal.record(entry("a", "sending"))
          yield* journal.record(entry("b", "sending"))
          yield* journal.record(entry("b", "printed"))
        }),
      )
      const journal = yield* openJournal({ directory })
      expect(journal.find("a")?.stage).toBe("sending")
      expect(journal.interrupted().map(({ job }) => job)).toEqual(["a"])
      expect(journal.untold().map(({ job }) => job)).toEqual(["b"])
      expect(journal.find("c")).toBeUndefined()
    }),
  )

  it.live("[JOURNAL-1] is on the disk before the step it announces", () =>
    Effect.gen(function* () {
      const directory = yield* scratchFolder
      const journal = yield* openJournal({ directory })
      yield* journal.record(entry("a", "sending"))
      const text = yield* Effect.promise(() => readFile(join(directory, "journal.ndjson"), "utf8"))
      expect(text).toContain('"job":"a"')
    }),
  )

  it.live("[JOURNAL-2] counts every start, and takes a torn last line for not written", () =>
    Effect.gen(function* () {
      const directory = yield* scratchFolder
      const open = Effect.scoped(openJournal({ directory }))
      const boots = [(yield* open).boot, (yield* open).boot]
      yield* Effect.scoped(
        Effect.flatMap(openJournal({ directory }), (journal) =>
          journal.record(entry("a", "printed")),
        ),
      )
      yield* Effect.promise(() =>
        appendFile(join(directory, "journal.ndjson"), '{"job":"b","attempt":1,"sta'),
      )
      const journal = yield* openJournal({ directory })
      expect([...boots, journal.boot]).toEqual([1, 2, 4])
      expect(journal.find("a")?.stage).toBe("printed")
      expect(journal.find("b")).toBeUndefined()
      yield* journal.record(entry("c", "printed"))
      expect(journal.find("c")?.stage).toBe("printed")
    }),
  )

  it.live("[JOURNAL-3] forgets the oldest beyond its number and what is older than its days", () =>
    Effect.gen(function* () {
      const directory = yield* scratchFolder
      const week = 7 * 86_400_000
      yield* Effect.scoped(
        Effect.gen(function* () {
          const journal = yield* openJournal({ directory, jobs: 20 })
          yield* journal.record(entry("ancient", "printed", Date.now() - week - 1000))
          for (let n = 0; n < 30; n += 1) yield* journal.record(entry(`j${n}`, "printed"))
        }),
      )
      const journal = yield* openJournal({ directory, jobs: 20 })
      expect(journal.find("ancient")).toBeUndefined()
      expect(journal.find("j9")).toBeUndefined()
      expect(journal.find("j10")?.stage).toBe("printed")
      expect(journal.untold().length).toBe(20)
    }),
  )

  it.live("[JOURNAL-3] stays small however often one job is written", () =>
    Effect.gen(function* () {
      const directory = yield* scratchFolder
      const journal = yield* openJournal({ directory })
      for (let n = 0; n < 1200; n += 1) yield* journal.record(entry("a", "printed"))
      const { size } = yield* Effect.promise(() => stat(join(directory, "journal.ndjson")))
      expect(size).toBeLessThan(100_000)
      expect(journal.find("a")?.stage).toBe("printed")
    }),
  )

  it.live("[JOURNAL-4] that cannot be written says so", () =>
    Effect.gen(function* () {
      const failure = yield* Effect.flip(openJournal({ directory: "/dev/null/journal" }))
      expect(failure._tag).toBe("JournalFailed")
    }),
  )

  it.live("[JOURNAL-5] what a full disk tore does not spoil the line after it", () =>
    Effect.gen(function* () {
      const directory = yield* scratchFolder
      yield* Effect.scoped(
        Effect.gen(function* () {
          const journal = yield* openJournal({ directory })
          yield* journal.record(entry("a", "sending"))
          const full = yield* fullAfter(20)
          expect(Exit.isFailure(yield* Effect.exit(journal.record(entry("a", "printed"))))).toBe(
            true,
          )
          expect(journal.find("a")?.stage).toBe("sending")
          full.over()
          yield* journal.record(entry("b", "sending"))
          yield* journal.record(entry("c", "printed"))
        }),
      )
      const journal = yield* openJournal({ directory })
      expect(["a", "b", "c"].map((job) => journal.find(job)?.stage)).toEqual([
        "sending",
        "sending",
        "printed",
      ])
    }),
  )

  it.live("[JOURNAL-5] that cannot be made small again says so each time, until it can", () =>
    Effect.gen(function* () {
      const directory = yield* scratchFolder
      const draft = join(directory, "journal.ndjson.new")
      const journal = yield* openJournal({ directory, jobs: 1 })
      yield* Effect.promise(() => mkdir(draft))
      const record = (n: number) => Effect.exit(journal.record(entry(`job-${n}`, "printed")))
      let refused = 0
      for (let n = 0; refused < 3 && n < 2_000; n++)
        if (Exit.isFailure(yield* record(n))) refused += 1
      expect(refused).toBe(3)
      yield* Effect.promise(() => rmdir(draft))
      yield* journal.record(entry("last", "sending"))
      const text = yield* Effect.promise(() => readFile(join(directory, "journal.ndjson"), "utf8"))
      expect(text).toContain('"job":"last"')
    }),
  )
})

/** From now on each file takes so many characters of a line, and then says that the disk is full. */
const fullAfter = Effect.fnUntraced(function* (taken: number) {
  const some = yield* Effect.promise(() => open(import.meta.filename, "r"))
  const handles: { appendFile: typeof some.appendFile } = Object.getPrototypeOf(some)
  yield* Effect.promise(() => some.close())
  const whole = handles.appendFile
  const over = () => {
    handles.appendFile = whole
  }
  yield* Effect.addFinalizer(() => Effect.sync(over))
  handles.appendFile = async function (this: typeof some, text, options) {
    await whole.call(this, String(text).slice(0, taken), options)
    throw new Error("ENOSPC: no space left on device, write")
  }
  return { over }
})
