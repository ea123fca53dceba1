import { Context, type Effect } from "effect"

/**
 * How a command, handler or job of a plugin says that what its `setup` reads is not what it was; a route says it with
 * `changesSetup`, which its answer waits for. The restaurant's picture is built anew once the transaction is over, at most
 * once every 50 ms.
 */
export class OwnSetup extends Context.Service<
  OwnSetup,
  { readonly changed: Effect.Effect<void> }
>()("heard/OwnSetup") {}
