import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { Effect, Exit, Scope } from "effect"
import type { DatabaseAddress } from "#sql/database-address.ts"
import { embeddedServer } from "#sql/embedded-server.ts"
import { type PlainConnection, plainConnection } from "#sql/plain-connection.ts"

/** One PostgreSQL for both sides, each with a database of its own: both have the same settings and the same disk. */
export interface BenchDatabase {
  /** Of PostgreSQL's first process; its children do the work. */
  readonly pid: number
  readonly hub: BenchStore
  readonly floor: BenchStore
  /** One more, empty. @returns its address */
  readonly create: (name: string) => Promise<string>
  readonly stop: () => Promise<void>
}

export interface BenchStore {
  readonly url: string
  /** The superuser's way in, past row level security, to see what is really there. */
  readonly connection: PlainConnection
}

export const startDatabase = async (dataDir: string): Promise<BenchDatabase> => {
  const scope = Scope.makeUnsafe()
  const server = await Effect.runPromise(Scope.provide(embeddedServer({ dataDir }), scope))
  const onServer = plainConnection(server, { name: "bench", statementTimeoutMs: 60_000 })
  await onServer.unsafe("create database bench_hub")
  await onServer.unsafe("create database bench_floor")
  await onServer.unsafe("create role floor_app login password 'floor'")
  const floorAdmin = store({ ...server, database: "bench_floor" })
  await floorAdmin.connection.unsafe("grant create on database bench_floor to floor_app")
  const hub = store({ ...server, database: "bench_hub" })
  const pidFile = await readFile(join(dataDir, "postgres", "postmaster.pid"), "utf8")
  return {
    pid: Number.parseInt(pidFile, 10),
    hub,
    floor: {
      url: urlOf({ ...server, database: "bench_floor", username: "floor_app", password: "floor" }),
      connection: floorAdmin.connection,
    },
    create: async (name) => {
      await onServer.unsafe(`create database ${name}`)
      return urlOf({ ...server, database: name })
    },
    stop: async () => {
      await onServer.end({ timeout: 1 })
      await hub.connection.end({ timeout: 1 })
      await floorAdmin.connection.end({ timeout: 1 })
      await Effect.runPromise(Scope.close(scope, Exit.void))
    },
  }
}

const store = (address: DatabaseAddress): BenchStore => ({
  url: urlOf(address),
  connection: plainConnection(address, { name: "bench", statementTimeoutMs: 60_000 }),
})

const urlOf = ({ username, password, host, port, database }: DatabaseAddress): string =>
  `postgres://${username}:${password}@${host}:${port}/${database}`
