import { randomUUID } from "node:crypto"
import { Effect, type Scope } from "effect"
import type { TenantId } from "#core/kitchen/ids.ts"
import type { DatabaseAddress } from "./database-address.ts"
import { logConnection } from "./log-connection.ts"
import { plainConnection } from "./plain-connection.ts"

/** What several processes over one database tell each other: only that a tenant's log went on, never what is in it. */
export interface LogTail {
  /** After a commit of this process. Sent within {@link coalesceMs}, never inside an append. */
  readonly stored: (tenants: Iterable<string>) => void
}

/**
 * Follows the other processes' appends. `moved` may come too often, never too seldom: after a lost connection every
 * tenant has moved, and every few seconds the heads are compared, for the message that got lost.
 */
export const logTail = (
  address: DatabaseAddress,
  moved: (tenantId: TenantId) => void,
): Effect.Effect<LogTail, never, Scope.Scope> =>
  Effect.map(
    Effect.acquireRelease(
      Effect.promise(() => follow(address, moved)),
      (tail) => Effect.promise(tail.close),
    ),
    ({ stored }) => ({ stored }),
  )

const channel = "heard_log"
/** NOTIFY takes a lock of the whole database at commit, so one message speaks for all appends of this long. */
const coalesceMs = 5
/** 180 ids of 36 characters stay below the 8000 bytes of one message. */
const tenantsPerMessage = 180
const compareMs = 5_000

const follow = async (address: DatabaseAddress, moved: (tenantId: TenantId) => void) => {
  const origin = randomUUID().slice(0, 8)
  const sender = logConnection(address, { name: "heard notify", timeoutMs: 5_000 })
  const listening = plainConnection(address, { name: "heard listen", statementTimeoutMs: 0 })
  const told = new Set<string>()
  const known = new Map<string, number>()
  let timer: NodeJS.Timeout | undefined
  let closed = false

  const send = async (): Promise<void> => {
    timer = undefined
    const tenants = [...told]
    told.clear()
    for (let from = 0; from < tenants.length; from += tenantsPerMessage) {
      const some = tenants.slice(from, from + tenantsPerMessage).join()
      // A message that is lost here is made up for by comparing heads.
      await sender.query("select pg_notify($1, $2)", [channel, `${origin} ${some}`]).catch(() => {})
    }
  }

  const compare = async (): Promise<void> => {
    const heads = await sender
      .query<{ tenant_id: string; position: number }>("select * from log.heads()", [])
      .catch(() => [])
    for (const { tenant_id, position } of heads) {
      if (known.get(tenant_id) === position) continue
      known.set(tenant_id, position)
      if (!closed) moved(tenant_id as TenantId)
    }
  }

  const heard = (message: string): void => {
    const [from, tenants] = message.split(" ")
    if (from === origin || tenants === undefined) return
    for (const tenant of tenants.split(",")) moved(tenant as TenantId)
  }

  const relistened = (): void => {
    known.clear()
    void compare()
  }

  await compare()
  // Reconnects and listens again by itself; what was said in between is lost, so everything is looked at again.
  await listening.listen(channel, heard, relistened)
  const comparing = setInterval(() => void compare(), compareMs)

  return {
    stored: (tenants: Iterable<string>): void => {
      for (const tenant of tenants) told.add(tenant)
      timer ??= setTimeout(() => void send(), coalesceMs)
    },
    close: async (): Promise<void> => {
      closed = true
      clearInterval(comparing)
      clearTimeout(timer)
      await send()
      await Promise.all([sender.close(), listening.end({ timeout: 1 })])
    },
  }
}
