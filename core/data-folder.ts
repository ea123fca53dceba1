import { mkdir, readFile, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { Effect, Schema, type Scope } from "effect"

/** The start stops with this sentence. */
export class DataFolderTaken extends Schema.TaggedError<DataFolderTaken>()("DataFolderTaken", {
  detail: Schema.String,
}) {
  override get message(): string {
    return this.detail
  }
}

/**
 * One hub per data folder, whatever database it has: a second one would stop the first one's server when it ends, dial the
 * same printers and write the same files.
 */
export const claimDataFolder = (
  dataDir: string,
): Effect.Effect<void, DataFolderTaken, Scope.Scope> => {
  const file = join(dataDir, "hub.pid")
  return Effect.acquireRelease(
    Effect.tryPromise({
      try: async () => {
        await mkdir(dataDir, { recursive: true })
        const holder = (await readFile(file, "utf8").catch(() => "")).trim()
        if (holder !== "" && holder === (await identity(Number.parseInt(holder, 10))))
          throw new Error(`Another hub (process ${Number.parseInt(holder, 10)}) uses ${dataDir}`)
        await writeFile(file, await identity(process.pid))
      },
      catch: (cause) => new DataFolderTaken({ detail: (cause as Error).message }),
    }),
    () => Effect.promise(() => rm(file, { force: true })),
  )
}

/** Number and birth of a process: numbers are used again. Empty where there is no such process, or no /proc. */
const identity = async (pid: number): Promise<string> => {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "")
  return stat === "" ? "" : `${pid} ${stat.slice(stat.lastIndexOf(")")).split(" ")[20]}`
}
