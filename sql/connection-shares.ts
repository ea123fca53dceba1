/** Who would have a connection: one plugin at work for one restaurant. */
export interface Borrower {
  readonly plugin: string
  readonly tenantId: string
}

/** Connections that plugins may hold at the same time. */
export interface ShareLimits {
  /** All of them together; sign-in, readiness and the hub's own stores have the rest of the pool to themselves. */
  readonly all: number
  readonly perTenant: number
  /** Over all restaurants: code that is slow is slow everywhere. */
  readonly perPlugin: number
  readonly perBorrower: number
  /** That may wait in one borrower's line. */
  readonly waiting: number
}

/** Of the pool's eight. */
export const defaultShares: ShareLimits = {
  all: 5,
  perTenant: 4,
  perPlugin: 4,
  perBorrower: 2,
  waiting: 64,
}

/** Somebody in line; called when a connection is counted as theirs. */
export interface Waiter extends Borrower {
  readonly granted: () => void
}

/** Who may have a connection now, and who is next: first come, first served, past those whose share is used up. */
export class ConnectionShares {
  readonly #limits: ShareLimits
  readonly #held = new Map<string, number>()
  readonly #line = new Set<Waiter>()
  readonly #inLine = new Map<string, number>()

  constructor(limits: ShareLimits) {
    this.#limits = limits
  }

  /** @returns whether one is counted as theirs; {@link give} must follow */
  take(borrower: Borrower): boolean {
    const { all, perTenant, perPlugin, perBorrower } = this.#limits
    const room =
      this.#of(everybody) < all &&
      this.#of(tenantOf(borrower)) < perTenant &&
      this.#of(pluginOf(borrower)) < perPlugin &&
      this.#of(nameOf(borrower)) < perBorrower
    if (room) this.#count(borrower, 1)
    return room
  }

  give(borrower: Borrower): void {
    this.#count(borrower, -1)
    for (const waiter of this.#line)
      if (this.take(waiter)) {
        this.leaveLine(waiter)
        waiter.granted()
        return
      }
  }

  /** @returns false: the line is full */
  join(waiter: Waiter): boolean {
    const name = nameOf(waiter)
    const before = this.#inLine.get(name) ?? 0
    if (before >= this.#limits.waiting) return false
    this.#inLine.set(name, before + 1)
    this.#line.add(waiter)
    return true
  }

  /** @returns false: it is not in line any more */
  leaveLine(waiter: Waiter): boolean {
    if (!this.#line.delete(waiter)) return false
    add(this.#inLine, nameOf(waiter), -1)
    return true
  }

  #of(name: string): number {
    return this.#held.get(name) ?? 0
  }

  #count(borrower: Borrower, by: 1 | -1): void {
    add(this.#held, everybody, by)
    add(this.#held, tenantOf(borrower), by)
    add(this.#held, pluginOf(borrower), by)
    add(this.#held, nameOf(borrower), by)
  }
}

/** `|` stands in no plugin key and no UUID. */
const everybody = "|"
const tenantOf = ({ tenantId }: Borrower): string => `|${tenantId}`
const pluginOf = ({ plugin }: Borrower): string => `${plugin}|`
const nameOf = ({ plugin, tenantId }: Borrower): string => `${plugin}|${tenantId}`

const add = (counts: Map<string, number>, key: string, by: 1 | -1): void => {
  const count = (counts.get(key) ?? 0) + by
  if (count === 0) counts.delete(key)
  else counts.set(key, count)
}
