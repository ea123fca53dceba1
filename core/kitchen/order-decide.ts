import { Result } from "effect"
import type { EpochMs } from "./ids.ts"
import type { Order, PlacedOrder } from "./order.ts"
import { acknowledgeChange, changeLine, voidLine } from "./order-amending.ts"
import type { CommandContext, OrderCommand } from "./order-command.ts"
import { type CookingOp, cook } from "./order-cooking.ts"
import { cancel, close } from "./order-ending.ts"
import type { OrderEvent } from "./order-event.ts"
import { moveTable, transferTo } from "./order-moving.ts"
import { orderOver } from "./order-over.ts"
import { addLines, place } from "./order-placing.ts"
import { fire, fireCourse, hold, send } from "./order-sending.ts"
import { stampOf } from "./order-stamp.ts"
import { type Refused, refused } from "./refusal.ts"
import { bump, clearStruck, recall } from "./ticket-bumping.ts"

type Decision = Result.Result<ReadonlyArray<OrderEvent>, Refused>

/**
 * Turns what somebody asked of an order into what happened, or into why not.
 *
 * Pure and total; a repeat of something already true yields no events. `ifRev` is the caller's to check.
 */
export const decide = (order: Order, command: OrderCommand, context: CommandContext): Decision => {
  if (order.status === "absent")
    return command.op === "place"
      ? place(command, context)
      : Result.fail(refused("ORDER_NOT_FOUND", "Nobody placed this order."))
  // A till repeats an order until it hears; whatever became of it since, it is the same order.
  if (command.op === "place")
    return command.orderId === order.id
      ? nothing
      : Result.fail(refused("ORDER_ID_TAKEN", "Another order stands here.", { orderId: order.id }))
  if (order.status === "closed") return decideClosed(order, command, context)
  if (order.status === "cancelled") return decideCancelled(order, command, context)
  if (order.status === "merged")
    return command.op === "markShown" ? nothing : Result.fail(orderOver(order))
  return decideOpen(order, command, context)
}

const nothing: Decision = Result.succeed([])

const decideOpen = (
  order: PlacedOrder,
  command: Exclude<OrderCommand, { readonly op: "place" }>,
  context: CommandContext,
): Decision => {
  switch (command.op) {
    case "addLines":
      return addLines(order, command.lines, command.send, context)
    case "changeLine":
      return changeLine(order, command, context)
    case "voidLine":
      return voidLine(order, command, context)
    case "sendLines":
      return send(order, command, context)
    case "holdLines":
      return hold(order, command, context)
    case "fireLines":
      return fire(order, command, context)
    case "fireCourse":
      return fireCourse(order, command.course, context)
    case "startLines":
    case "readyLines":
    case "unreadyLines":
    case "serveLines":
      return Result.map(cook(order, command.op, command), (moves) =>
        moves.length === 0 ? [] : [{ type: cooked[command.op], ...stampOf(context), moves }],
      )
    case "bumpTicket":
      return bump(order, command.ticketId, context)
    case "recallTicket":
      return recall(order, command.ticketId, context)
    case "markShown":
      return Result.succeed(shown(order, command, context))
    case "acknowledgeChange":
      return acknowledgeChange(order, command, context)
    case "rush": {
      const priority = command.on === false ? 0 : 1
      return order.priority === priority
        ? nothing
        : Result.succeed([{ type: "OrderRushed", ...stampOf(context), priority }])
    }
    case "moveTable":
      return Result.succeed(moveTable(order, command, context))
    case "transferTo":
      return Result.succeed(transferTo(order, command, context))
    case "setPromise":
      return Result.succeed(setPromise(order, command.promisedAt, context))
    case "cancel":
      return Result.succeed(cancel(order, command.reason, context))
    case "close":
      return close(order, context)
    case "reopen":
      return nothing
  }
}

const setPromise = (
  order: PlacedOrder,
  promisedAt: EpochMs | null,
  context: CommandContext,
): ReadonlyArray<OrderEvent> =>
  (order.promisedAt ?? null) === promisedAt
    ? []
    : [
        {
          type: "PromiseSet",
          ...stampOf(context),
          ...(promisedAt === null ? {} : { promisedAt }),
        },
      ]

const decideClosed = (
  order: PlacedOrder,
  command: OrderCommand,
  context: CommandContext,
): Decision => {
  switch (command.op) {
    case "reopen":
      return Result.succeed([{ type: "OrderReopened", ...stampOf(context) }])
    case "close":
    case "markShown":
      return nothing
    default:
      return Result.fail(orderOver(order))
  }
}

const decideCancelled = (
  order: PlacedOrder,
  command: OrderCommand,
  context: CommandContext,
): Decision => {
  switch (command.op) {
    case "cancel":
    case "markShown":
      return nothing
    case "bumpTicket":
      return Result.succeed(clearStruck(order, command.ticketId, context))
    default:
      return Result.fail(orderOver(order))
  }
}

const cooked = {
  startLines: "LinesStarted",
  readyLines: "LinesReadied",
  unreadyLines: "LinesUnreadied",
  serveLines: "LinesServed",
} as const satisfies Record<CookingOp, OrderEvent["type"]>

/** Tickets of an expo screen and those shown before are passed over: only the first proof counts. */
const shown = (
  order: PlacedOrder,
  command: Extract<OrderCommand, { readonly op: "markShown" }>,
  context: CommandContext,
): ReadonlyArray<OrderEvent> => {
  const tickets = order.tickets
    .filter((ticket) => {
      const at = command.tickets.indexOf(ticket.id)
      // Units that came while the proof was on its way are not proved by it: they have a number of their own.
      const whole = command.editions === undefined || command.editions[at] === ticket.edition
      return at >= 0 && whole && ticket.firedAt !== undefined && ticket.shownAt === undefined
    })
    .map((ticket) => ticket.id)
  return tickets.length === 0
    ? []
    : [{ type: "TicketsShown", ...stampOf(context), tickets, screenId: command.screenId }]
}
