import type { Socket } from "node:net"
import fc from "fast-check"
import { afterEach, beforeEach, expect, it, vi } from "vitest"
import { connectHub } from "#core/client/hub-client.ts"
import type { ViewSnapshot } from "#core/client/watched-views.ts"
import { type SocketHub, startSocketHub, token } from "#test/devices/socket/socket-hub.ts"

let hub: SocketHub
const streams = new Set<Socket>()

beforeEach(async () => {
  hub = await startSocketHub()
  hub.server.on("connection", (stream: Socket) => {
    streams.add(stream)
    stream.on("close", () => streams.delete(stream))
  })
  vi.spyOn(Math, "random").mockReturnValue(0)
})
afterEach(async () => {
  vi.restoreAllMocks()
  await hub.close()
})

const nextTurn = () => new Promise((resolve) => setImmediate(resolve))

/** What happens around one break of the connection: changes before, in the moment of, and during it. */
const breakArbitrary = fc.record({
  before: fc.integer({ min: 0, max: 12 }),
  turnsBeforeCut: fc.integer({ min: 0, max: 3 }),
  during: fc.integer({ min: 0, max: 90 }),
  newEpoch: fc.integer({ min: 0, max: 19 }).map((n) => n === 0),
})
const changeArbitrary = fc.record({
  id: fc.integer({ min: 0, max: 39 }).map((n) => `t${n}`),
  gone: fc.integer({ min: 0, max: 3 }).map((n) => n === 0),
})

it("[CLIENT-20] shows what the hub shows after every one of 200 breaks at random moments", async () => {
  const property = fc.asyncProperty(
    fc.array(breakArbitrary, { minLength: 20, maxLength: 20 }),
    fc.infiniteStream(changeArbitrary),
    async (breaks, changes) => {
      let view = hub.restartView("screen/1")
      const truth = new Map<string, unknown>()
      let rev = 0
      const publish = (count: number) => {
        for (let n = 0; n < count; n++) {
          const { id, gone } = changes.next().value
          rev += 1
          const v = gone ? null : { rev, dish: "burger" }
          view.publish([{ id, rev, v }])
          if (gone) truth.delete(id)
          else truth.set(id, v)
        }
      }
      const client = connectHub({ url: hub.url, token: async () => token("user:cook") })
      let lives = 0
      let connections = 1
      client.onStatus((status) => {
        if (status === "live") lives += 1
      })
      let shown: ViewSnapshot | undefined
      client.watch("screen/1", (snapshot) => {
        shown = snapshot
      })
      const caughtUp = () =>
        expect
          .poll(() => shown?.live === true && shown.seq === view.seq, {
            timeout: 15_000,
            interval: 2,
          })
          .toBe(true)
      await caughtUp()
      for (const { before, turnsBeforeCut, during, newEpoch } of breaks) {
        publish(before)
        for (let turn = 0; turn < turnsBeforeCut; turn++) await nextTurn()
        for (const stream of streams) stream.destroy()
        if (newEpoch) {
          view = hub.restartView("screen/1")
          view.publish([...truth].map(([id, v]) => ({ id, rev, v })))
        }
        publish(during)
        connections += 1
        await expect.poll(() => lives, { timeout: 15_000, interval: 2 }).toBe(connections)
        await caughtUp()
        expect(Object.fromEntries(shown?.items ?? [])).toEqual(Object.fromEntries(truth))
      }
      client.close()
    },
  )
  await fc.assert(property, { numRuns: 10, endOnFailure: true })
}, 60_000)
