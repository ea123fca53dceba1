import { hash } from "node:crypto"
import { DateTime, Result } from "effect"
import type { Restaurant } from "#actors/tenant/restaurant.ts"
import { decodeWith } from "#core/hub/decode.ts"
import type { Answer, Command } from "#core/hub/gate.ts"
import { orderIdTaken, otherCommand } from "#core/hub/other-request.ts"
import {
  type Cid,
  derivedId,
  type EpochMs,
  lineIdOf,
  OrderId,
  type TableId,
  type TicketId,
} from "#core/kitchen/ids.ts"
import { outOfStock, resolveLine, resolveModifiers } from "#core/kitchen/menu-lines.ts"
import type { LineSpec } from "#core/kitchen/order.ts"
import {
  type LineInput,
  type OrderArgs,
  type OrderOp,
  orderArgs,
  PlaceOrderArgs,
} from "#core/kitchen/order-command.ts"
import { type Refused, refused } from "#core/kitchen/refusal.ts"
import type { OrderAsk } from "./order-ask.ts"

/** Which order is asked what, after the edge's arguments were decoded and the menu looked up. */
export interface OrderRequest {
  readonly orderId: OrderId
  readonly ask: OrderAsk
  /** What its answer says besides, the same each time. */
  readonly also?: Pick<Answer, "toOrderId">
}

type Requested = Result.Result<OrderRequest, Refused>

const decodePlace = decodeWith(PlaceOrderArgs)
const decodeOrderId = decodeWith(OrderId)
const decoders = Object.fromEntries(
  Object.entries(orderArgs).map(([op, schema]) => [op, decodeWith<typeof schema>(schema)]),
) as { readonly [Op in OrderOp]: ReturnType<typeof decodeWith<(typeof orderArgs)[Op]>> }

export const isOrderOp = (op: string): op is OrderOp => Object.hasOwn(orderArgs, op)

/** All problems of an input as one refusal. */
export const invalid = (
  issues: ReadonlyArray<{ readonly path: string; readonly message: string }>,
): Refused => refused("VALIDATION_FAILED", "Some fields are not as they should be", { issues })

/**
 * The same request gives the same text, whoever sends it again: of what was decoded, whose fields stand in the order of
 * their Schema however the sender arranged them.
 */
const fingerprintOf = (op: string, orderId: OrderId, args: object): string =>
  hash("sha1", `${op} ${orderId} ${JSON.stringify(args)}`, "base64url")

/** `placeOrder`. The same id with the same content is the same order, whichever edge it comes by and under whichever cid. */
export const placeRequest = (
  restaurant: Restaurant,
  command: Command,
  server: string | undefined,
): Requested =>
  Result.gen(function* () {
    const args = yield* Result.mapError(decodePlace(command.args), invalid)
    const orderId = args.id ?? (derivedId(command.cid, "order") as OrderId)
    const whole = { ...inUtc(args), id: orderId, send: args.send ?? true }
    return {
      orderId,
      ask: {
        restaurant,
        cid: command.cid,
        // Of the content alone, which is the same under every cid.
        fingerprint: fingerprintOf("placeOrder", orderId, whole),
        believeNew: true,
        // An id that was made of the cid is taken because the cid was used.
        idTaken: () => (args.id === undefined ? otherCommand : orderIdTaken(orderId)),
        command: placed(restaurant, whole, server),
      },
    }
  })

/** The same instant is the same request, in whichever zone it is said. */
const inUtc = (args: PlaceOrderArgs): PlaceOrderArgs =>
  args.promisedAt === undefined
    ? args
    : { ...args, promisedAt: new Date(args.promisedAt).toISOString() }

const placed = (
  restaurant: Restaurant,
  args: PlaceOrderArgs & { readonly id: OrderId; readonly send: boolean },
  server: string | undefined,
): OrderAsk["command"] => {
  const table = args.tableId === undefined ? undefined : restaurant.setup.tables.get(args.tableId)
  if (args.tableId !== undefined && table === undefined)
    return Result.fail(tableUnknown(args.tableId))
  return Result.map(resolveLines(restaurant, args.id, args.lines), (lines) => ({
    op: "place",
    orderId: args.id,
    type: args.type,
    ...(table === undefined ? {} : { tableId: table.id, table: table.name }),
    ...(args.covers === undefined ? {} : { covers: args.covers }),
    ...(args.note === undefined ? {} : { note: args.note }),
    ...(args.promisedAt === undefined
      ? {}
      : { promisedAt: Date.parse(args.promisedAt) as EpochMs }),
    ...(server === undefined ? {} : { server }),
    lines,
    send: args.send,
  }))
}

/**
 * Every other op of an order. `args.orderId` or, from a screen, `args.ticketId` says which.
 *
 * @param heir of `transferTo`: the name of whoever it goes to; nothing when nobody of that id works here
 */
export const orderRequest = (
  restaurant: Restaurant,
  op: OrderOp,
  command: Command,
  heir?: string,
): Requested =>
  Result.gen(function* () {
    const { orderId: named, ...given } = asRecord(command.args)
    const orderId = yield* whichOrder(restaurant, named, given["ticketId"])
    const rest = named === undefined && !narrowed.has(op) ? withoutTicket(given) : given
    const args = yield* Result.mapError(decoders[op](rest), invalid)
    return {
      orderId,
      ...(op === "splitTo" ? { also: { toOrderId: targetOf(command.cid, args) } } : {}),
      ask: {
        restaurant,
        cid: command.cid,
        fingerprint: fingerprintOf(op, orderId, args),
        ...(command.ifRev === undefined ? {} : { ifRev: command.ifRev }),
        believeNew: false,
        command:
          op === "transferTo"
            ? transferred(heir)
            : contentOf(restaurant, orderId, op, args, command.cid),
      },
    }
  })

