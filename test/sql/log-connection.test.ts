import { assert, it } from "@effect/vitest"
import { letGo, logConnection } from "#sql/log-connection.ts"
import { plainConnection } from "#sql/plain-connection.ts"
import { appAddress, testDatabase } from "#test/support/postgres.ts"

const database = testDatabase()
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

it("[SQL-3] no statement hangs when the server closes the connection, however small it is", async () => {
  const connection = logConnection(appAddress(database.admin()), {
    name: "victim",
    timeoutMs: 4_000,
  })
  let over = false
  let [answered, lost, slowest] = [0, 0, 0]
  const caller = async (index: number): Promise<void> => {
    while (!over) {
      const began = performance.now()
      // Half of them speak in the phase of the event loop just before sockets are closed, where a statement is easily
      // left in the client's buffer.
      if (index % 2 === 0) await new Promise((resolve) => setImmediate(resolve))
      await connection.query("select $1::text", ["x".repeat(index * 40)]).then(
        () => answered++,
        () => lost++,
      )
      slowest = Math.max(slowest, performance.now() - began)
    }
  }
  const all = Promise.all(Array.from({ length: 32 }, (_, index) => caller(index)))
  for (let round = 0; round < 25; round++) {
    await pause(40)
    await database.connection()`
      select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'victim'`
  }
  over = true
  await all
  await connection.close()
  assert.isAbove(answered, 100)
  assert.isAbove(lost, 10)
  assert.isBelow(slowest, 3_000)
})

it("[SQL-3] gives up a statement that takes too long, and the next one is answered", async () => {
  const connection = logConnection(appAddress(database.admin()), { name: "slow", timeoutMs: 300 })
  const began = performance.now()
  const failure = await connection.query("select pg_sleep(5)", []).catch((cause: Error) => cause)
  assert.instanceOf(failure, Error)
  assert.isBelow(performance.now() - began, 4_500)
  assert.deepEqual([...(await connection.query("select 1 as one", []))], [{ one: 1 }])
  await connection.close()
})

it("a statement that was answered holds its parameters no longer", async () => {
  const connection = plainConnection(appAddress(database.admin()), {
    name: "brief",
    statementTimeoutMs: 4_000,
  })
  const statement = connection.unsafe("select $1::text", ["a flush"], { prepare: true })
  await statement
  const held = (): object => ({ ...statement })
  // Where the client of this version keeps them: another one may keep them elsewhere.
  assert.deepInclude(held(), { args: ["a flush"], parameters: ["a flush"] })
  letGo(statement)
  assert.deepInclude(held(), { args: [], parameters: [] })
  await connection.end({ timeout: 1 })
})
