import { Context, type Effect, type Scope as EffectScope } from "effect"
import type { Scope } from "./scope.ts"

/** Who is connected right now, by which wire. Not stored: a device that is gone says nothing. */
export class Presence extends Context.Service<
  Presence,
  {
    /** Present until the surrounding scope closes. The newest connection of a device counts. */
    readonly arrive: (
      scope: Scope,
      connection: {
        readonly wire: "ws" | "socket.io" | "mqtt" | "tcp" | "http"
        readonly address: string
      },
    ) => Effect.Effect<void, never, EffectScope.Scope>
  }
>()("heard/Presence") {}
