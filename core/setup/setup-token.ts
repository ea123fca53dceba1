import { unlink } from "node:fs/promises"
import { join } from "node:path"
import { Effect } from "effect"
import { keptSecret, SecretUnavailable } from "#core/security/secrets.ts"

/** What whoever opens the first restaurant must show: printed at the start, and worth nothing afterwards. */
export interface SetupToken {
  readonly text: string
  /** Takes it off the disk. Called again it changes nothing. */
  readonly spend: Effect.Effect<void>
}

/**
 * `SETUP_TOKEN`, or 128 random bits in `{dataDir}/setup-token` with mode 0600, so that a restart before the set-up prints
 * the same address again.
 */
export const setupToken = (options: {
  readonly dataDir: string
  readonly configured?: string
}): Effect.Effect<SetupToken, SecretUnavailable> => {
  const file = join(options.dataDir, "setup-token")
  // Whoever fixes the token may still have a file of an earlier start; one that is not there is as good as spent.
  const spend = Effect.ignore(Effect.tryPromise(() => unlink(file)))
  if (options.configured !== undefined) return Effect.succeed({ text: options.configured, spend })
  return Effect.tryPromise({
    try: async () => ({ text: await keptSecret(file, tokenBytes), spend }),
    catch: (cause) =>
      new SecretUnavailable({ file, reason: cause instanceof Error ? cause.message : "unknown" }),
  })
}

const tokenBytes = 16
