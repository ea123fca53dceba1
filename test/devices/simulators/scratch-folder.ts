import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Effect } from "effect"

/** A folder of its own that goes with the test. */
export const scratchFolder = Effect.acquireRelease(
  Effect.promise(() => mkdtemp(join(tmpdir(), "heard-printer-"))),
  (folder) => Effect.promise(() => rm(folder, { recursive: true, force: true })),
)
