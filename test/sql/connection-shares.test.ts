import { expect, it } from "vitest"
import { type Borrower, ConnectionShares } from "#sql/connection-shares.ts"

const limits = { all: 4, perTenant: 3, perPlugin: 3, perBorrower: 2, waiting: 2 }
const who = (plugin: string, tenantId: string): Borrower => ({ plugin, tenantId })
const taken = (shares: ConnectionShares, ...borrowers: ReadonlyArray<Borrower>) =>
  borrowers.map((borrower) => shares.take(borrower))

it("[SQL-13] gives a plugin its share in a restaurant, and leaves the others theirs", () => {
  const shares = new ConnectionShares(limits)
  expect(taken(shares, who("a", "1"), who("a", "1"), who("a", "1"))).toEqual([true, true, false])
  // A third plugin in the same restaurant, the same plugin in a third one.
  expect(taken(shares, who("b", "1"), who("c", "1"))).toEqual([true, false])
  expect(taken(shares, who("b", "2"), who("a", "2"))).toEqual([true, false])
  shares.give(who("a", "1"))
  expect(taken(shares, who("a", "2"), who("b", "2"))).toEqual([true, false])
})

it("[SQL-13] lets nobody wait behind whoever has used their share up", () => {
  const shares = new ConnectionShares(limits)
  taken(shares, who("a", "1"), who("a", "1"), who("b", "2"), who("c", "2"))
  const granted: Array<string> = []
  const inLine = (plugin: string, tenantId: string, name: string) => {
    const waiter = { ...who(plugin, tenantId), granted: () => granted.push(name) }
    return { waiter, joined: shares.join(waiter) }
  }
  const [first] = [inLine("a", "1", "first"), inLine("a", "1", "second"), inLine("b", "2", "third")]
  expect(inLine("a", "1", "one too many").joined).toBe(false)
  shares.give(who("b", "2"))
  expect(granted).toEqual(["third"])
  expect(shares.leaveLine(first.waiter)).toBe(true)
  shares.give(who("a", "1"))
  expect(granted).toEqual(["third", "second"])
})
