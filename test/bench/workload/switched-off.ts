import { HttpClient } from "#test/bench/load/http-client.ts"
import { median } from "#test/bench/load/measured.ts"
import type { Outcome, Row } from "#test/bench/report/row.ts"
import { type BenchRestaurant, hubApi } from "#test/bench/side/restaurant.ts"
import type { Rig } from "#test/bench/side/rig.ts"

/** How often it goes off and on. */
const turns = 20
/** Requests of the restaurant under way at any moment; half as many of its neighbour. */
const callers = 16

interface Seen {
  readonly sentAt: number
  readonly answeredAt: number
  readonly status: number
}

/** W14: a plugin is switched off while requests for it never cease. The neighbour, who keeps it, must not notice. */
export const switchedOff = async (rig: Rig): Promise<Outcome> => {
  const [restaurant, neighbour] = rig.restaurants
  if (restaurant === undefined || neighbour === undefined)
    throw new Error("It takes two restaurants")
  const own = await knocking(rig, restaurant, callers)
  const next = await knocking(rig, neighbour, callers / 2)
  const found = { offMs: [] as number[], onMs: [] as number[], late: 0, odd: 0, early: 0 }
  for (let turn = 0; turn < turns; turn++) {
    const off = await change(rig, restaurant, "disable")
    await pause(50)
    const on = await change(rig, restaurant, "enable")
    await pause(50)
    const seen = own.take()
    const between = seen.filter(({ sentAt }) => sentAt >= off.told && sentAt < on.asked)
    found.late += between.filter(({ status }) => status === 200).length
    found.early += seen.filter(({ sentAt, status }) => status !== 200 && sentAt >= on.told).length
    found.odd += seen.filter(({ status }) => status !== 200 && status !== 404).length
    const refused = seen.find(({ status, sentAt }) => status === 404 && sentAt >= off.asked)
    if (refused !== undefined) found.offMs.push(refused.answeredAt - off.asked)
    const served = seen.find(({ status, sentAt }) => status === 200 && sentAt >= on.asked)
    if (served !== undefined) found.onMs.push(served.answeredAt - on.asked)
  }
  const answered = await own.stop()
  const disturbed = next.take().filter(({ status }) => status !== 200).length
  await next.stop()
  const row = (what: string, hub: number, unit = ""): Row => ({
    ...{ workload: "W14", what, unit, hub },
    ...(unit === "" ? { target: "0", met: hub === 0 } : {}),
  })
  return {
    rows: [
      row(`${turns} times off: served after it was told`, found.late),
      row("then on: refused after it was told", found.early),
      row("neither served nor refused as disabled", found.odd),
      row("neighbour's requests not served", disturbed),
      row("asked to be off, first refusal: p50", median(found.offMs), "ms"),
      row("asked to be on, first service: p50", median(found.onMs), "ms"),
    ],
    raw: { ...found, answered },
  }
}

/** Callers that ask again as soon as they are answered. */
const knocking = async (rig: Rig, { hubToken }: BenchRestaurant, count: number) => {
  const http = await HttpClient.open(rig.hub.port, count)
  let seen: Array<Seen> = []
  let answered = 0
  let isOver = false
  const caller = async () => {
    while (!isOver) {
      const sentAt = performance.now()
      const { status } = await http.get("/api/plugins/bell/there", hubToken)
      answered += 1
      seen.push({ sentAt, answeredAt: performance.now(), status })
    }
  }
  const over = Promise.all(Array.from({ length: count }, caller))
  return {
    take: (): ReadonlyArray<Seen> => {
      const taken = seen
      seen = []
      return taken
    },
    stop: async () => {
      isOver = true
      await over
      http.close()
      return answered
    },
  }
}

/** Asked, and told that it is done. */
const change = async (
  { hub }: Rig,
  { tenantId, hubToken }: BenchRestaurant,
  kind: "enable" | "disable",
) => {
  const tenant = `/tenants/${tenantId}`
  const asked = performance.now()
  let operation = await hubApi<{ readonly id: string; readonly status: string }>(
    hub.port,
    `${tenant}/plugins/bell/${kind}`,
    { method: "POST", token: hubToken, body: {} },
  )
  while (operation.status === "queued" || operation.status === "running") {
    await pause(2)
    operation = await hubApi(hub.port, `${tenant}/operations/${operation.id}`, { token: hubToken })
  }
  if (operation.status !== "succeeded") throw new Error(JSON.stringify(operation))
  return { asked, told: performance.now() }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
