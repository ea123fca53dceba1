import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { it } from "@effect/vitest"
import { Effect } from "effect"
import { afterEach, beforeEach, describe, expect } from "vitest"
import { readConfig } from "#core/config.ts"
import { claimDataFolder } from "#core/data-folder.ts"
import { hub } from "#core/main.ts"

let dataDir: string
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "heard-folder-"))
})
afterEach(() => rm(dataDir, { recursive: true, force: true }))

/** A start that would fail at its database, if it came that far. */
const start = (env: Readonly<Record<string, string>>) =>
  Effect.scoped(Effect.flip(hub(readConfig({ DATA_DIR: dataDir, ...env }))))

describe("a data folder", () => {
  it.live.each([undefined, "postgres://heard:x@127.0.0.1:1/heard"])(
    "[SQL-9] serves one hub, with DATABASE_URL %s",
    (databaseUrl = "") =>
      Effect.gen(function* () {
        yield* claimDataFolder(dataDir)
        expect(yield* start({ DATABASE_URL: databaseUrl })).toMatchObject({
          message: `Another hub (process ${process.pid}) uses ${dataDir}`,
        })
      }).pipe(Effect.scoped),
  )

  it.live("[SQL-9] is free again after the hub ended, or was killed", () =>
    Effect.gen(function* () {
      yield* Effect.scoped(claimDataFolder(dataDir))
      yield* Effect.scoped(claimDataFolder(dataDir))
      // The number is another program's by now.
      yield* Effect.promise(() => writeFile(join(dataDir, "hub.pid"), `${process.pid} 1`))
      yield* Effect.scoped(claimDataFolder(dataDir))
    }),
  )
})
