import { execFile, spawn } from "node:child_process"
import { randomUUID } from "node:crypto"
import { readFileSync } from "node:fs"
import { chmod, mkdir, mkdtemp, readFile, realpath, rm, stat, writeFile } from "node:fs/promises"
import { connect } from "node:net"
import { platform, tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { promisify } from "node:util"
import { afterAll, afterEach, assert, beforeAll, beforeEach, describe, it } from "@effect/vitest"
import { Effect, Schedule } from "effect"
import { systemScope } from "#core/hub/scope.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import { EventLog } from "#core/log/event-log.ts"
import { databaseLayer } from "#sql/database.ts"
import { asking, happening, newOrder, newRestaurant } from "#test/support/append-request.ts"

let dataDir: string
/** As the first start leaves it. A cluster is made once, not for each test: that takes seconds. */
let madeOnce: string
const scope = newRestaurant()

const newFolder = () => mkdtemp(join(tmpdir(), "heard-server-"))

beforeAll(async () => {
  madeOnce = await newFolder()
  await Effect.runPromise(withHub(Effect.void, madeOnce))
})
afterAll(() => rm(madeOnce, { recursive: true, force: true }))
beforeEach(async () => {
  dataDir = await newFolder()
  // With its owner, who is not root.
  await promisify(execFile)("cp", ["-a", `${madeOnce}/.`, dataDir])
})
afterEach(() => rm(dataDir, { recursive: true, force: true }))

/** A hub on this folder for as long as the work takes. */
const withHub = <A, E>(work: Effect.Effect<A, E, EventLog>, folder = dataDir) =>
  work.pipe(Effect.provide(databaseLayer({ dataDir: folder, sharedDatabase: false })))

const appendOne = EventLog.use((log) =>
  log.append(scope, asking(happening(newOrder(), 0, "placed"))),
)
const head = EventLog.use((log) => log.head(scope))

describe("the embedded PostgreSQL", () => {
  it.live("[SQL-8] keeps what was stored from one start to the next, which takes no time", () =>
    Effect.gen(function* () {
      yield* withHub(appendOne)
      const began = performance.now()
      assert.strictEqual(yield* withHub(head), 1)
      assert.isBelow(performance.now() - began, 10_000)
    }),
  )

  it.live("[SQL-8] is reached from this machine alone, by whoever knows the password", () =>
    Effect.gen(function* () {
      yield* withHub(appendOne)
      const secret = yield* Effect.promise(() => stat(join(dataDir, "postgres-password")))
      assert.strictEqual(secret.mode & 0o777, 0o600)
      const rules = yield* text("postgres/pg_hba.conf")
      for (const line of rules.split("\n").filter((rule) => /^(local|host)/.test(rule)))
        assert.match(line, /scram-sha-256$/)
    }),
  )

  it.live("[SQL-9] stops with the hub", () =>
    Effect.gen(function* () {
      const port = yield* withHub(serverPort)
      assert.isFalse(yield* answers(port))
    }),
  )

  it.live(
    "[SQL-10] is adopted by the next hub when the last one was killed, with every order",
    () =>
      Effect.gen(function* () {
        const killed = yield* killedHub
        const orphan = yield* serverPid
        assert.isTrue(alive(orphan))
        const began = performance.now()
        const stored = yield* withHub(
          Effect.gen(function* () {
            assert.strictEqual(yield* serverPid, orphan)
            assert.isBelow(performance.now() - began, 10_000)
            return yield* storedOrders(killed.tenantId)
          }),
        )
        assert.isBelow(performance.now() - began, 10_000)
        for (const order of killed.heard) assert.isTrue(stored.has(order), order)
        assert.isFalse(alive(orphan))
      }),
  )

  it.live("[SQL-10] starts on the lock that a killed server left, with every order", () =>
    Effect.gen(function* () {
      const killed = yield* killedHub
      const orphan = yield* serverPid
      process.kill(orphan, "SIGKILL")
      const stored = yield* withHub(storedOrders(killed.tenantId))
      for (const order of killed.heard) assert.isTrue(stored.has(order), order)
    }),
  )

  it.live.runIf(platform() === "linux")(
    "[SQL-10] waits until the last process of a killed server lets go of its memory",
    () =>
      Effect.gen(function* () {
        const killed = yield* killedHub
        const orphan = yield* serverPid
        const [child] = childrenOf(orphan)
        if (child === undefined) return yield* Effect.die("a server without processes")
        process.kill(child, "SIGSTOP")
        process.kill(orphan, "SIGKILL")
        yield* Effect.forkChild(
          Effect.andThen(
            Effect.sleep("1 second"),
            Effect.sync(() => process.kill(child, "SIGKILL")),
          ),
        )
        const began = performance.now()
        const stored = yield* withHub(storedOrders(killed.tenantId))
        assert.isAbove(performance.now() - began, 900)
        for (const order of killed.heard) assert.isTrue(stored.has(order), order)
      }),
  )

  it.live("[SQL-10] is not fooled by a lock whose number another program has now", () =>
    Effect.gen(function* () {
      yield* withHub(appendOne)
      const lock = `${process.pid}\n${dataDir}/postgres\n0\n5432\n\n127.0.0.1\n\nready\n`
      yield* Effect.promise(() => writeFile(join(dataDir, "postgres/postmaster.pid"), lock))
      assert.strictEqual(yield* withHub(head), 1)
    }),
  )

  it.live("[SQL-11] is started again when it dies under a running hub, which goes on", () =>
    withHub(
      Effect.gen(function* () {
        for (let round = 1; round <= 2; round++) {
          yield* appendOne
          const killed = yield* serverPid
          process.kill(killed, "SIGKILL")
          // Its children may serve for a moment longer; what they acknowledge is stored all the same.
          while ([killed, 0, Number.NaN].includes(yield* serverPid))
            yield* Effect.sleep("10 millis")
          yield* Effect.retry(appendOne, {
            while: (error) => error._tag === "LogUnavailable",
            schedule: Schedule.spaced("50 millis"),
            times: 200,
          })
          assert.strictEqual(yield* head, round * 2)
        }
      }),
    ),
  )

  // Only root runs the server as somebody else, who may not be let into the folder.
  it.runIf(process.getuid?.() === 0)(
    "[SQL-12] finds a place that its account can reach when the folder is in a private home",
    async () => {
      const home = join(dataDir, "home")
      await mkdir(home)
      await chmod(home, 0o700)
      const folder = join(home, "heard", "data")
      await Effect.runPromise(withHub(appendOne, folder))
      assert.strictEqual(await Effect.runPromise(withHub(head, folder)), 1)
      assert.strictEqual((await stat(home)).mode & 0o777, 0o700)
      await rm(dirname(await realpath(join(folder, "postgres"))), { recursive: true })
    },
  )
})

/** Empty when there is no such file, as the lock is while the server starts again. */
const text = (file: string) =>
  Effect.promise(() => readFile(join(dataDir, file), "utf8").catch(() => ""))

const lockLine = (line: number) =>
  Effect.map(text("postgres/postmaster.pid"), (lock) => Number(lock.split("\n")[line]))
const serverPid = lockLine(0)
const serverPort = lockLine(3)

const childrenOf = (pid: number): ReadonlyArray<number> =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").map(Number)

const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, "utf8"))
  } catch {
    return false
  }
}

