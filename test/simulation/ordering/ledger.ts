/** What the hub promised to one client: it said that it had heard this. */
export interface Promised {
  readonly cid: string
  readonly orderId: string
  readonly op: string
  readonly args: Readonly<Record<string, unknown>>
  /** Revision of the order with which it was acknowledged. */
  readonly rev: number
}

/** Everything that the hub promised to anybody, and what it refused. */
export class Ledger {
  readonly promised: Array<Promised> = []
  readonly refusals = new Map<string, number>()
  /** Cids that were refused: none of them may have happened. */
  readonly refused = new Set<string>()
  /** Repeats that were not answered as the first time, and bugs. */
  readonly broken: Array<string> = []
  /** Asked and not answered yet, since when (`performance.now()`). */
  readonly open = new Map<string, { readonly what: string; readonly since: number }>()

  asked(cid: string, what: string): void {
    this.open.set(cid, { what, since: performance.now() })
  }

  heard(promise: Promised): void {
    this.open.delete(promise.cid)
    this.promised.push(promise)
  }

  refuse(cid: string, code: string): void {
    this.open.delete(cid)
    this.refused.add(cid)
    if (bugs.has(code)) this.broken.push(`${cid} was answered with ${code}: a bug of the hub`)
    this.refusals.set(code, (this.refusals.get(code) ?? 0) + 1)
  }
}

const bugs: ReadonlySet<string> = new Set(["INTERNAL", "PLUGIN_ERROR"])
