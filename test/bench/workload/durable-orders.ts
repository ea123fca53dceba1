import { limitOf, type MeasuredRun, measured, median } from "#test/bench/load/measured.ts"
import type { Outcome, Row } from "#test/bench/report/row.ts"
import type { Rig, Side } from "#test/bench/side/rig.ts"
import { lostOrders } from "./loss-check.ts"
import { type Placing, placeOverRest, placeOverSockets } from "./placing.ts"

/** W1: how many durable orders a second, over REST and by socket, at a 99th percentile of at most 50 ms. */
export const durableOrders = async (rig: Rig): Promise<Outcome> => {
  const rest = await compare(rig, "REST", placeOverRest)
  const socket = await compare(rig, "socket", placeOverSockets)
  return { rows: [...rest.rows, ...socket.rows], raw: { rest: rest.raw, socket: socket.raw } }
}

/** A few thousand orders, as after the first minutes of a service: until then the engine still compiles. */
const warmUp = { rate: 500, seconds: 10 }

const compare = async (
  rig: Rig,
  way: string,
  place: (rig: Rig, side: Side) => Promise<Placing>,
): Promise<Outcome> => {
  const placing = { hub: await place(rig, rig.hub), floor: await place(rig, rig.floor) }
  for (const side of [placing.floor, placing.hub]) await measured(side, warmUp.rate, warmUp.seconds)
  const limits = {
    floor: await limitOf(placing.floor, 600, rig.seconds / 2),
    hub: await limitOf(placing.hub, 1_000, rig.seconds / 2),
  }
  const runs: Record<"hub" | "floor" | "hubAtFloor", Array<MeasuredRun>> = {
    hub: [],
    floor: [],
    hubAtFloor: [],
  }
  for (let round = 0; round < rig.rounds; round++) {
    runs.floor.push(await measured(placing.floor, limits.floor, rig.seconds))
    runs.hub.push(await measured(placing.hub, limits.hub, rig.seconds))
    runs.hubAtFloor.push(await measured(placing.hub, limits.floor, rig.seconds))
  }
  const lost = {
    hub: await lostOrders(rig.hub, placing.hub.acknowledged),
    floor: await lostOrders(rig.floor, placing.floor.acknowledged),
  }
  placing.hub.close()
  placing.floor.close()
  const of = (side: keyof typeof runs, figure: (run: MeasuredRun) => number) =>
    median(runs[side].map(figure))
  const rate = (run: MeasuredRun) => run.done / run.seconds
  const p50 = (run: MeasuredRun) => run.latencies.p50
  const p99 = (run: MeasuredRun) => run.latencies.p99
  const cpu = ({ cpu: { server, postgres } }: MeasuredRun) => server + postgres
  const ratio = of("hub", rate) / of("floor", rate)
  const row = (what: string, unit: string, hub: number, floor: number): Row => ({
    workload: "W1",
    what: `${way}: ${what}`,
    unit,
    hub,
    floor,
  })
  const p99s = { hub: of("hub", p99), floor: of("floor", p99) }
  const unserved = (run: MeasuredRun) => run.failed + run.unanswered
  return {
    rows: [
      {
        ...row("durable orders", "/s", of("hub", rate), of("floor", rate)),
        target: "≥ 3x",
        met: ratio >= 3,
      },
      row("p50 at its limit", "ms", of("hub", p50), of("floor", p50)),
      {
        ...row("p99 at its limit", "ms", p99s.hub, p99s.floor),
        target: "≤ 1x",
        met: p99s.hub <= p99s.floor,
      },
      row("p50 at the floor's limit", "ms", of("hubAtFloor", p50), of("floor", p50)),
      row("p99 at the floor's limit", "ms", of("hubAtFloor", p99), of("floor", p99)),
      row("CPU an order", "µs", of("hub", cpu), of("floor", cpu)),
      row("CPU an order, server alone", "µs", ...pair((run) => run.cpu.server, of)),
      row("CPU an order, PostgreSQL", "µs", ...pair((run) => run.cpu.postgres, of)),
      row("failed or unanswered", "", of("hub", unserved), of("floor", unserved)),
      {
        ...row("acknowledged and lost", "", lost.hub, lost.floor),
        target: "0",
        met: lost.hub === 0,
      },
    ],
    raw: { limits, lost, runs: rawOf(runs) },
  }
}

const pair = (
  figure: (run: MeasuredRun) => number,
  of: (side: "hub" | "floor", figure: (run: MeasuredRun) => number) => number,
): [number, number] => [of("hub", figure), of("floor", figure)]

export const rawOf = (runs: Readonly<Record<string, ReadonlyArray<MeasuredRun>>>) =>
  Object.fromEntries(
    Object.entries(runs).map(([name, some]) => [
      name,
      some.map(({ latencies, ...run }) => ({
        ...run,
        p50: latencies.p50,
        p99: latencies.p99,
        max: latencies.quantile(1),
      })),
    ]),
  )
