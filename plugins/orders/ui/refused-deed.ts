import type { OrderId } from "#core/kitchen/ids.ts"
import type { Deed } from "./sent-command.ts"

/** What the hub said no to. It stays on the screen, over a reload too, until somebody takes note of it. */
export interface RefusedDeed {
  readonly cid: string
  readonly deed: Deed
  readonly orderId: OrderId
  readonly code: string
  readonly detail: string
  readonly meta: Readonly<Record<string, unknown>>
  /** Milliseconds since 1970. */
  readonly at: number
}

export const rememberedRefusals = (): ReadonlyArray<RefusedDeed> => {
  const stored = localStorage.getItem(key)
  return stored === null ? [] : JSON.parse(stored)
}

export const rememberRefusals = (refusals: ReadonlyArray<RefusedDeed>): void =>
  localStorage.setItem(key, JSON.stringify(refusals.slice(-maxRemembered)))

/** It was about this order, or about joining another one with it. */
export const concerns = ({ deed, orderId }: RefusedDeed, id: OrderId): boolean =>
  orderId === id || (deed.op === "mergeInto" && deed.args.intoOrderId === id)

/** The line that it was about, if it was about one. */
export const lineOf = ({ deed }: RefusedDeed): string | undefined => {
  switch (deed.op) {
    case "changeLine":
    case "voidLine":
      return deed.args.lineId
    case "fireLines":
      return deed.args.lineIds.length === 1 ? deed.args.lineIds[0] : undefined
    case "serveLines":
      return deed.args.parts.length === 1 ? deed.args.parts[0]?.lineId : undefined
    default:
      return undefined
  }
}

const key = "heard.handheld.refused"
const maxRemembered = 100
