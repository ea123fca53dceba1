import {
  type Argon2Parameters,
  argon2 as argon2Callback,
  createHmac,
  randomBytes,
  timingSafeEqual,
} from "node:crypto"
import { Context, Effect, Layer, Metric, Semaphore } from "effect"
import { Overloaded } from "#core/hub/gate.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import { deriveKey } from "./secrets.ts"

/**
 * Slow hashes (argon2id) of passwords and PINs. They are made on libuv's threads, two at once, so that a flood of
 * sign-ins neither blocks the event loop nor takes all cores from the orders; what does not fit into a short queue is
 * refused with `Overloaded`.
 */
export class PasswordHashing extends Context.Service<
  PasswordHashing,
  {
    readonly hash: (password: string) => Effect.Effect<string, Overloaded>
    /** @param stored undefined (nobody has that name) takes as long as a wrong password and is never right */
    readonly verify: (
      password: string,
      stored: string | undefined,
    ) => Effect.Effect<boolean, Overloaded>
    /**
     * The same for the same PIN of the same restaurant, so that it can be looked up and must be unique. Keyed by the
     * hub's secret: four digits would be guessed from any hash that a copy of the database alone lets one compute.
     */
    readonly hashPin: (tenantId: TenantId, pin: string) => Effect.Effect<string, Overloaded>
  }
>()("heard/security/PasswordHashing") {}

/** What one hash costs: KiB of memory, passes over them, lanes. */
export type HashingCost = Pick<Argon2Parameters, "memory" | "passes" | "parallelism">

/** OWASP's least for argon2id: 19 MiB, two passes, one lane; some 35 ms of one core (measured). */
export const hashingCost: HashingCost = { memory: 19_456, passes: 2, parallelism: 1 }

const atOnce = 2
/** Who waits longer than this many others would wait for more than a second. */
const maxWaiting = 64

/** @param secret see `appSecret` */
export const passwordHashingLayer = (
  secret: string,
  cost = hashingCost,
): Layer.Layer<PasswordHashing> =>
  Layer.sync(PasswordHashing, () => {
    const turns = Semaphore.makeUnsafe(atOnce)
    const pinKey = deriveKey(secret, "pin")
    // The password of nobody: its hash is compared with when there is no account.
    const nobody = encode(cost, randomBytes(16), randomBytes(32))
    let waiting = 0

    const inTurn = (parameters: Argon2Parameters): Effect.Effect<Buffer, Overloaded> =>
      Effect.suspend(() => {
        if (waiting >= maxWaiting + atOnce)
          return Effect.fail(
            new Overloaded({ reason: "too many passwords to check", retryAfterMs: 2_000 }),
          )
        waiting += 1
        const left = Effect.suspend(() => {
          waiting -= 1
          return Metric.update(underWay, waiting)
        })
        // A hash cannot be stopped: who was interrupted while it ran keeps the turn until it is done.
        return Metric.update(underWay, waiting).pipe(
          Effect.andThen(turns.withPermit(Effect.uninterruptible(argon2(parameters)))),
          Effect.ensuring(left),
          Effect.tap(() => Metric.update(hashes, 1)),
        )
      })

    return {
      hash: (password) =>
        Effect.suspend(() => {
          const salt = randomBytes(16)
          return Effect.map(
            inTurn({ ...cost, message: bytesOf(password), nonce: salt, tagLength: 32 }),
            (tag) => encode(cost, salt, tag),
          )
        }),
      verify: (password, stored) =>
        Effect.suspend(() => {
          const { salt, tag, ...storedCost } = decode(stored ?? nobody)
          return Effect.map(
            inTurn({
              ...storedCost,
              message: bytesOf(password),
              nonce: salt,
              tagLength: tag.length,
            }),
            (given) => timingSafeEqual(given, tag) && stored !== undefined,
          )
        }),
      hashPin: (tenantId, pin) =>
        Effect.map(
          inTurn({
            ...cost,
            message: Buffer.from(pin),
            nonce: createHmac("sha256", pinKey).update(tenantId).digest().subarray(0, 16),
            secret: pinKey,
            tagLength: 32,
          }),
          (tag) => tag.toString("base64url"),
        ),
    }
  })

const hashes = Metric.counter("heard_password_hashes_total", {
  description: "Passwords and PINs that were hashed or checked",
  incremental: true,
})

const underWay = Metric.gauge("heard_password_hashes_under_way", {
  description: "Passwords and PINs that are hashed now or wait for it",
})

// The same letters may be typed as one or as several code points, depending on the keyboard.
const bytesOf = (password: string): Buffer => Buffer.from(password.normalize("NFKC"))

const argon2 = (parameters: Argon2Parameters): Effect.Effect<Buffer> =>
  Effect.callback((resume) => {
    argon2Callback("argon2id", parameters, (error, tag) =>
      resume(error === null ? Effect.succeed(Buffer.from(tag)) : Effect.die(error)),
    )
  })

/** PHC string: a stored hash says how it was made, so that the cost may be raised later. */
const encode = (cost: HashingCost, salt: Buffer, tag: Buffer): string =>
  `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${base64(salt)}$${base64(tag)}`

const base64 = (bytes: Buffer): string => bytes.toString("base64").replaceAll("=", "")

const phc = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/

const decode = (stored: string) => {
  const [, memory, passes, parallelism, salt = "", tag = ""] = phc.exec(stored) ?? []
  if (memory === undefined) throw new Error("A stored password hash is not one of ours")
  return {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    salt: Buffer.from(salt, "base64"),
    tag: Buffer.from(tag, "base64"),
  }
}
