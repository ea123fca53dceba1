import type { CommandContext } from "./order-command.ts"
import type { OrderEvent } from "./order-event.ts"

/** When and by whom, copied by name: whatever else a caller's context carries must not reach the log. */
export const stampOf = (context: CommandContext): Pick<OrderEvent, "at" | "by"> => ({
  at: context.at,
  by: context.by,
})