/** Ops that a ticket narrows; for all others it only says which order is meant. */
const narrowed: ReadonlySet<string> = new Set(
  Object.entries(orderArgs)
    .filter(([, { fields }]) => "ticketId" in fields)
    .map(([op]) => op),
)

const withoutTicket = ({ ticketId: _, ...rest }: Record<string, unknown>) => rest

const asRecord = (args: unknown): Record<string, unknown> =>
  typeof args === "object" && args !== null && !Array.isArray(args)
    ? (args as Record<string, unknown>)
    : {}

const whichOrder = (
  restaurant: Restaurant,
  named: unknown,
  ticketId: unknown,
): Result.Result<OrderId, Refused> => {
  if (named !== undefined)
    return Result.mapError(decodeOrderId(named), (issues) =>
      invalid(issues.map(({ message }) => ({ path: "orderId", message }))),
    )
  if (typeof ticketId !== "string")
    return Result.fail(invalid([{ path: "orderId", message: "Missing key" }]))
  const found = restaurant.orderOfTicket(ticketId as TicketId)
  return found === undefined
    ? Result.fail(refused("TICKET_UNKNOWN", "There is no such ticket", { ticketId }))
    : Result.succeed(found)
}

const contentOf = (
  restaurant: Restaurant,
  orderId: OrderId,
  op: OrderOp,
  args: OrderArgs<OrderOp>,
  cid: Cid,
): OrderAsk["command"] => {
  if (op === "addLines") {
    const { lines, send } = args as OrderArgs<"addLines">
    return Result.map(resolveLines(restaurant, cid, lines), (specs) => ({
      op,
      lines: specs,
      send: send ?? true,
    }))
  }
  if (op === "changeLine") {
    const { modifiers, ...rest } = args as OrderArgs<"changeLine">
    const line = restaurant.order(orderId)?.lines.find(({ id }) => id === rest.lineId)
    // Which modifiers are right depends on the dish; the decider says what is wrong with an unknown line.
    if (line === undefined) return Result.succeed({ op, ...rest })
    const product = restaurant.setup.menu.products.get(line.productId)
    if (product?.available === false && (rest.quantity ?? 0) > line.quantity)
      return Result.fail(outOfStock(product))
    if (modifiers === undefined) return Result.succeed({ op, ...rest })
    return Result.map(resolveModifiers(restaurant.setup, line, modifiers), (chosen) => ({
      op,
      ...rest,
      ...chosen,
    }))
  }
  if (op === "moveTable") {
    const { tableId } = args as OrderArgs<"moveTable">
    const table = restaurant.setup.tables.get(tableId)
    return table === undefined
      ? Result.fail(tableUnknown(tableId))
      : Result.succeed({ op, tableId, table: table.name })
  }
  if (op === "splitTo") return split(restaurant, cid, args as OrderArgs<"splitTo">)
  if (op === "setPromise") {
    const { promisedAt } = args as OrderArgs<"setPromise">
    return Result.succeed({
      op,
      promisedAt: promisedAt === null ? null : (DateTime.toEpochMillis(promisedAt) as EpochMs),
    })
  }
  // Every other op reaches the decider as it was decoded.
  return Result.succeed({ op, ...args } as Result.Result.Success<OrderAsk["command"]>)
}

const transferred = (server: string | undefined): OrderAsk["command"] =>
  server === undefined
    ? Result.fail(refused("USER_UNKNOWN", "Nobody of this name works here"))
    : Result.succeed({ op: "transferTo", server })

/** The order that a split gives to; it has an id before it is there. */
const targetOf = (cid: Cid, { toOrderId }: Pick<OrderArgs<"splitTo">, "toOrderId">): OrderId =>
  toOrderId ?? (derivedId(cid, "order") as OrderId)

const split = (
  { setup }: Restaurant,
  cid: Cid,
  args: OrderArgs<"splitTo">,
): OrderAsk["command"] => {
  const { tableId } = args
  const table = tableId === undefined ? undefined : setup.tables.get(tableId)
  if (tableId !== undefined && table === undefined) return Result.fail(tableUnknown(tableId))
  return Result.succeed({
    op: "splitTo",
    ...args,
    toOrderId: targetOf(cid, args),
    ...(table === undefined ? {} : { table: table.name }),
  })
}

const tableUnknown = (tableId: TableId): Refused =>
  refused("TABLE_UNKNOWN", "There is no such table", { tableId })

const resolveLines = (
  { setup }: Restaurant,
  source: string,
  inputs: ReadonlyArray<LineInput>,
): Result.Result<ReadonlyArray<LineSpec>, Refused> => {
  const specs: LineSpec[] = []
  for (const [n, input] of inputs.entries()) {
    const spec = resolveLine(setup, input, input.id ?? lineIdOf(source, n))
    if (Result.isFailure(spec)) return Result.fail(spec.failure)
    specs.push(spec.success)
  }
  return Result.succeed(specs)
}
