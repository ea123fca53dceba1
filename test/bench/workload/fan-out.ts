import { Latencies } from "#test/bench/load/latencies.ts"
import { median } from "#test/bench/load/measured.ts"
import type { Outcome, Row } from "#test/bench/report/row.ts"
import type { Rig, Side } from "#test/bench/side/rig.ts"
import { openSocket, placeOverRest } from "./placing.ts"
import { watch } from "./watching.ts"

const orders = 10
/** Between two orders: the last screen has the one before. */
const pauseMs = 400
/** Longest that the event loop may be held, in milliseconds. */
const tolerableBlockMs = 10

interface Fan {
  readonly lastMs: number
  readonly blockMs: number
  readonly missing: number
}

/** W4: one change told to 1,000 and 5,000 screens of one restaurant, and how long the server does nothing else. */
export const fanOut = async (rig: Rig): Promise<Outcome> => {
  const rows: Array<Row> = []
  const raw: Record<string, unknown> = {}
  for (const screens of [1_000, 5_000]) {
    const floor = await fan(rig, rig.floor, screens)
    const hub = await fan(rig, rig.hub, screens)
    const row = { workload: "W4", unit: "ms" }
    rows.push(
      {
        ...{ ...row, what: `${screens} screens: until the last has it` },
        ...{ hub: hub.lastMs, floor: floor.lastMs },
      },
      {
        ...{ ...row, what: `${screens} screens: longest block` },
        ...{ hub: hub.blockMs, floor: floor.blockMs },
        ...{ target: `≤ ${tolerableBlockMs} ms`, met: hub.blockMs <= tolerableBlockMs },
      },
      {
        ...{ ...row, unit: "", what: `${screens} screens: events missing` },
        ...{ hub: hub.missing, floor: floor.missing, target: "0", met: hub.missing === 0 },
      },
    )
    raw[screens] = { hub, floor }
  }
  return { rows, raw }
}

const fan = async (rig: Rig, side: Side, screens: number): Promise<Fan> => {
  const [restaurant] = rig.restaurants
  if (restaurant === undefined) throw new Error("There is no restaurant")
  const sockets = []
  // Sockets come in small groups: a storm of them is another question.
  for (let opened = 0; opened < screens; opened += 100)
    sockets.push(
      ...(await Promise.all(
        Array.from({ length: Math.min(100, screens - opened) }, async () => {
          const socket = await openSocket(side, side.token(restaurant))
          await watch(side, socket, `screen/${restaurant.screenId}`)
          return socket
        }),
      )),
    )
  const arrivals = new Map<string, { sentAt: number; count: number; lastAt: number }>()
  for (const socket of sockets)
    socket.onText = (text) => {
      const at = text.startsWith('{"t":"ev"') ? text.indexOf('"orderId":"') : -1
      const order = at < 0 ? undefined : arrivals.get(text.slice(at + 11, at + 47))
      if (order === undefined) return
      order.count += 1
      order.lastAt = performance.now()
    }
  const placing = await placeOverRest(rig, side, {
    restaurants: 1,
    onPlaced: (id) => arrivals.set(id, { sentAt: performance.now(), count: 0, lastAt: 0 }),
  })
  const blocks: Array<number> = []
  for (let n = 0; n < orders; n++) {
    await side.child.probe("reset")
    await placing.operation(0)
    await new Promise((resolve) => setTimeout(resolve, pauseMs))
    blocks.push((await side.child.probe("look")).longestBlockMs)
  }
  const last = new Latencies()
  let missing = 0
  for (const { sentAt, count, lastAt } of arrivals.values()) {
    last.add(lastAt - sentAt)
    missing += screens - count
  }
  placing.close()
  for (const socket of sockets) socket.close()
  await new Promise((resolve) => setTimeout(resolve, 500))
  // The median of the longest blocks: on a shared machine one of ten is somebody else's.
  return { lastMs: last.p50, blockMs: median(blocks), missing }
}
