import { execFile } from "node:child_process"
import { readFile } from "node:fs/promises"
import { Effect, Schema } from "effect"
import type { MqttReload } from "#core/config.ts"

/** The broker could not be told: it still lets in, and keeps out, whom it did before. */
export class BrokerNotReloaded extends Schema.TaggedError<BrokerNotReloaded>()(
  "BrokerNotReloaded",
  { how: Schema.String, reason: Schema.String },
) {}

/**
 * Has the broker read its files again. mosquitto 2 then also ends every open session whose user is gone or whose
 * password no longer fits; the others notice nothing.
 */
export const reloadBroker = (reload: MqttReload): Effect.Effect<void, BrokerNotReloaded> =>
  "pidFile" in reload ? hangUpTo(reload.pidFile) : run(reload.command)

const hangUpTo = (pidFile: string): Effect.Effect<void, BrokerNotReloaded> =>
  Effect.tryPromise({
    try: async () => {
      const text = await readFile(pidFile, "utf8")
      const pid = Number(text)
      if (!Number.isInteger(pid) || pid < 2) throw new Error("no process id stands in it")
      process.kill(pid, "SIGHUP")
    },
    catch: (cause) => new BrokerNotReloaded({ how: pidFile, reason: wordsOf(cause) }),
  })

const run = (command: string): Effect.Effect<void, BrokerNotReloaded> =>
  Effect.callback<void, BrokerNotReloaded>((resume) => {
    const child = execFile("/bin/sh", ["-c", command], { timeout: 5_000 }, (error, _, said) =>
      resume(
        error === null
          ? Effect.void
          : Effect.fail(new BrokerNotReloaded({ how: command, reason: said || error.message })),
      ),
    )
    return Effect.sync(() => void child.kill())
  })

const wordsOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause))
