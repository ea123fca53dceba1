import { Context, type Effect } from "effect"
import type { Outage } from "./gate.ts"
import type { Scope } from "./scope.ts"

/** Who works in a restaurant, by the name that stands on tickets. */
export class Colleagues extends Context.Service<
  Colleagues,
  {
    /** Nothing for somebody who does not work here, or not any more. */
    readonly nameOf: (scope: Scope, userId: string) => Effect.Effect<string | undefined, Outage>
  }
>()("heard/Colleagues") {}
