import { type ChildProcess, spawn } from "node:child_process"
import { mkdtemp, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Effect, Exit, Layer, Scope } from "effect"
import type { TestProject } from "vitest/node"
import { loadPlugins } from "#core/plugins/loading/loaded-plugin.ts"
import { PluginDatabase } from "#core/plugins/plugin-database.ts"
import { databaseLayer } from "#sql/database.ts"
import { embeddedServer } from "#sql/embedded-server.ts"
import { ownerConnection } from "#sql/owner-connection.ts"
import { pluginDatabaseLayer } from "#sql/plugin-database.ts"
import { databaseUrl, hubTemplateName, templateName } from "./postgres.ts"

/** The tables of every plugin, as the first restaurant of a hub gets them. */
const preparePlugins = Effect.gen(function* () {
  const root = join(import.meta.dirname, "../../plugins")
  const { loaded, prepared } = yield* loadPlugins({ root }, yield* PluginDatabase, "all")
  if (prepared.size < loaded.size) throw new Error("Some plugin's tables could not be prepared")
})

/** One server and two migrated templates for the whole run (vitest `globalSetup`). */
export default async (project: TestProject): Promise<() => Promise<void>> => {
  const dataDir = await mkdtemp(join(tmpdir(), "heard-test-"))
  const scope = Scope.makeUnsafe()
  const server = await Effect.runPromise(
    Effect.gen(function* () {
      const address = yield* embeddedServer({ dataDir })
      const connection = yield* ownerConnection(address)
      yield* Effect.promise(() => connection.unsafe(`create database ${templateName}`))
      const database = (name: string) =>
        databaseLayer({
          dataDir,
          databaseUrl: databaseUrl({ ...address, database: name }),
          sharedDatabase: false,
        })
      yield* Effect.scoped(Layer.build(database(templateName)))
      yield* Effect.promise(() =>
        connection.unsafe(`create database ${hubTemplateName} template ${templateName}`),
      )
      yield* preparePlugins.pipe(
        Effect.provide(pluginDatabaseLayer.pipe(Layer.provide(database(hubTemplateName)))),
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
