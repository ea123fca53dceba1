import { Context, type Effect } from "effect"
import type { Outage } from "./gate.ts"

/** Proves that the database still writes: one that only reads looks well until somebody orders. */
export class WriteProbe extends Context.Service<
  WriteProbe,
  { readonly write: Effect.Effect<void, Outage> }
>()("heard/WriteProbe") {}
