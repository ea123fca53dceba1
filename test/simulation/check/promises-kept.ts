import type { Ledger, Promised } from "#test/simulation/ordering/ledger.ts"
import type { StoredLog } from "./stored-log.ts"
import { broken, type Violation } from "./violation.ts"

/** Whatever was acknowledged is stored once, with the revision that was told; whatever was refused is not there. */
export const promisesKept = (ledger: Ledger, log: StoredLog): ReadonlyArray<Violation> => [
  ...[...lost(ledger, log)].map(broken("lost")),
  ...[...otherwise(ledger, log), ...ledger.broken].map(broken("heard")),
  ...[...gaps(log)].map(broken("order")),
]

const lost = function* (ledger: Ledger, log: StoredLog): Iterable<string> {
  for (const promise of ledger.promised)
    if (storedReply(promise, log) === undefined)
      yield `${promise.op} ${promise.cid} of ${promise.orderId} was heard and is lost`
}

/** A POS that places an order without a key says no cid: the order's id stands for it. */
const storedReply = ({ op, cid, orderId }: Promised, { replies }: StoredLog) =>
  replies.get(cid) ?? (op === "placeOrder" ? replies.get(orderId) : undefined)

const otherwise = function* (ledger: Ledger, log: StoredLog): Iterable<string> {
  for (const promise of ledger.promised) {
    const stored = storedReply(promise, log)
    if (stored !== undefined && stored !== promise.rev)
      yield `${promise.op} ${promise.cid} was heard as revision ${promise.rev}, stored as ${stored}`
  }
  for (const cid of ledger.refused)
    if (log.replies.has(cid)) yield `${cid} was refused and happened all the same`
}

const gaps = function* ({ events, head }: StoredLog): Iterable<string> {
  const versions = new Map<string, number>()
  const streamOfCid = new Map<string, string>()
  for (const [n, { position, stream, version, cid, type }] of events.entries()) {
    if (position !== n + 1) yield `position ${n + 1} is missing, ${position} stands there`
    const before = versions.get(stream) ?? 0
    if (version !== before + 1) yield `${stream} goes from ${before} to ${version}`
    versions.set(stream, version)
    const known = streamOfCid.get(cid) ?? stream
    // An order's paper is queued in the order's own append, and two orders are where units go from one to the other.
    const along = known.startsWith("order/") && (stream.startsWith("printer/") || parting.has(type))
    if (known !== stream && !along) yield `${cid} happened in ${known} and in ${stream}`
    streamOfCid.set(cid, known)
  }
  if (head !== events.length) yield `the head is ${head}, there are ${events.length} events`
  for (const cid of twice(events)) yield `${cid} happened twice`
}

const parting: ReadonlySet<string> = new Set(["LinesLeft@1", "OrderMerged@1"])

/** Cids whose events do not stand side by side: they were appended more than once. */
const twice = function* (events: StoredLog["events"]): Iterable<string> {
  const over = new Set<string>()
  for (const [n, { cid }] of events.entries()) {
    if (events[n - 1]?.cid === cid) continue
    if (over.has(cid)) yield cid
    over.add(cid)
  }
}
