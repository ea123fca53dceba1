import { Context, type Effect, type Scope as EffectScope } from "effect"
import type { Scope } from "./scope.ts"

/** By what one reader outside of the hub finds its restaurant's words at the broker. */
export interface ReaderAccount {
  readonly userName: string
  readonly password: string
}

/** One restaurant's words for that reader. The broker keeps the last of each. */
export interface RetainedPlace {
  /** Where {@link RetainedPlace.say} speaks of a thing. */
  readonly stateTopic: (thing: string) => string
  /** Where the hub says whether it is there: `{"online":bool,"at"}`. */
  readonly hubTopic: string
  /** What a thing is, for the reader to discover it. @param description undefined: it is gone */
  readonly describe: (thing: string, description: object | undefined) => Effect.Effect<void>
  /** How a thing is. @param state undefined: it is gone */
  readonly say: (thing: string, state: object | undefined) => Effect.Effect<void>
}

/** Words that the broker keeps for readers outside of the hub: one place for each restaurant, seen by its reader alone. */
export class RetainedTopics extends Context.Service<
  RetainedTopics,
  {
    /**
     * The restaurant's place, and its reader let in, until the surrounding scope closes. Two seconds after that all of its
     * words are taken back and the reader is sent away, unless the place was opened again; a hub that stops leaves them.
     *
     * @param prefix first level of the topics that the reader looks at: letters, digits, `_` and `-`
     * @param number another one is another password
     */
    readonly open: (
      scope: Scope,
      prefix: string,
      number: number,
    ) => Effect.Effect<RetainedPlace, never, EffectScope.Scope>
    readonly account: (scope: Scope, number: number) => ReaderAccount
  }
>()("heard/RetainedTopics") {}
