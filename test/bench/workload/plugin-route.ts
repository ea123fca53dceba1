import { HttpClient } from "#test/bench/load/http-client.ts"
import { type MeasuredRun, measured, median } from "#test/bench/load/measured.ts"
import type { Outcome, Row } from "#test/bench/report/row.ts"
import type { RequestParts } from "#test/bench/side/inside-hub.ts"
import type { Rig, Side } from "#test/bench/side/rig.ts"
import { rawOf } from "./durable-orders.ts"

/** Borne by both sides on a busy machine: the CPU of a request depends on how many are under way. */
const rate = 1_500
const connections = 16

/**
 * W13: what the hub adds to a request, by a plugin's route that does nothing. The floor is Fastify alone, without even a
 * token; beside it the hub's own route that asks for none, which has everything but credential, limits and guard.
 */
export const pluginRoute = async (rig: Rig): Promise<Outcome> => {
  const asked = {
    floor: await asking(rig, rig.floor, "/there"),
    open: await asking(rig, rig.hub, "/api/system/health"),
    plugin: await asking(rig, rig.hub, "/api/plugins/bell/there"),
  }
  const names = ["floor", "open", "plugin"] as const
  const runs = { floor: [], open: [], plugin: [] } as Record<
    (typeof names)[number],
    Array<MeasuredRun>
  >
  for (let round = -1; round < rig.rounds; round++)
    for (const name of names) {
      const run = await measured(asked[name], rate, rig.seconds)
      // The first round only warms up.
      if (round >= 0) runs[name].push(run)
    }
  for (const { close } of Object.values(asked)) close()
  const parts = await rig.hub.child.ask<RequestParts>("parts", rig.restaurants[0]?.hubToken)
  const cpu = (name: (typeof names)[number]) => median(runs[name].map((run) => run.cpu.server))
  const p50 = (name: (typeof names)[number]) => median(runs[name].map((run) => run.latencies.p50))
  const added = cpu("plugin") - cpu("floor")
  const refused = names.reduce(
    (sum, name) => sum + runs[name].reduce((all, run) => all + run.failed + run.unanswered, 0),
    0,
  )
  const row = (what: string, hub: number, more: Partial<Row> = {}): Row => ({
    ...{ workload: "W13", what, unit: "µs", hub },
    ...more,
  })
  return {
    rows: [
      row("plugin's route: CPU a request", cpu("plugin"), { floor: cpu("floor") }),
      row("over bare Fastify: CPU a request", added, { target: "≤ 60 µs", met: added <= 60 }),
      row("of that: an open route of the hub", cpu("open") - cpu("floor")),
      row("of that: credential, limits, guard", cpu("plugin") - cpu("open")),
      row("credential and limits, no wire", parts.admission),
      row("guard and instance, no wire", parts.guard),
      row("plugin's route: p50", p50("plugin"), { floor: p50("floor"), unit: "ms" }),
      row("not answered 200", refused, { unit: "", target: "0", met: refused === 0 }),
    ],
    raw: { parts, floor: rawOf(runs), added },
  }
}

const asking = async (rig: Rig, side: Side, path: string) => {
  const http = await HttpClient.open(side.port, connections)
  const tokens = rig.restaurants.map(side.token)
  return {
    serverPid: side.child.pid,
    postgresPid: rig.database.pid,
    operation: async (n: number) => {
      const { status } = await http.get(path, tokens[n % tokens.length] ?? "")
      if (status !== 200) throw new Error(String(status))
    },
    close: () => http.close(),
  }
}
