import { Result } from "effect"
import type { EpochMs, LineId, OrderId, ProductId, TableId } from "#core/kitchen/ids.ts"
import type { KitchenSetup } from "#core/kitchen/menu.ts"
import { resolveLine, resolveModifiers } from "#core/kitchen/menu-lines.ts"
import { absentOrder, type Order, type PlacedOrder } from "#core/kitchen/order.ts"
import type {
  LineInput,
  OrderCommand,
  PassingCommand,
  PlaceOrderArgs,
} from "#core/kitchen/order-command.ts"
import { decide } from "#core/kitchen/order-decide.ts"
import type { OrderEvent } from "#core/kitchen/order-event.ts"
import { evolve } from "#core/kitchen/order-evolve.ts"
import { decidePassing, otherOrderOf } from "#core/kitchen/order-passing.ts"
import { type OrderView, orderView } from "#core/kitchen/order-view.ts"
import type { Refused } from "#core/kitchen/refusal.ts"
import { bistroSetup, showMenu } from "./bistro-setup.ts"
import { type Answer, Nack, type SentCommand } from "./fake-hub.ts"
import type { FakeViews, Json } from "./fake-views.ts"

type Place = Omit<typeof PlaceOrderArgs.Type, "promisedAt">

/** The hub's real decisions about orders, painted into the fake hub's pictures. */
export class BistroOrders {
  readonly #orders = new Map<string, PlacedOrder>()
  #setup: KitchenSetup = bistroSetup
  #views: FakeViews | undefined

  /** Answers what a handheld asks; give it to the fake hub. */
  readonly answer: Answer = (command) => this.#run(command)

