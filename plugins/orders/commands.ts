import { Effect, Schema } from "effect"
import type { InputIssue } from "#core/hub/decode.ts"
import { orderCommandBody, toOrderId } from "#core/hub/order-commands.ts"
import { orderIdTaken, otherRequest } from "#core/hub/other-request.ts"
import { Cid, type OrderId } from "#core/kitchen/ids.ts"
import { PlaceOrderArgs } from "#core/kitchen/order-command.ts"
import { OrderView } from "#core/kitchen/order-view.ts"
import { type Refused, refused } from "#core/kitchen/refusal.ts"
import { askGate, cidOf } from "#core/plugins/gate-route.ts"
import { route } from "#core/plugins/route.ts"
import { isOrderId, orderNotFound } from "./queries.ts"

/** Body of a command (contract §2); `args` is decoded by the gate, which every edge shares. */
const OrderCommandBody = Schema.Struct({
  cid: Cid,
  // A plugin's own commands (`{plugin}.{what}`) come over sockets alone.
  op: Schema.String.check(
    Schema.isMaxLength(40),
    Schema.isPattern(/^[A-Za-z]+$/, { message: "Expected the name of a command" }),
  ),
  args: Schema.optionalKey(Schema.Record(Schema.String, Schema.Unknown)),
  ifRev: Schema.optionalKey(Schema.Int),
}).annotate({ identifier: "OrderCommand" })

const OrderCommandAnswer = Schema.Struct({
  cid: Cid,
  rev: Schema.Int,
  order: OrderView,
  toOrderId,
}).annotate({ identifier: "OrderCommandAnswer" })

/** The id that its sender gave a new order. */
const namedId = (body: unknown): OrderId | undefined =>
  typeof body === "object" && body !== null && "id" in body && isOrderId(body.id)
    ? body.id
    : undefined

export const commandRoutes = [
  route({
    method: "POST",
    path: "/orders",
    permission: "orders.order.place",
    summary: "Place an order; the same id and body again is the same request",
    // The gate decodes it, for every edge alike.
    body: Schema.Unknown,
    documentedBody: Schema.toEncoded(PlaceOrderArgs),
    answer: OrderView,
    status: 201,
    repeats: "handler",
    respond: ({ scope, body, idempotencyKey }) => {
      const id = idempotencyKey === undefined ? namedId(body) : undefined
      const cid = id === undefined ? cidOf(scope, idempotencyKey) : Cid.make(id)
      const placed = askGate(
        { scope, op: "placeOrder", args: body, cid },
        201,
        ({ result }) => result,
      )
      return Effect.catchTag(placed, "Refused", (refusal) => {
        if (refusal.code !== "IDEMPOTENCY_MISMATCH") return Effect.fail(refusal)
        // Its sender knows no cid: what was used before is the key or, without one, the id.
        return Effect.fail(id === undefined ? otherRequest : orderIdTaken(id))
      })
    },
  }),
  route({
    method: "POST",
    path: "/orders/:id/commands",
    // Which permission the command itself needs is decided where every edge's commands arrive.
    permission: "orders.order.read",
    summary: "Ask something of an order: add, change, void, fire, serve, close, …",
    body: OrderCommandBody,
    documentedBody: orderCommandBody,
    answer: OrderCommandAnswer,
    respond: ({ scope, params: { id }, body, ifMatch }) => {
      const { op, args = {}, cid, ifRev = ifMatch } = body
      if (!isOrderId(id)) return Effect.fail(orderNotFound(id))
      if ("orderId" in args && args["orderId"] !== id) return Effect.fail(anotherOrder)
      const asked = askGate(
        {
          scope,
          op,
          args: { ...args, orderId: id },
          cid,
          ...(ifRev === undefined ? {} : { ifRev }),
        },
        200,
        ({ rev, result, toOrderId: to }) => ({
          cid,
          rev,
          order: result,
          ...(to === undefined ? {} : { toOrderId: to }),
        }),
      )
      return Effect.catchTag(asked, "Refused", (refusal) => Effect.fail(inBody(refusal)))
    },
  }),
]

/** The gate names what is wrong by its place in the arguments; whoever sent a body looks for it there. */
const inBody = (refusal: Refused): Refused => {
  const { code, detail, meta } = refusal
  const { issues } = meta
  return Array.isArray(issues)
    ? refused(code, detail, { ...meta, issues: issues.map(inArgs) })
    : refusal
}
const inArgs = (issue: InputIssue): InputIssue => ({
  ...issue,
  path: issue.path === "" ? "args" : `args.${issue.path}`,
})

/** Which of the two is meant nobody can tell; a copied command must not change the order that it was copied to. */
const anotherOrder = refused("VALIDATION_FAILED", "The command names another order", {
  issues: [{ path: "args.orderId", message: "Expected the order of the address, or nothing" }],
})
