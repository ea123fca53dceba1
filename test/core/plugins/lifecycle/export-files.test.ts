import { readdir, readFile, stat, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { gunzipSync } from "node:zlib"
import { it } from "@effect/vitest"
import { Effect, Fiber } from "effect"
import { describe, expect } from "vitest"
import { exportFilesLayer } from "#core/plugins/lifecycle/export-files.ts"
import { ExportStore } from "#core/plugins/lifecycle/export-store.ts"
import { pluginFolders } from "#test/core/plugins/plugin-folders.ts"

const inFolder = <A, E>(
  work: (folder: string, exports: ExportStore["Service"]) => Effect.Effect<A, E>,
) =>
  Effect.scoped(
    Effect.gen(function* () {
      const folder = join(yield* pluginFolders({}), "exports")
      const exports = yield* Effect.provide(ExportStore, exportFilesLayer(folder))
      return yield* work(folder, exports)
    }),
  )

const read = (folder: string, file: string) =>
  Effect.promise(async () => gunzipSync(await readFile(join(folder, "..", file))).toString())
const filesIn = (folder: string) => Effect.promise(() => readdir(folder))

describe("an export", () => {
  it.live("[PURGE-6] is one file for the hub's own account, whatever it holds", () =>
    inFolder((folder, exports) =>
      Effect.gen(function* () {
        const empty = yield* exports.write("bistro-none", () => Effect.void)
        expect(yield* read(folder, empty)).toBe("")
        const file = yield* exports.write("bistro-menu", (add) =>
          Effect.forEach([["a", "b"], ["c"]], add, { discard: true }),
        )
        expect(file).toBe("exports/bistro-menu.jsonl.gz")
        expect(yield* read(folder, file)).toBe("a\nb\nc\n")
        const { mode } = yield* Effect.promise(() => stat(join(folder, "..", file)))
        expect(mode & 0o777).toBe(0o600)
        yield* exports.write("bistro-menu", (add) => add(["again"]))
        expect(yield* read(folder, file)).toBe("again\n")
        expect(yield* filesIn(folder)).toHaveLength(2)
      }),
    ),
  )

  it.live("[PURGE-6] is there wholly or not at all, and a crash's leftovers go", () =>
    inFolder((folder, exports) =>
      Effect.gen(function* () {
        const failing = exports.write("bistro-menu", (add) =>
          Effect.andThen(add(["half"]), Effect.fail("gone")),
        )
        expect(yield* Effect.flip(failing)).toBe("gone")
        expect(yield* filesIn(folder)).toEqual([])
        const stuck = yield* Effect.forkChild(
          exports.write("bistro-menu", (add) => Effect.andThen(add(["half"]), Effect.never)),
        )
        while ((yield* filesIn(folder)).length === 0) yield* Effect.sleep("1 milli")
        yield* Fiber.interrupt(stuck)
        expect(yield* filesIn(folder)).toEqual([])
        yield* Effect.promise(() => writeFile(join(folder, "bistro-menu.draft-0123"), "half"))
        yield* exports.write("bistro-menu", (add) => add(["whole"]))
        expect(yield* filesIn(folder)).toEqual(["bistro-menu.jsonl.gz"])
      }),
    ),
  )

  it.live("[PURGE-6] that cannot be written is an outage, so that nothing is marked", () =>
    inFolder((folder) =>
      Effect.gen(function* () {
        const file = join(folder, "..", "a-file")
        yield* Effect.promise(() => writeFile(file, ""))
        const exports = yield* Effect.provide(ExportStore, exportFilesLayer(join(file, "exports")))
        expect(yield* Effect.flip(exports.write("bistro-menu", (add) => add(["a"])))).toMatchObject(
          { _tag: "Outage" },
        )
      }),
    ),
  )
})
