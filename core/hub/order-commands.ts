import { Schema, SchemaAST } from "effect"
import { Cid, OrderId } from "#core/kitchen/ids.ts"
import { type OrderOp, orderArgs } from "#core/kitchen/order-command.ts"

/** What each command of an order does, for whoever codes against it. */
const deeds: Readonly<Record<OrderOp, string>> = {
  addLines:
    "More dishes, sent at once unless `send` is false. Lines that the order has already are passed over.",
  changeLine:
    "Other quantity (how many are wanted from now on), options, seat or note. The cook acknowledges it.",
  voidLine:
    "Takes a line back, or so many of it, the least advanced first. What was collected stays.",
  sendLines: "Drafts to the kitchen: those that are named, or all.",
  holdLines: "Drafts to the kitchen, to be seen and not cooked yet.",
  fireLines: "What is held or a draft is cooked now.",
  fireCourse: "All of a course is cooked now.",
  startLines: "Somebody cooks them.",
  readyLines: "They are at the pass.",
  unreadyLines: "They are cooked on after all.",
  serveLines: "They were collected.",
  bumpTicket: "The ticket is done and leaves its screen; the pass's hands a course over.",
  recallTicket: "It comes back, with what its bump moved and nobody collected since.",
  rush: "It is in a hurry, or not any more (`on: false`).",
  setPromise: "For when it is wanted; null: for no instant any more.",
  moveTable: "Its guests sit at another table. Nothing is cooked again.",
  mergeInto: "All of it becomes part of another open order, as it stands. It is `merged` then.",
  splitTo:
    "Lines, parts of them or what is on a ticket become part of another open order, or of a new one: of the given id, at the given table, else at the same.",
  transferTo: "Somebody else looks after it; without `userId` whoever asks.",
  acknowledgeChange: "A cook has seen what changed.",
  cancel: "Takes back whatever was not collected, and is over for good.",
  close: "It is over; refused while the kitchen is not done with it.",
  reopen: "A closed order is open again.",
}

/** Beside the order in the answer to a command; only `splitTo` has one. */
export const toOrderId = Schema.optionalKey(
  OrderId.annotate({
    description:
      "Only of `splitTo`: the order that has the lines now, also one that the hub made and gave its id",
  }),
)

const ops = Object.keys(orderArgs) as ReadonlyArray<OrderOp>

/** `AddLines` */
const nameOf = (op: OrderOp): string => `${op.charAt(0).toUpperCase()}${op.slice(1)}`

/** Where nothing has to be said, `args` may be left out. */
const argsOf = (op: OrderOp) => {
  const args = Schema.toEncoded(orderArgs[op])
  const fields: ReadonlyArray<Schema.Top> = Object.values(orderArgs[op].fields)
  return fields.every(({ ast }) => SchemaAST.isOptional(ast)) ? Schema.optionalKey(args) : args
}

const bodyOf = (op: OrderOp) =>
  Schema.Struct({
    cid: Cid,
    op: Schema.Literal(op),
    args: argsOf(op),
    ifRev: Schema.optionalKey(Schema.Int),
  }).annotate({ identifier: nameOf(op), description: deeds[op] })

/** Every command that an order understands, as REST takes it. */
export const orderCommandBody = Schema.Union(ops.map(bodyOf))

const frameOf = (op: OrderOp) =>
  Schema.Struct({
    t: Schema.Literal("cmd"),
    cid: Cid,
    op: Schema.Literal(op),
    args: Schema.toEncoded(
      Schema.Struct({ ...orderArgs[op].fields, orderId: Schema.optionalKey(OrderId) }),
    ),
    ifRev: Schema.optionalKey(Schema.Int),
  }).annotate({
    identifier: `${nameOf(op)}Cmd`,
    description: `${deeds[op]} \`orderId\` may be left out where a ticket is named.`,
  })

/** The same as sockets take it: `args` name the order too. */
export const orderCommandFrame = Schema.Union(ops.map(frameOf))
