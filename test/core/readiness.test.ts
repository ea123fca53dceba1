import { chmod, mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { assert, describe, it, layer } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { diskProbe } from "#core/disk-probe.ts"
import { readinessChecks } from "#core/readiness.ts"
import { testDatabase } from "#test/support/postgres.ts"

const database = testDatabase()

/** Names of what does not work. */
const missing = (options: { readonly dataDir?: string } = {}) =>
  Effect.gen(function* () {
    const checks = yield* readinessChecks({ ...options, brokerUp: Effect.succeed(true) })
    return Effect.gen(function* () {
      const bad: Array<string> = []
      for (const { name, check } of checks)
        if ((yield* Effect.exit(check))._tag === "Failure") bad.push(name)
      return bad
    })
  })

const behind = (statement: string) =>
  Effect.promise(() => database.connection().unsafe(statement).simple())

layer(database.layer)("a hub says that it is not ready", (it) => {
  it.effect("[READY-1] when the database takes no more rows, ten seconds later at most", () =>
    Effect.gen(function* () {
      const look = yield* missing()
      assert.deepStrictEqual(yield* look, [])
      yield* behind(`
        create function core.full() returns trigger language plpgsql as
          $$ begin raise exception 'No space left on device' using errcode = '53100'; end $$;
        create trigger full_disk before update on core.write_probe execute function core.full()`)
      assert.deepStrictEqual(yield* look, [])
      yield* TestClock.adjust("10 seconds")
      assert.deepStrictEqual(yield* look, ["disk"])
      yield* behind("drop trigger full_disk on core.write_probe")
      yield* TestClock.adjust("1 second")
      assert.deepStrictEqual(yield* look, [])
    }),
  )

  it.effect("[READY-1] when its log is gone", () =>
    Effect.gen(function* () {
      const look = yield* missing()
      yield* behind("alter schema log rename to lost")
      assert.deepStrictEqual(yield* look, ["log"])
      yield* behind("alter schema lost rename to log")
      assert.deepStrictEqual(yield* look, [])
    }),
  )

  it.effect("[READY-1] when its data folder is gone", () =>
    Effect.gen(function* () {
      const look = yield* missing({ dataDir: "/nowhere/at/all" })
      assert.deepStrictEqual(yield* look, ["disk"])
    }),
  )
})

describe("the probe of a disk", () => {
  it.effect("[READY-1] leaves nothing behind, and fails where nothing can be written", () =>
    Effect.gen(function* () {
      const folder = yield* Effect.promise(() => mkdtemp(join(tmpdir(), "heard-probe-")))
      yield* diskProbe(folder)
      yield* diskProbe(folder)
      const refusal = yield* Effect.flip(diskProbe(join(folder, "gone")))
      assert.include(refusal.reason, "ENOENT")
      yield* Effect.promise(() => chmod(folder, 0o500))
      // Root may write anywhere.
      const readOnly = yield* Effect.exit(diskProbe(folder))
      assert.strictEqual(readOnly._tag, process.getuid?.() === 0 ? "Success" : "Failure")
      yield* Effect.promise(() => chmod(folder, 0o700))
      yield* Effect.promise(() => rm(folder, { recursive: true }))
    }),
  )
})
