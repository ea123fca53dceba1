import { describe, expect, it } from "@effect/vitest"
import fc from "fast-check"
import type { Cid, TenantId } from "#core/kitchen/ids.ts"
import type { TenantAppend } from "#sql/append-batch.ts"
import { appendQueue } from "#sql/append-queue.ts"

const append = (tenant: string, cid: string, ...streams: ReadonlyArray<string>): TenantAppend => ({
  tenantId: tenant as TenantId,
  request: {
    cid: cid as Cid,
    fingerprint: "",
    reply: null,
    streams: streams.map((stream) => ({ stream, expected: 0, events: [] })),
  },
})

describe("appends that wait", () => {
  it("[LOG-18] go out in order of arrival, one per stream and command in a flush", () => {
    const queue = appendQueue<TenantAppend>({ capacity: 100, perTenant: 100, batch: 10 })
    const all = [
      append("a", "1", "x"),
      append("a", "2", "x", "y"),
      append("b", "1", "x"),
      append("a", "3", "y"),
      append("a", "1", "z"),
      append("a", "4"),
    ]
    for (const item of all) expect(queue.add(item)).toBe(true)
    expect(queue.take()).toEqual([all[0], all[2], all[5]])
    // The third waits behind the second, which named its stream although it was held back itself.
    expect(queue.take()).toEqual([all[1], all[4]])
    expect(queue.take()).toEqual([all[3]])
    expect(queue.size()).toBe(0)
  })

  it("[LOG-18] are never more than they may be, as a whole and per restaurant, and none is lost", () => {
    const asked = fc.record({
      tenant: fc.constantFrom("a", "b", "c"),
      cid: fc.nat(30).map(String),
      streams: fc.uniqueArray(fc.constantFrom("v", "w", "x", "y", "z"), { maxLength: 3 }),
      take: fc.boolean(),
    })
    fc.assert(
      fc.property(fc.array(asked, { maxLength: 120 }), (steps) => {
        const queue = appendQueue<TenantAppend>({ capacity: 20, perTenant: 8, batch: 5 })
        const waiting: Array<TenantAppend> = []
        const takeOne = () => {
          const batch = queue.take()
          expect(batch.length).toBeLessThanOrEqual(5)
          expect(batch.length > 0).toBe(waiting.length > 0)
          const names = batch.flatMap(({ tenantId, request }) => [
            tenantId + request.cid,
            ...request.streams.map(({ stream }) => tenantId + stream),
          ])
          expect(new Set(names).size).toBe(names.length)
          for (const item of batch) {
            const at = waiting.indexOf(item)
            // Nothing that names the same stream was overtaken.
            for (const earlier of waiting.slice(0, at))
              expect(shareStream(earlier, item)).toBe(false)
          }
          for (const item of batch) waiting.splice(waiting.indexOf(item), 1)
        }
        for (const { tenant, cid, streams, take } of steps) {
          const item = append(tenant, cid, ...streams)
          const room =
            waiting.length < 20 &&
            waiting.filter(({ tenantId }) => tenantId === item.tenantId).length < 8
          expect(queue.add(item)).toBe(room)
          if (room) waiting.push(item)
          if (take) takeOne()
        }
        while (waiting.length > 0) takeOne()
        expect(queue.size()).toBe(0)
      }),
    )
  })
})

const shareStream = (a: TenantAppend, b: TenantAppend): boolean =>
  a.tenantId === b.tenantId &&
  a.request.streams.some(({ stream }) => b.request.streams.some((other) => other.stream === stream))
