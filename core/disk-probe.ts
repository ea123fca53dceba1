import { open, unlink } from "node:fs/promises"
import { join } from "node:path"
import { Effect } from "effect"
import { Outage } from "#core/hub/gate.ts"

/** More than a file system hides in what it has allocated already. */
const probe = Buffer.alloc(64 * 1024, "heard")

/** Fails when nothing can be stored in the folder: it is full, read-only or gone. */
export const diskProbe = (folder: string): Effect.Effect<void, Outage> =>
  Effect.tryPromise({
    try: async () => {
      const file = join(folder, "write-probe")
      // Written anew each time: what has its place on a full disk already could still be overwritten.
      const handle = await open(file, "w", 0o600)
      try {
        await handle.writeFile(probe)
        await handle.datasync()
      } finally {
        await handle.close()
        await unlink(file)
      }
    },
    catch: (cause) => new Outage({ reason: cause instanceof Error ? cause.message : "unknown" }),
  })
