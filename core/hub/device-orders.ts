import { Context, type Effect, Schema } from "effect"
import type { Scope } from "./scope.ts"

/** What a printer's agent may be asked to do besides printing. */
export type DeviceOrder =
  /** Says anew how it is. */
  | { readonly cmd: "status" }
  /** Introduces itself anew. */
  | { readonly cmd: "rebirth" }
  /** Whether it could print now; nothing is printed. */
  | { readonly cmd: "test" }
  /** Proves itself with another secret from its next connection on. */
  | { readonly cmd: "rotate-key"; readonly key: string }

/** It was asked and said no, with its cause (`unsupported`, `paper_out` …), or there was no answer: `no_answer`, `offline`. */
export class OrderDeclined extends Schema.TaggedError<OrderDeclined>()("OrderDeclined", {
  cause: Schema.String,
}) {}

/** Asks a device for something and waits for its answer. */
export class DeviceOrders extends Context.Service<
  DeviceOrders,
  {
    /** Within eight seconds. An order without an answer may have been carried out. */
    readonly ask: (
      scope: Scope,
      deviceId: string,
      order: DeviceOrder,
    ) => Effect.Effect<void, OrderDeclined>
  }
>()("heard/DeviceOrders") {}
