import { mkdtemp, rm } from "node:fs/promises"
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
  return async () => {
    await Effect.runPromise(Scope.close(scope, Exit.void))
    await rm(dataDir, { recursive: true, force: true })
  }
}
