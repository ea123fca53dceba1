import { Latencies } from "#test/bench/load/latencies.ts"
import { type MeasuredRun, measured, median } from "#test/bench/load/measured.ts"
import type { Outcome, Row } from "#test/bench/report/row.ts"
import type { Rig, Side } from "#test/bench/side/rig.ts"
import { rawOf } from "./durable-orders.ts"
import { type Placing, placeOverRest } from "./placing.ts"
import { type Screens, watchScreens } from "./watching.ts"

/** A rate that the floor bears on a busy machine too; W1 says how far each can go. */
const busyRate = 600

interface Observed {
  readonly placing: Placing
  readonly screens: Screens
  /** Orders that no screen has shown yet, and when each was sent. */
  readonly unseen: Map<string, number>
  readonly take: () => Latencies
}

/** W2: from the moment an order is sent until the kitchen screen has its ticket. */
export const orderToScreen = async (rig: Rig): Promise<Outcome> => {
  const observed = { hub: await observe(rig, rig.hub), floor: await observe(rig, rig.floor) }
  const rows: Array<Row> = []
  const raw: Record<string, unknown> = {}
  for (const rate of [100, busyRate]) {
    const figures = { hub: [] as Array<Figures>, floor: [] as Array<Figures> }
    for (let round = -1; round < rig.rounds; round++)
      for (const name of ["floor", "hub"] as const) {
        const found = await once(observed[name], rate, rig.seconds)
        // The first round only warms up.
        if (round >= 0) figures[name].push(found)
      }
    const of = (name: "hub" | "floor", figure: (found: Figures) => number) =>
      median(figures[name].map(figure))
    const p50 = { hub: of("hub", (f) => f.p50), floor: of("floor", (f) => f.p50) }
    const p99 = { hub: of("hub", (f) => f.p99), floor: of("floor", (f) => f.p99) }
    const what = (figure: string) => `order to screen at ${rate}/s: ${figure}`
    rows.push(
      {
        ...{ workload: "W2", what: what("p50"), unit: "ms", ...p50 },
        ...(rate === 100 ? { target: "≤ 1.3x", met: p50.hub <= 1.3 * p50.floor } : {}),
      },
      {
        ...{ workload: "W2", what: what("p99"), unit: "ms", ...p99 },
        ...(rate === 100 ? { target: "≤ 10 ms", met: p99.hub <= 10 } : {}),
      },
    )
    raw[rate] = figures
  }
  const unseen = { hub: observed.hub.unseen.size, floor: observed.floor.unseen.size }
  const gaps = { hub: observed.hub.screens.gaps(), floor: observed.floor.screens.gaps() }
  rows.push(
    {
      ...{ workload: "W2", what: "orders never shown", unit: "", ...unseen },
      ...{ target: "0", met: unseen.hub === 0 },
    },
    {
      ...{ workload: "W2", what: "gaps in a screen's numbers", unit: "", ...gaps },
      ...{ target: "0", met: gaps.hub === 0 },
    },
  )
  for (const { placing, screens } of Object.values(observed)) {
    placing.close()
    screens.close()
  }
  return { rows, raw }
}

interface Figures {
  readonly p50: number
  readonly p99: number
  readonly run: unknown
}

const observe = async (rig: Rig, side: Side): Promise<Observed> => {
  const unseen = new Map<string, number>()
  let latencies = new Latencies()
  const screens = await watchScreens(
    rig,
    side,
    ({ screenId }) => `screen/${screenId}`,
    (orderId) => {
      const sentAt = unseen.get(orderId)
      if (sentAt === undefined) return
      unseen.delete(orderId)
      latencies.add(performance.now() - sentAt)
    },
  )
  const placing = await placeOverRest(rig, side, {
    onPlaced: (id) => unseen.set(id, performance.now()),
  })
  return {
    placing,
    screens,
    unseen,
    take: () => {
      const taken = latencies
      latencies = new Latencies()
      return taken
    },
  }
}

const once = async (observed: Observed, rate: number, seconds: number): Promise<Figures> => {
  observed.take()
  const run: MeasuredRun = await measured(observed.placing, rate, seconds)
  const until = performance.now() + 3_000
  while (observed.unseen.size > 0 && performance.now() < until)
    await new Promise((resolve) => setTimeout(resolve, 5))
  const latencies = observed.take()
  return { p50: latencies.p50, p99: latencies.p99, run: rawOf({ run: [run] }) }
}
