import { setTimeout as wait } from "node:timers/promises"
import type { HubClient } from "#core/client/hub-client.ts"
import { HubRefusal } from "#core/client/hub-refusal.ts"
import type { HubApi } from "#test/support/hub-api.ts"

type Args = Readonly<Record<string, unknown>>

/** Asks until the hub has heard it or said no, with the same cid however often. Answers with the order's revision. */
export interface Asker {
  /** @throws HubRefusal */
  readonly ask: (cid: string, op: string, args: Args) => Promise<number>
}

export const overSocket = (hub: HubClient): Asker => ({
  ask: async (cid, op, args) => (await hub.command(op, args, { cid })).rev ?? 0,
})

/** Statuses that say nothing about the command: the hub is starting, busy or without its database. */
const passing = new Set([408, 425, 429, 502, 503, 504])

/** A POS that knows nothing but HTTP, and repeats what it got no answer to. */
export const overRest = (api: HubApi): Asker => ({
  ask: async (cid, op, { orderId, ...args }) => {
    for (let attempt = 1; ; attempt += 1) {
      const answer = await (op === "placeOrder"
        ? api.send("POST", "/plugins/orders/orders", args)
        : api.send("POST", `/plugins/orders/orders/${orderId}/commands`, { cid, op, args })
      ).catch(() => undefined)
      if (answer !== undefined && answer.status < 300) return (answer.body as { rev: number }).rev
      if (answer !== undefined && !passing.has(answer.status)) throw refusalOf(answer.body)
      await wait(Math.min(1_000, 50 * 2 ** attempt) * Math.random())
    }
  },
})

const refusalOf = (body: unknown): HubRefusal => {
  const { code, detail } = body as { readonly code: string; readonly detail: string }
  return new HubRefusal(code, detail)
}
