import { Effect, Schema } from "effect"
import { OrderQueries } from "#core/hub/orders.ts"
import type { Scope } from "#core/hub/scope.ts"
import { GivenInstant } from "#core/kitchen/given-instant.ts"
import { type EpochMs, OrderId, TableId } from "#core/kitchen/ids.ts"
import { OrderStatus, OrderView } from "#core/kitchen/order-view.ts"
import { type Refused, refused } from "#core/kitchen/refusal.ts"
import { pageAnswer, pageIn, pageOf, pageQuery } from "#core/plugins/documents/collection-schema.ts"
import { route } from "#core/plugins/route.ts"

const History = pageAnswer(
  Schema.Struct({
    rev: Schema.Int,
    position: Schema.Int,
    type: Schema.String,
    at: Schema.String,
    by: Schema.Struct({
      kind: Schema.Literals(["user", "device", "system"]),
      id: Schema.String,
      name: Schema.optionalKey(Schema.String),
    }),
    event: Schema.Unknown,
  }),
).annotate({ identifier: "OrderHistory" })

const instant = (description: string) =>
  Schema.optionalKey(Schema.String.annotate({ description }).pipe(Schema.decodeTo(GivenInstant)))

const Search = Schema.String.check(Schema.isMaxLength(60)).annotate({
  description:
    "In the number or the table's name; capitals, accents and a # before the number do not matter",
})

export const queryRoutes = [
  route({
    method: "GET",
    path: "/orders",
    permission: "orders.order.read",
    summary: "List the open orders and the last 200 that are over, newest first, a page at a time",
    query: pageQuery({
      status: Schema.optionalKey(OrderStatus),
      tableId: Schema.optionalKey(TableId),
      since: instant("Placed at this instant or later: ISO 8601 with its zone"),
      until: instant("Placed at this instant or earlier, so that new orders move no page"),
      search: Schema.optionalKey(Search),
    }),
    answer: pageAnswer(OrderView),
    handle: ({ scope, query }) =>
      Effect.gen(function* () {
        const { page, size } = pageOf(query)
        const found = yield* (yield* OrderQueries).list(scope, {
          page,
          size,
          ...(query.status === undefined ? {} : { status: query.status }),
          ...(query.tableId === undefined ? {} : { tableId: query.tableId }),
          ...(query.since === undefined ? {} : { since: query.since.epochMilliseconds as EpochMs }),
          ...(query.until === undefined ? {} : { until: query.until.epochMilliseconds as EpochMs }),
          ...(query.search === undefined ? {} : { search: query.search }),
        })
        return { items: found.items, total: found.total, page, size }
      }),
  }),
  route({
    method: "GET",
    path: "/orders/:id",
    permission: "orders.order.read",
    summary: "Show one order as it stands",
    answer: OrderView,
    handle: ({ scope, params }) =>
      known(params.id, (id) => Effect.flatMap(OrderQueries, (orders) => orders.get(scope, id))),
  }),
  route({
    method: "GET",
    path: "/orders/:id/history",
    permission: "orders.order.read",
    summary: "Show everything that happened to an order, oldest first, a page at a time",
    query: pageQuery({}),
    answer: History,
    handle: ({ scope, params, query }) =>
      Effect.map(
        known(params.id, (id) => historyOf(scope, id)),
        (all) => pageIn(all, query),
      ),
  }),
]

const historyOf = (scope: Scope, id: OrderId) =>
  Effect.flatMap(OrderQueries, (orders) => orders.history(scope, id))

/** What `read` finds, or 404. An id that is no UUID is no order's. */
const known = <A, E, R>(
  id: string,
  read: (id: OrderId) => Effect.Effect<A | undefined, E, R>,
): Effect.Effect<A, E | Refused, R> =>
  isOrderId(id)
    ? Effect.flatMap(read(id), (found) =>
        found === undefined ? Effect.fail(orderNotFound(id)) : Effect.succeed(found),
      )
    : Effect.fail(orderNotFound(id))

export const isOrderId = Schema.is(OrderId)

export const orderNotFound = (id: string): Refused =>
  refused("ORDER_NOT_FOUND", "There is no such order", { orderId: id })
