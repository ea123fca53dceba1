import { v7 as uuid } from "uuid"
import type { RingWaits } from "#test/bench/bell/ring-times.ts"
import { HttpClient } from "#test/bench/load/http-client.ts"
import { Latencies } from "#test/bench/load/latencies.ts"
import { type Load, type MeasuredRun, measured, median } from "#test/bench/load/measured.ts"
import type { Outcome, Row } from "#test/bench/report/row.ts"
import type { Rig, Side } from "#test/bench/side/rig.ts"
import { rawOf } from "./durable-orders.ts"

/** Events a second, over all restaurants. */
const rate = 200
const connections = 32
/** Tables whose events are kept in order, of each restaurant. */
const tables = 10
/** Of so many events one is cracked: its handler fails three times, and its table waits behind it meanwhile. */
const crackedEvery = 20

interface Figures {
  readonly p50: number
  readonly p99: number
  /** From the time that the database gave the event: the longest that it can have been. */
  readonly stored: number
  readonly handled: number
  readonly run: MeasuredRun
}

/**
 * W16: a request tells an event, its handler writes a row. Over REST on both sides, so that the CPU of an event holds
 * the same request; the time is taken inside the server, from the commit to the handler's first line.
 */
export const eventBus = async (rig: Rig): Promise<Outcome> => {
  const ringing = {
    hub: await ring(rig, rig.hub, "/api/plugins/bell/rings"),
    floor: await ring(rig, rig.floor, "/rings"),
  }
  const sound = { hub: [] as Figures[], floor: [] as Figures[] }
  const cracked: Figures[] = []
  for (let round = -1; round < rig.rounds; round++) {
    const found = {
      floor: await once(rig, rig.floor, ringing.floor),
      hub: await once(rig, rig.hub, ringing.hub),
    }
    ringing.hub.crack(true)
    const beside = await once(rig, rig.hub, ringing.hub)
    ringing.hub.crack(false)
    // The first round only warms up.
    if (round < 0) continue
    sound.hub.push(found.hub)
    sound.floor.push(found.floor)
    cracked.push(beside)
  }
  const wrong = {
    hub: await notOnce(rig, "hub", ringing.hub.told),
    floor: await notOnce(rig, "floor", ringing.floor.told),
  }
  for (const { close } of Object.values(ringing)) close()
  const of = (side: "hub" | "floor", figure: (found: Figures) => number) =>
    median(sound[side].map(figure))
  const both = (figure: (found: Figures) => number) => ({
    hub: of("hub", figure),
    floor: of("floor", figure),
  })
  const p50 = both((found) => found.p50)
  const beside = { p50: median(cracked.map((f) => f.p50)), p99: median(cracked.map((f) => f.p99)) }
  const row = (what: string, unit: string, figures: Pick<Row, "hub" | "floor">): Row => ({
    ...{ workload: "W16", what, unit },
    ...figures,
  })
  return {
    rows: [
      {
        ...row(`${rate} events/s: commit to handler, p50`, "ms", p50),
        ...{ target: "≤ 15 ms", met: p50.hub <= 15 },
      },
      row(
        `${rate} events/s: commit to handler, p99`,
        "ms",
        both((found) => found.p99),
      ),
      row("from the database's time of it, p50", "ms", { hub: of("hub", (f) => f.stored) }),
      row(
        "CPU an event",
        "µs",
        both(({ run: { cpu } }) => cpu.server + cpu.postgres),
      ),
      row(
        "CPU an event, server alone",
        "µs",
        both(({ run: { cpu } }) => cpu.server),
      ),
      row(
        "CPU an event, PostgreSQL",
        "µs",
        both(({ run: { cpu } }) => cpu.postgres),
      ),
      {
        ...row("beside events that fail: p50", "ms", { hub: beside.p50 }),
        ...{ target: "≤ 15 ms", met: beside.p50 <= 15 },
      },
      row("beside events that fail: p99", "ms", { hub: beside.p99 }),
      {
        ...row("not handled exactly once", "", wrong),
        ...{ target: "0", met: wrong.hub === 0 },
      },
    ],
    raw: {
      sound: rawOf({ hub: sound.hub.map(runOf), floor: sound.floor.map(runOf) }),
      cracked: rawOf({ hub: cracked.map(runOf) }),
      waits: { sound: sound.hub.map(waitsOf), cracked: cracked.map(waitsOf) },
    },
  }
}

const runOf = ({ run }: Figures) => run
const waitsOf = ({ run: _, ...waits }: Figures) => waits

interface Ringing extends Load {
  /** Ids of the sound rings that were acknowledged. */
  readonly told: Array<string>
  /** From now on some of them are cracked, or none. */
  readonly crack: (some: boolean) => void
  readonly close: () => void
}

const ring = async (rig: Rig, side: Side, path: string): Promise<Ringing> => {
  const http = await HttpClient.open(side.port, connections)
  const told: Array<string> = []
  let areSomeCracked = false
  return {
    serverPid: side.child.pid,
    postgresPid: rig.database.pid,
    told,
    operation: async (n) => {
      const restaurant = rig.restaurants[n % rig.restaurants.length]
      if (restaurant === undefined) return
      const id = uuid()
      const turn = Math.floor(n / rig.restaurants.length)
      const cracked = areSomeCracked && turn % crackedEvery === 0
      // A cracked one has a table of its own: those of the others are who must not notice.
      const table = cracked ? "cracked" : `table ${turn % tables}`
      const body = JSON.stringify({ ring: id, table, cracked })
      const { status, body: text } = await http.post(path, side.token(restaurant), body)
      if (status !== 201) throw new Error(`${status} ${text}`)
      if (!cracked) told.push(id)
    },
    crack: (some) => {
      areSomeCracked = some
    },
    close: () => http.close(),
  }
}

const once = async (rig: Rig, side: Side, ringing: Ringing): Promise<Figures> => {
  await side.child.ask("waits")
  const run = await measured(ringing, rate, rig.seconds)
  await pause(500)
  const { fromCommit, fromStored } = await side.child.ask<RingWaits>("waits")
  const { p50, p99, count } = latenciesOf(fromCommit)
  return { p50, p99, stored: latenciesOf(fromStored).p50, handled: count, run }
}

const latenciesOf = (waits: ReadonlyArray<number>): Latencies => {
  const latencies = new Latencies()
  for (const ms of waits) latencies.add(ms)
  return latencies
}

/** Rings that were told and left no row or more than one, once there was time enough. */
const notOnce = async (
  rig: Rig,
  name: "hub" | "floor",
  told: ReadonlyArray<string>,
): Promise<number> => {
  const table = name === "hub" ? "plg_bell.heard" : "floor_bell.heard"
  const counted = async () => {
    const rows = await rig[name].store.connection.unsafe<Array<{ ring: string; n: number }>>(
      `select ring::text as ring, count(*)::int as n from ${table} group by 1`,
    )
    const times = new Map(rows.map(({ ring: id, n }) => [id, n]))
    return told.filter((id) => times.get(id) !== 1).length
  }
  for (let waited = 0; waited < 5_000; waited += 250) {
    if ((await counted()) === 0) return 0
    await pause(250)
  }
  return counted()
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
