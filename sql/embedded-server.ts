import { Effect, Schedule, type Scope } from "effect"
import { type DatabaseAddress, DatabaseUnusable } from "./database-address.ts"
import { type ServerFolder, serverFolder, superuser } from "./server-folder.ts"
import { adopt, freePort, type ServerProcess, start, stop } from "./server-process.ts"

/**
 * A PostgreSQL of our own in `{dataDir}/postgres`, on a port of the loopback that is chosen at each start. It is kept
 * running until the scope closes: when it dies it is started again on the same port, so that clients find it back.
 *
 * @returns the address of its `postgres` database for the superuser
 */
export const embeddedServer = (options: {
  readonly dataDir: string
}): Effect.Effect<DatabaseAddress, DatabaseUnusable, Scope.Scope> =>
  Effect.gen(function* () {
    const folder = yield* attempt(() => serverFolder(options.dataDir))
    let server: ServerProcess = yield* Effect.acquireRelease(
      attempt(() => begin(folder)).pipe(Effect.retry(whileHeld)),
      () => Effect.promise(() => stop(server)),
    )
    const port = server.port
    yield* Effect.forkScoped(
      Effect.forever(
        Effect.gen(function* () {
          yield* Effect.promise(() => server.gone)
          yield* Effect.logWarning("PostgreSQL ended and is started again")
          server = yield* attempt(() => begin(folder, port)).pipe(
            Effect.tapError((error) => Effect.logError(error.detail)),
            Effect.retry(patiently),
            Effect.uninterruptible,
          )
        }),
      ),
    )
    return {
      host: "127.0.0.1",
      port,
      database: "postgres",
      username: superuser,
      password: folder.password,
    }
  })

const begin = async (folder: ServerFolder, port?: number): Promise<ServerProcess> =>
  (await adopt(folder)) ?? (await start(folder, port ?? (await freePort())))

/** The last processes of a server that was killed hold its memory for a moment longer, which a start takes as a refusal. */
const whileHeld = {
  while: ({ detail }: DatabaseUnusable) => detail.includes("pre-existing shared memory block"),
  schedule: Schedule.spaced("100 millis"),
  times: 100,
}

/** A restart may have to wait until the last process of the dead server let go of the folder. */
const patiently = Schedule.min([Schedule.exponential("100 millis"), Schedule.spaced("5 seconds")])

const attempt = <A>(run: () => Promise<A>): Effect.Effect<A, DatabaseUnusable> =>
  Effect.tryPromise({
    try: run,
    catch: (cause) =>
      cause instanceof DatabaseUnusable ? cause : new DatabaseUnusable({ detail: String(cause) }),
  })
