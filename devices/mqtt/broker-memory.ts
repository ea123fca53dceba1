import { mkdir } from "node:fs/promises"
import { dirname } from "node:path"
import type { Aedes } from "aedes"
import { Effect } from "effect"
import { type KeptWord, readKeptWords } from "./kept-words.ts"
import { sayInside } from "./say-inside.ts"

export interface BrokerMemory {
  /** Absolute path. */
  readonly file: string
  /** How long a device has to come back after the broker's restart before its will is said, in milliseconds (10,000). */
  readonly owedAfterMs?: number
}

const writeEvery = "1 second"

/**
 * Gives the embedded broker back what it kept before its restart, and the wills that it owes: whose session ended with
 * the broker and who is not back within ten seconds is lost. From then on what it keeps is written down once a second,
 * and at the end.
 *
 * @param isConnected by user name
 */
export const rememberKept = Effect.fnUntraced(function* (
  broker: Aedes,
  { file, owedAfterMs = 10_000 }: BrokerMemory,
  isConnected: (userName: string) => boolean,
) {
  yield* Effect.promise(() => mkdir(dirname(file), { recursive: true }))
  const words = yield* Effect.promise(() => readKeptWords(file))
  const keep = ({ topic, payload }: KeptWord) =>
    Effect.ignore(sayInside(broker, topic, payload, true))
  yield* Effect.forEach(words.all(), keep, { discard: true })
  const owed = words.owedWills()
  broker.on("publish", ({ topic, payload, retain }) => {
    if (retain) words.note({ topic, payload: Buffer.from(payload) })
  })
  yield* Effect.sleep(owedAfterMs).pipe(
    Effect.andThen(
      Effect.suspend(() =>
        Effect.forEach(
          owed.filter(({ device }) => !isConnected(device)),
          keep,
          { discard: true },
        ),
      ),
    ),
    Effect.forkScoped,
  )
  const write = Effect.tryPromise(() => words.write(file)).pipe(
    Effect.catch((failure) =>
      Effect.logWarning("What the broker keeps cannot be written down", failure.cause),
    ),
  )
  yield* Effect.addFinalizer(() => write)
  yield* Effect.sleep(writeEvery).pipe(Effect.andThen(write), Effect.forever, Effect.forkScoped)
})
