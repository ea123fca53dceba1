import type { OutboxCommand } from "#core/client/outbox.ts"
import type { LineId, OrderId, TableId } from "#core/kitchen/ids.ts"
import type { LineInput, LinePart, PlaceOrderArgs } from "#core/kitchen/order-command.ts"

/** What this handheld asked and no picture of the hub shows yet. It survives a reload in the outbox. */
export interface SentCommand {
  readonly command: Pick<OutboxCommand, "cid" | "op" | "args" | "queuedAt">
  /** The hub has answered yes; its picture follows. */
  readonly heard: boolean
  /** Revision of the order that contains it. */
  readonly rev?: number
}

/** A command of this handheld, by what it does to an order. */
export type Deed =
  | { readonly op: "placeOrder"; readonly args: typeof PlaceOrderArgs.Encoded & { id: OrderId } }
  | {
      readonly op: "addLines"
      readonly args: OfOrder & { lines: ReadonlyArray<LineInput>; send: boolean }
    }
  | {
      readonly op: "changeLine"
      readonly args: OfOrder & {
        lineId: LineId
        quantity?: number
        modifiers?: ReadonlyArray<{ optionId: string }>
        seat?: number
        note?: string
      }
    }
  | {
      readonly op: "voidLine"
      readonly args: OfOrder & { lineId: LineId; quantity?: number; reason?: string }
    }
  | { readonly op: "fireCourse"; readonly args: OfOrder & { course: number } }
  | { readonly op: "fireLines"; readonly args: OfOrder & { lineIds: ReadonlyArray<LineId> } }
  | { readonly op: "serveLines"; readonly args: OfOrder & { parts: ReadonlyArray<LinePart> } }
  | { readonly op: "rush"; readonly args: OfOrder & { on: boolean } }
  | { readonly op: "moveTable"; readonly args: OfOrder & { tableId: TableId } }
  | { readonly op: "mergeInto"; readonly args: OfOrder & { intoOrderId: OrderId } }
  | {
      readonly op: "splitTo"
      readonly args: OfOrder & {
        toOrderId: OrderId
        tableId?: TableId
        lineIds?: ReadonlyArray<LineId>
        parts?: ReadonlyArray<LinePart>
      }
    }
  | { readonly op: "cancel"; readonly args: OfOrder & { reason?: string } }
  | { readonly op: "sendLines" | "transferTo" | "close" | "reopen"; readonly args: OfOrder }

interface OfOrder {
  readonly orderId: OrderId
}

// The outbox gives back what this page put into it, and it knows no more than JSON.
export const deedOf = ({ op, args }: { op: string; args: unknown }): Deed => ({ op, args }) as Deed

export const orderIdOf = ({ op, args }: Deed): OrderId =>
  op === "placeOrder" ? args.id : args.orderId
