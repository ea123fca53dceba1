import { Effect } from "effect"
import type { CommandFailure } from "#core/hub/gate.ts"
import { type Refused, refused } from "#core/kitchen/refusal.ts"
import type { SqlFailure } from "#core/plugins/plugin-sql.ts"

/** `modifier_group` → `MODIFIER_GROUP_NOT_FOUND`. */
export const notFound = (thing: string, id: string): Refused =>
  refused(`${thing.toUpperCase()}_NOT_FOUND`, `There is no such ${words(thing)}`, { id })

export const words = (thing: string): string => thing.replaceAll("_", " ")

/**
 * A row that must be unique and is not becomes the refusal that the collection declared for that index. A constraint that
 * nobody declared is a bug of the plugin.
 */
export const constraintRefused =
  (thing: string, unique: Readonly<Record<string, string>> = {}) =>
  <A, E extends CommandFailure, R>(
    effect: Effect.Effect<A, E | SqlFailure, R>,
  ): Effect.Effect<A, CommandFailure, R> =>
    Effect.catch(effect, (failure): Effect.Effect<never, CommandFailure> => {
      if (failure._tag !== "ConstraintBroken") return Effect.fail(failure)
      const code = unique[failure.constraint]
      return code === undefined
        ? Effect.die(failure)
        : Effect.fail(refused(code, `Another ${words(thing)} has this already`))
    })