const answers = (port: number) =>
  Effect.promise(
    () =>
      new Promise<boolean>((resolve) => {
        const socket = connect(port, "127.0.0.1")
        socket.once("connect", () => {
          socket.destroy()
          resolve(true)
        })
        socket.once("error", () => resolve(false))
      }),
  )

/** A hub in its own process that is killed while it takes orders: who it acknowledged. */
const killedHub = Effect.promise(async () => {
  const tenantId = randomUUID()
  const hub = spawn(
    process.execPath,
    [join(import.meta.dirname, "../support/run-database.ts"), dataDir, tenantId],
    { stdio: ["ignore", "pipe", "inherit"] },
  )
  let said = ""
  await new Promise<void>((resolve) => {
    hub.stdout.on("data", (chunk) => {
      said += chunk
      if (said.split("\n").length > 100) hub.kill("SIGKILL")
    })
    hub.once("close", () => resolve())
  })
  const heard = said.split("\n").slice(1, -1)
  assert.isAbove(heard.length, 50)
  return { tenantId: tenantId as TenantId, heard }
})

const storedOrders = (tenantId: TenantId) =>
  Effect.gen(function* () {
    const log = yield* EventLog
    const events = yield* log.readAfter(systemScope(tenantId), 0, 100_000)
    return new Set(events.map(({ stream }) => stream))
  })
