import { type ChildProcess, spawn } from "node:child_process"
import { mkdtemp, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Effect, Exit, Layer, Scope } from "effect"
import type { TestProject } from "vitest/node"
import { databaseLayer } from "#sql/database.ts"
import { embeddedServer } from "#sql/embedded-server.ts"
import { ownerConnection } from "#sql/owner-connection.ts"
import { databaseUrl, templateName } from "./postgres.ts"

/** One server and one migrated template for the whole run (vitest `globalSetup`). */
export default async (project: TestProject): Promise<() => Promise<void>> => {
  const dataDir = await mkdtemp(join(tmpdir(), "heard-test-"))
  const scope = Scope.makeUnsafe()
  const server = await Effect.runPromise(
    Effect.gen(function* () {
      const address = yield* embeddedServer({ dataDir })
      const connection = yield* ownerConnection(address)
      yield* Effect.promise(() => connection.unsafe(`create database ${templateName}`))
      yield* Effect.scoped(
        Layer.build(
          databaseLayer({
            dataDir,
            databaseUrl: databaseUrl({ ...address, database: templateName }),
            sharedDatabase: false,
          }),
        ),
      )
      return address
    }).pipe(Scope.provide(scope)),
  )
  project.provide("postgres", server)
  const watch = await stopWhenKilled(dataDir)
  return async () => {
    watch.kill()
    await Effect.runPromise(Scope.close(scope, Exit.void))
    await rm(dataDir, { recursive: true, force: true })
  }
}

/** A hub that is killed leaves its server running for the next one; a test run has no next one. */
const stopWhenKilled = async (dataDir: string): Promise<ChildProcess> => {
  const server = Number.parseInt(
    await readFile(join(dataDir, "postgres/postmaster.pid"), "utf8"),
    10,
  )
  const watch = spawn(
    "sh",
    ["-c", 'while kill -0 "$0"; do sleep 1; done; kill -QUIT "$1"; sleep 1; rm -rf "$2"'].concat(
      String(process.pid),
      String(server),
      dataDir,
    ),
    { detached: true, stdio: "ignore" },
  )
  watch.unref()
  return watch
}
