import type { LineInput } from "#core/kitchen/order-command.ts"
import { groupsOf, type MenuCard } from "#core/ui/menu-card.ts"
import { parted } from "./line-parted.ts"
import { optionsOf, priceOf } from "./option-choice.ts"
import type { Deed } from "./sent-command.ts"
import type { ShownLine, ShownOrder } from "./shown-order.ts"

interface Asked {
  readonly heard: boolean
  /** Milliseconds since 1970. */
  readonly at: number
  readonly card: MenuCard
  /** Who asks, as orders name them. */
  readonly by?: string
}

/** The order as it will stand when the hub has heard this. Doing it twice does no more than once. */
export const applyDeed = (
  order: ShownOrder | undefined,
  deed: Deed,
  asked: Asked,
): ShownOrder | undefined => {
  if (order === undefined) return deed.op === "placeOrder" ? placed(deed, asked) : undefined
  const waiting = order.waiting || !asked.heard
  switch (deed.op) {
    case "placeOrder":
      return order
    case "addLines":
      return { ...order, waiting, lines: withLines(order.lines, deed.args.lines, asked) }
    case "changeLine":
      return { ...order, waiting, lines: order.lines.map((line) => changed(line, deed, asked)) }
    case "voidLine":
      return { ...order, waiting, lines: order.lines.map((line) => voided(line, deed)) }
    case "fireCourse":
      return {
        ...order,
        waiting,
        lines: order.lines.map((line) => (line.course === deed.args.course ? fired(line) : line)),
      }
    case "fireLines":
      return {
        ...order,
        waiting,
        lines: order.lines.map((line) =>
          deed.args.lineIds.includes(line.lineId) ? fired(line) : line,
        ),
      }
    case "sendLines":
      return {
        ...order,
        waiting,
        lines: order.lines.map((line) => (line.counts.draft > 0 ? fired(line) : line)),
      }
    case "serveLines":
      return { ...order, waiting, lines: order.lines.map((line) => served(line, deed)) }
    case "rush":
      return { ...order, waiting, rushed: deed.args.on }
    case "moveTable":
      return { ...order, waiting, tableId: deed.args.tableId }
    case "transferTo":
      return { ...order, waiting, ...servedBy(asked) }
    case "mergeInto": {
      const { mergedInto = { orderId: deed.args.intoOrderId } } = order
      return { ...order, waiting, status: "merged", mergedInto, lines: [], tickets: [] }
    }
    case "splitTo":
      return { ...order, waiting, lines: order.lines.flatMap((line) => parted(line, deed.args)) }
    case "cancel":
      return { ...order, waiting, status: "cancelled" }
    case "close":
      return { ...order, waiting, status: "closed" }
    case "reopen":
      return { ...order, waiting, status: "open" }
  }
}

type DeedOf<Op extends Deed["op"]> = Extract<Deed, { readonly op: Op }>

const placed = ({ args }: DeedOf<"placeOrder">, asked: Asked): ShownOrder => ({
  id: args.id,
  status: "open",
  type: args.type,
  ...(args.tableId === undefined ? {} : { tableId: args.tableId as ShownOrder["tableId"] & {} }),
  ...(args.covers === undefined ? {} : { covers: args.covers }),
  ...(args.note === undefined ? {} : { note: args.note }),
  ...servedBy(asked),
  placedAt: asked.at,
  rushed: false,
  lines: withLines([], args.lines as ReadonlyArray<LineInput>, asked),
  tickets: [],
  waiting: !asked.heard,
})

const servedBy = ({ by }: Asked) => (by === undefined ? {} : { server: by })

const withLines = (
  lines: ReadonlyArray<ShownLine>,
  inputs: ReadonlyArray<LineInput>,
  asked: Asked,
): ReadonlyArray<ShownLine> => [
  ...lines,
  ...inputs
    .filter(({ id }) => !lines.some((line) => line.lineId === id))
    .flatMap((input) => lineFrom(input, asked)),
]

const lineFrom = (input: LineInput, { heard, card }: Asked): ReadonlyArray<ShownLine> => {
  const product = card.products.get(input.productId)
  // The handheld names every line itself.
  if (input.id === undefined || product === undefined) return []
  const groups = groupsOf(card, product)
  const chosen = (input.modifiers ?? []).map(({ optionId }) => optionId)
  return [
    {
      lineId: input.id,
      productId: product.id,
      name: product.name,
      ...(product.names === undefined ? {} : { names: product.names }),
      quantity: input.quantity,
      progress: heard ? (input.hold === true ? "held" : "heard") : "queued",
      counts: nowhere,
      modifiers: optionsOf(groups, chosen).map(modifierOf),
      ...(input.seat === undefined ? {} : { seat: input.seat }),
      ...(input.course === undefined ? {} : { course: input.course }),
      ...(input.note === undefined ? {} : { note: input.note }),
      unitPrice: priceOf(product, groups, chosen),
    },
  ]
}

const changed = (line: ShownLine, { args }: DeedOf<"changeLine">, { card }: Asked): ShownLine => {
  if (line.lineId !== args.lineId) return line
  const product = card.products.get(line.productId)
  const groups = product === undefined ? [] : groupsOf(card, product)
  const chosen = args.modifiers?.map(({ optionId }) => optionId)
  return {
    ...line,
    quantity: args.quantity ?? line.quantity,
    ...(chosen === undefined || product === undefined
      ? {}
      : {
          modifiers: optionsOf(groups, chosen).map(modifierOf),
          unitPrice:
            line.unitPrice +
            priceOf(product, groups, chosen) -
            priceOf(product, groups, optionIdsOf(line)),
        }),
    ...(args.seat === undefined ? {} : { seat: args.seat }),
    ...(args.note === undefined ? {} : { note: args.note }),
    waiting: "change",
  }
}

const voided = (line: ShownLine, { args }: DeedOf<"voidLine">): ShownLine => {
  if (line.lineId !== args.lineId) return line
  const left = args.quantity === undefined ? line.counts.served : line.quantity - args.quantity
  const quantity = Math.max(0, left)
  return {
    ...line,
    quantity,
    ...(quantity === 0 ? { progress: "voided" } : {}),
    waiting: "void",
  }
}

const fired = (line: ShownLine): ShownLine =>
  line.progress === "held" || line.progress === "draft" || line.counts.held + line.counts.draft > 0
    ? { ...line, progress: "queued", waiting: "fire" }
    : line

const served = (line: ShownLine, { args }: DeedOf<"serveLines">): ShownLine => {
  const part = args.parts.find(({ lineId }) => lineId === line.lineId)
  if (part === undefined) return line
  const moved = Math.min(part.quantity, line.counts.ready)
  const counts = {
    ...line.counts,
    ready: line.counts.ready - moved,
    served: line.counts.served + moved,
  }
  return {
    ...line,
    counts,
    ...(counts.served >= line.quantity ? { progress: "served" } : {}),
    waiting: "serve",
  }
}

const modifierOf = (option: {
  readonly id: string
  readonly name: string
  readonly names?: ShownLine["names"]
  readonly kind: ShownLine["modifiers"][number]["kind"]
}): ShownLine["modifiers"][number] => ({
  optionId: option.id,
  name: option.name,
  ...(option.names === undefined ? {} : { names: option.names }),
  kind: option.kind,
  quantity: 1,
})

const nowhere = { draft: 0, held: 0, sent: 0, started: 0, ready: 0, served: 0, voided: 0 }

const optionIdsOf = ({ modifiers }: ShownLine) =>
  modifiers.flatMap(({ optionId }) => (optionId === undefined ? [] : [optionId]))