  open(views: FakeViews): void {
    this.#views = views
    showMenu(views, this.#setup)
    for (const id of this.#setup.tables.keys()) this.#showTable(id as TableId)
  }

  /** As another handheld, a cook or the hub itself would. */
  run(op: string, args: Json, at = Date.now()): Json {
    return this.#run({ cid: "0193f4c0-0000-7000-8000-000000000000", op, args }, at)
  }

  order(id: string): PlacedOrder {
    const order = this.#orders.get(id)
    if (order === undefined) throw new Error(`No order ${id}`)
    return order
  }

  at(tableId: string): ReadonlyArray<PlacedOrder> {
    return [...this.#orders.values()].filter((order) => order.tableId === tableId)
  }

  /** Every ticket of the order comes onto a screen. */
  show(id: string, at = Date.now()): void {
    const tickets = this.order(id).tickets.map((ticket) => ticket.id)
    this.#apply(id as OrderId, { op: "markShown", tickets, screenId: "grill" }, at)
  }

  /** 86, or back. */
  available(productId: ProductId, available: boolean): void {
    const product = this.#setup.menu.products.get(productId)
    if (product === undefined) throw new Error(`No product ${productId}`)
    const products = new Map(this.#setup.menu.products).set(productId, { ...product, available })
    this.#setup = { ...this.#setup, menu: { ...this.#setup.menu, products } }
    const shown = { type: "product", ...product, available }
    this.#views?.set("menu", `product/${productId}`, shown as unknown as Json)
  }

  #run({ op, args }: Omit<SentCommand, "cid"> & { cid: string }, at = Date.now()): Json {
    if (op === "placeOrder") return this.#place(args as unknown as Place & { id: OrderId }, at)
    const { orderId, ...rest } = args as { orderId: OrderId }
    if (op === "mergeInto" || op === "splitTo")
      return this.#pass(orderId, { op, ...rest, ...this.#tableNamed(rest) } as PassingCommand, at)
    return this.#apply(orderId, this.#commandOf(orderId, op, rest), at)
  }

  #place({ id, lines, tableId, send = true, ...rest }: Place & { id: OrderId }, at: number): Json {
    const table = tableId === undefined ? undefined : this.#setup.tables.get(tableId)
    return this.#apply(
      id,
      {
        op: "place",
        orderId: id,
        ...this.#nextNumber(),
        ...rest,
        ...(table === undefined ? {} : { tableId: table.id, table: table.name }),
        lines: this.#resolve(lines),
        send,
      },
      at,
    )
  }

  #commandOf(orderId: OrderId, op: string, args: Json): OrderCommand {
    if (op === "addLines")
      return { op, lines: this.#resolve(args["lines"] as ReadonlyArray<LineInput>), send: true }
    if (op === "changeLine" && args["modifiers"] !== undefined) {
      const { modifiers, ...rest } = args as {
        modifiers: NonNullable<LineInput["modifiers"]>
        lineId: LineId
      }
      const line = this.order(orderId).lines.find(({ id }) => id === rest.lineId)
      if (line === undefined) throw new Nack("LINE_UNKNOWN", "There is no such line")
      return { op, ...rest, ...taken(resolveModifiers(this.#setup, line, modifiers)) }
    }
    if (op === "moveTable") return { op, ...this.#tableNamed(args) } as OrderCommand
    if (op === "transferTo") return { op, server: by.name }
    return { op, ...args } as unknown as OrderCommand
  }

  #tableNamed({ tableId }: Json) {
    if (tableId === undefined) return {}
    const table = this.#setup.tables.get(tableId as TableId)
    if (table === undefined) throw new Nack("TABLE_UNKNOWN", "There is no such table")
    return { tableId: table.id, table: table.name }
  }

  #nextNumber() {
    return { number: String(this.#orders.size + 41), businessDay: "2025-01-01" }
  }

  #resolve(lines: ReadonlyArray<LineInput>) {
    return lines.map((line) => taken(resolveLine(this.#setup, line, line.id ?? ("" as LineId))))
  }

  #apply(id: OrderId, command: OrderCommand, at: number): Json {
    const before = this.#known(id)
    return this.#store(id, taken(decide(before, command, { at: at as EpochMs, by })))
  }

  #pass(id: OrderId, command: PassingCommand, at: number): Json {
    const otherId = otherOrderOf(command)
    const context = { at: at as EpochMs, by, ...this.#nextNumber() }
    const { from, to } = taken(
      decidePassing(this.#known(id), this.#known(otherId), command, context),
    )
    this.#store(otherId, to)
    return this.#store(id, from)
  }

  #known(id: OrderId): Order {
    return this.#orders.get(id) ?? absentOrder
  }

  #store(id: OrderId, events: ReadonlyArray<OrderEvent>): Json {
    const before = this.#known(id)
    const after = events.reduce<Order>(evolve, before)
    if (after.status === "absent") throw new Error("Nothing was placed")
    this.#orders.set(id, after)
    this.#views?.set(`order/${id}`, id, orderView(after, "EUR") as unknown as Json)
    if (after.tableId === undefined)
      this.#views?.set(
        "floor",
        `order/${id}`,
        after.status === "open" ? { type: "order", ...brief(after) } : null,
      )
    else this.#showTable(after.tableId)
    if (before.status !== "absent" && before.tableId !== undefined) this.#showTable(before.tableId)
    return { rev: after.rev }
  }

  #showTable(id: TableId): void {
    const table = this.#setup.tables.get(id)
    if (table === undefined) return
    const room = this.#setup.rooms.find((known) => known.id === table.roomId)
    const orders = this.at(id).filter(({ status }) => status === "open")
    this.#views?.set("floor", id, {
      type: "table",
      tableId: id,
      name: table.name,
      room: room?.name,
      roomSort: room?.sort,
      seats: table.seats,
      sort: table.sort,
      orders: orders.map(brief),
    })
  }
}

/** Who asks, whatever handheld it comes from. */
const by = { kind: "user", id: "ana", name: "Ana" } as const

const taken = <A>(result: Result.Result<A, Refused>): A => {
  if (Result.isSuccess(result)) return result.success
  const { code, detail, meta } = result.failure
  throw new Nack(code, detail, meta)
}

/** An order as the view `floor` tells it. */
const brief = (order: PlacedOrder): Json => {
  const view = orderView(order)
  const [readySince] = view.tickets
    .flatMap(({ readyAt, status }) => (status === "served" ? [] : (readyAt ?? [])))
    .sort()
  const [waitingSince] = view.tickets
    .flatMap(({ firedAt, status }) =>
      status === "fired" || status === "started" ? (firedAt ?? []) : [],
    )
    .sort()
  const { number, type: orderType, status, covers, server, note, priority, rev } = order
  return {
    orderId: order.id,
    number,
    orderType,
    status,
    placedAt: view.placedAt,
    covers,
    server,
    note,
    priority,
    counts: countsOf(view),
    readySince,
    waitingSince,
    rev,
  }
}

const countsOf = ({ lines }: OrderView): Json => {
  const sums: Record<string, number> = {}
  const add = (key: string, units: number) => {
    sums[key] = (sums[key] ?? 0) + units
  }
  for (const { counts, status } of lines) {
    const { sent, voided: _, ...others } = counts
    add(status === "shown" ? "shown" : "heard", sent)
    for (const [key, units] of Object.entries(others)) add(key, units)
  }
  return sums
}
