import { HttpClient } from "#test/bench/load/http-client.ts"
import { type MeasuredRun, measured, median } from "#test/bench/load/measured.ts"
import type { Outcome } from "#test/bench/report/row.ts"
import { newOrder } from "#test/bench/side/restaurant.ts"
import type { Rig, Side } from "#test/bench/side/rig.ts"
import { rawOf } from "./durable-orders.ts"

/** The hub keeps the last 200 closed orders of a restaurant: of these many the oldest are out of memory. */
const closed = 400
const asked = 150
const rate = 200

/** W6: an order that is not in memory, read and folded from the log; on the floor, one row. */
export const coldOrder = async (rig: Rig): Promise<Outcome> => {
  const ids = { hub: await closeOrders(rig, rig.hub), floor: await closeOrders(rig, rig.floor) }
  const runs = { hub: [] as Array<MeasuredRun>, floor: [] as Array<MeasuredRun> }
  for (let round = -1; round < rig.rounds; round++)
    for (const name of ["floor", "hub"] as const) {
      const run = await readAll(rig, rig[name], ids[name])
      // The first round only warms up.
      if (round >= 0) runs[name].push(run)
    }
  const of = (name: "hub" | "floor", p: number) =>
    median(runs[name].map(({ latencies }) => latencies.quantile(p)))
  const row = { workload: "W6", unit: "ms" }
  return {
    rows: [
      {
        ...{ ...row, what: `order out of memory at ${rate}/s: p50` },
        ...{ hub: of("hub", 0.5), floor: of("floor", 0.5) },
        ...{ target: "≤ 1.5 ms", met: of("hub", 0.5) <= 1.5 },
      },
      {
        ...{ ...row, what: `order out of memory at ${rate}/s: p99` },
        ...{ hub: of("hub", 0.99), floor: of("floor", 0.99) },
        ...{ target: "≤ 10 ms", met: of("hub", 0.99) <= 10 },
      },
    ],
    raw: rawOf(runs),
  }
}

const closeOrders = async (rig: Rig, side: Side): Promise<ReadonlyArray<string>> => {
  const [restaurant] = rig.restaurants
  if (restaurant === undefined) throw new Error("There is no restaurant")
  const http = await HttpClient.open(side.port, 4)
  const ids: Array<string> = []
  for (let n = 0; n < closed; n++) {
    const { id, body } = newOrder(restaurant)
    // Not sent to the kitchen, so that cancelling ends it at once.
    const draft = body.replace('"send":true', '"send":false')
    const placed = await http.post(side.ordersPath, side.token(restaurant), draft)
    if (placed.status !== 201) throw new Error(placed.body)
    ids.push(id)
    if (side.name === "floor") continue
    const command = JSON.stringify({ cid: newOrder(restaurant).id, op: "cancel" })
    const path = `${side.ordersPath}/${id}/commands`
    const answer = await http.post(path, side.token(restaurant), command)
    if (answer.status !== 200) throw new Error(answer.body)
  }
  http.close()
  return ids.slice(0, asked)
}

const readAll = async (rig: Rig, side: Side, ids: ReadonlyArray<string>): Promise<MeasuredRun> => {
  const [restaurant] = rig.restaurants
  if (restaurant === undefined) throw new Error("There is no restaurant")
  const token = side.token(restaurant)
  const http = await HttpClient.open(side.port, 16)
  const run = await measured(
    {
      serverPid: side.child.pid,
      postgresPid: rig.database.pid,
      operation: async (n) => {
        const id = ids[n % ids.length]
        const { status, body } = await http.get(`${side.ordersPath}/${id}`, token)
        if (status !== 200 || !body.includes(`"id":"${id}"`)) throw new Error(body)
      },
    },
    rate,
    rig.seconds,
  )
  http.close()
  return run
}
