import { mkdir, open, readFile, rename } from "node:fs/promises"
import { join } from "node:path"
import { Effect, Random, Result, Schema } from "effect"

/** Who the agent is to the hub: what a claim was exchanged for. */
const DeviceIdentity = Schema.Struct({
  deviceId: Schema.String,
  tenantId: Schema.String,
  mqtt: Schema.Struct({
    url: Schema.String,
    username: Schema.String,
    password: Schema.String,
  }),
})
export type DeviceIdentity = typeof DeviceIdentity.Type

/** The printer cannot come to the hub by itself: a person must make a claim, or mend the file. */
export class ClaimRefused extends Schema.TaggedError<ClaimRefused>()("ClaimRefused", {
  reason: Schema.String,
}) {}

const fileOf = (folder: string): string => join(folder, "device.json")

/**
 * The identity that is kept in the printer's folder, or the one that the hub gives for the claim. A hub that cannot be
 * reached is asked again for as long as it takes.
 *
 * @param hub its address; a path in it stands in place of `/api`
 */
export const deviceIdentity = (options: {
  readonly hub: string
  readonly claim?: string
  readonly folder: string
}): Effect.Effect<DeviceIdentity, ClaimRefused> =>
  Effect.gen(function* () {
    const kept = yield* readIdentity(options.folder)
    if (kept !== undefined) return kept
    const { claim } = options
    if (claim === undefined)
      return yield* new ClaimRefused({
        reason: `no claim is given and ${fileOf(options.folder)} does not hold an identity yet`,
      })
    // Looked at before: a claim that is spent on an identity that cannot be kept is lost.
    yield* keeping(() => mkdir(options.folder, { recursive: true, mode: 0o700 }))
    const identity = yield* exchange(addressOf(options.hub), claim)
    yield* keepIdentity(options.folder, identity)
    return identity
  })

/** Written so that only its owner reads it, and whole or not at all. */
export const keepIdentity = (
  folder: string,
  identity: DeviceIdentity,
): Effect.Effect<void, ClaimRefused> =>
  keeping(async () => {
    const file = fileOf(folder)
    const draft = await open(`${file}.new`, "w", 0o600)
    try {
      await draft.writeFile(`${JSON.stringify(identity)}\n`)
      await draft.sync()
    } finally {
      await draft.close()
    }
    await rename(`${file}.new`, file)
  })

const keeping = (step: () => Promise<unknown>): Effect.Effect<void, ClaimRefused> =>
  Effect.tryPromise({
    try: step,
    catch: (error) => new ClaimRefused({ reason: error instanceof Error ? error.message : "disk" }),
  }).pipe(Effect.asVoid)

const decode = Schema.decodeUnknownResult(DeviceIdentity)

const readIdentity = (folder: string): Effect.Effect<DeviceIdentity | undefined, ClaimRefused> =>
  Effect.tryPromise({
    try: () => readFile(fileOf(folder), "utf8"),
    catch: (error) => error,
  }).pipe(
    Effect.matchEffect({
      onFailure: (error) =>
        error instanceof Error && "code" in error && error.code === "ENOENT"
          ? Effect.undefined
          : Effect.fail(new ClaimRefused({ reason: `${fileOf(folder)} cannot be read` })),
      onSuccess: (text) => {
        const read = Result.flatMap(
          Result.try(() => JSON.parse(text) as unknown),
          decode,
        )
        return Result.isSuccess(read)
          ? Effect.succeed(read.success)
          : Effect.fail(new ClaimRefused({ reason: `${fileOf(folder)} is damaged` }))
      },
    }),
  )

const addressOf = (hub: string): string => {
  const { pathname } = new URL(hub)
  return `${hub}${pathname === "/" ? "/api" : ""}/devices/claim`
}

/** What may be asked again: nobody there, a proxy without a hub behind it, too much at once. */
const later = new Set([408, 429, 500, 502, 503, 504])

const exchange = (address: string, claim: string): Effect.Effect<DeviceIdentity, ClaimRefused> => {
  const once = Effect.tryPromise(async () => {
    const answer = await fetch(address, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ claim }),
      signal: AbortSignal.timeout(10_000),
    })
    const text = (await answer.text()).slice(0, 16_384)
    return { status: answer.status, body: Result.getOrUndefined(parse(text)) }
  })
  return Effect.gen(function* () {
    for (let pause = 1000; ; pause = Math.min(30_000, pause * 2)) {
      const answer = yield* Effect.result(once)
      if (Result.isSuccess(answer) && !later.has(answer.success.status)) {
        const { status, body } = answer.success
        const identity = decode(body)
        if (status === 200 && Result.isSuccess(identity)) return identity.success
        return yield* new ClaimRefused({ reason: refusalOf(status, body) })
      }
      yield* Effect.logWarning("The hub does not answer yet", { address })
      yield* Effect.sleep(yield* Random.nextBetween(pause / 2, pause))
    }
  })
}

const parse = (text: string) => Result.try(() => JSON.parse(text) as unknown)

const Refusal = Schema.Struct({ detail: Schema.String, code: Schema.String })

const refusalOf = (status: number, body: unknown): string => {
  const refusal = Schema.decodeUnknownResult(Refusal)(body)
  if (Result.isSuccess(refusal)) return `${refusal.success.detail} (${refusal.success.code})`
  return status === 200
    ? "the device of this claim is no print agent"
    : `the hub answers ${status}; is its address right?`
}
