import { describe, expect, it } from "@effect/vitest"
import { Effect, Fiber, Latch } from "effect"
import { DatabaseOwner } from "#sql/database-owner.ts"
import type { PlainConnection } from "#sql/plain-connection.ts"
import { testDatabase } from "#test/support/postgres.ts"

const database = testDatabase()

const ask = (connection: PlainConnection, statement: string) =>
  Effect.promise(async () => (await connection.unsafe(statement))[0])

const settings = `select pg_backend_pid() as pid, current_user as who, current_setting('search_path') as path,
  (select count(*)::int from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()) as locks`

describe("the owner's connections", () => {
  it.live("are lent again, without the rights, settings and locks of the work before", () =>
    Effect.gen(function* () {
      const { use } = yield* DatabaseOwner
      const first = yield* use((connection) => ask(connection, settings))
      yield* use((connection) =>
        ask(
          connection,
          "select set_config('role', 'heard_app', false), set_config('search_path', 'core', false), pg_advisory_lock(7)",
        ),
      )
      expect(yield* use((connection) => ask(connection, settings))).toEqual(first)
    }).pipe(Effect.provide(database.layer)),
  )

  it.live("are not lent again after work that failed, nor while somebody has them", () =>
    Effect.gen(function* () {
      const { use } = yield* DatabaseOwner
      const pid = (connection: PlainConnection) =>
        Effect.map(ask(connection, settings), (row) => row?.["pid"] as number)
      const failed = yield* Effect.flip(use((connection) => Effect.flip(pid(connection))))
      const done = yield* Latch.make(false)
      const taken = yield* Latch.make(false)
      const held = yield* use((connection) =>
        Effect.tap(pid(connection), () => Effect.andThen(taken.open, done.await)),
      ).pipe(Effect.forkChild)
      yield* taken.await
      const other = yield* use(pid)
      yield* done.open
      const mine = yield* Fiber.join(held)
      expect(new Set([failed, mine, other]).size).toBe(3)
    }).pipe(Effect.provide(database.layer)),
  )
})
