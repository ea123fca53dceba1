import type { ClientFrame } from "#core/hub/frame.ts"
import type { LimitKind } from "#core/limits/request-limits.ts"

/**
 * Which bucket a frame draws from. A socket is the order path's own wire: orders, views and what a screen has shown. Only
 * what somebody asks of a plugin (`{plugin}.{what}`) counts like a request over REST. Whoever lets a view go asks nothing.
 */
export const limitKindOf = (frame: ClientFrame): LimitKind => {
  if (frame.t === "unsubscribe") return "none"
  return frame.t === "cmd" && frame.op.includes(".") ? "standard" : "orders"
}
