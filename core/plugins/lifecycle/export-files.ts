import { randomBytes } from "node:crypto"
import { type FileHandle, mkdir, open, readdir, rename, rm } from "node:fs/promises"
import { basename, join } from "node:path"
import { promisify } from "node:util"
import { gzip } from "node:zlib"
import { Effect, Layer } from "effect"
import { Outage } from "#core/hub/gate.ts"
import { type AddLines, ExportStore } from "./export-store.ts"

/**
 * Exports as `{folder}/{name}.jsonl.gz`, for the hub's own account alone. Written beside and renamed, so that a file with
 * that name is a whole one.
 *
 * @param folder made with the first export
 */
export const exportFilesLayer = (folder: string): Layer.Layer<ExportStore> =>
  Layer.succeed(ExportStore, {
    write: (name, content) =>
      Effect.scoped(
        Effect.gen(function* () {
          const file = `${name}.jsonl.gz`
          const { handle, draft } = yield* Effect.acquireRelease(
            disk(() => begun(folder, name)),
            // After the rename there is no draft any more, and it is closed already.
            (begun) =>
              Effect.ignore(
                disk(async () => {
                  await begun.handle.close()
                  await rm(begun.draft, { force: true })
                }),
              ),
          )
          // Each part is a gzip file of its own, and all of them together are one. The first makes a file without rows one.
          const add: AddLines = (lines) =>
            disk(async () => {
              await handle.appendFile(await packed(lines.map((line) => `${line}\n`).join("")))
            })
          yield* add([])
          yield* content(add)
          yield* disk(async () => {
            await handle.sync()
            await handle.close()
            await rename(draft, join(folder, file))
            await synced(folder)
          })
          // Whoever runs a restaurant need not know where the hub lies on its machine.
          return `${basename(folder)}/${file}`
        }),
      ),
  })

const packed = promisify<string, Buffer>(gzip)

/** What a crash left of the same export goes first. */
const begun = async (
  folder: string,
  name: string,
): Promise<{ readonly handle: FileHandle; readonly draft: string }> => {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  for (const file of await readdir(folder))
    if (file.startsWith(`${name}.draft-`)) await rm(join(folder, file), { force: true })
  const draft = join(folder, `${name}.draft-${randomBytes(6).toString("hex")}`)
  return { handle: await open(draft, "wx", 0o600), draft }
}

/** The file's name is on the disk as well. */
const synced = async (folder: string): Promise<void> => {
  const handle = await open(folder, "r")
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** A disk that is full or refuses is an outage: somebody makes room, and it goes on. */
const disk = <A>(work: () => Promise<A>): Effect.Effect<A, Outage> =>
  Effect.tryPromise({
    try: work,
    catch: (cause) =>
      new Outage({ reason: `The export cannot be written: ${(cause as Error).message}` }),
  })
