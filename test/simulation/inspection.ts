import { setTimeout as wait } from "node:timers/promises"
import type { Page } from "#test/support/hub-api.ts"
import { ordersRight } from "./check/orders-right.ts"
import { papersRight } from "./check/papers-right.ts"
import { promisesKept } from "./check/promises-kept.ts"
import { screensRight } from "./check/screens-right.ts"
import { foldOrders, readStoredLog } from "./check/stored-log.ts"
import { broken, type Violation } from "./check/violation.ts"
import type { Evening } from "./evening.ts"
import type { House } from "./house.ts"

/** Every client has its answer within this time once nothing is killed any more, in milliseconds. */
const answeredWithinMs = 45_000
/** Every paper is out within this time, in milliseconds: a job may have to wait for its second attempt. */
const printedWithinMs = 90_000

/** Lets everybody rest, waits for the last answer and the last paper, and looks at everything. */
export const inspect = async (
  house: House,
  evening: Evening,
): Promise<ReadonlyArray<Violation>> => {
  const { ledger, turn, screens } = evening
  await house.hub.ready()
  const rested = await turn.rest(answeredWithinMs)
  const unanswered = rested
    ? []
    : [...ledger.open.values()].map(({ what }) => `${what} is unanswered`)
  const waiting = await printed(house)
  const log = await readStoredLog(house.hub.database(), house.tenantId)
  const orders = foldOrders(log)
  const timezone = Intl.DateTimeFormat().resolvedOptions().timeZone
  return [
    ...unanswered.map(broken("heard")),
    ...waiting.map(broken("paper")),
    ...promisesKept(ledger, log),
    ...(await ordersRight(house.api, ledger, orders)),
    ...(await screensRight({
      url: house.hub.url,
      token: house.tokenOf("kds", "crash-inspector"),
      lasting: screens,
      screens: house.screens,
      tables: new Map(house.tables.map((table) => [table.id, table])),
      orders,
    })),
    ...papersRight(log, { ...house, timezone }, house.papersFile),
    ...[...house.hub.surprises(), ...house.printerRoom.surprises()].map(broken("alive")),
  ]
}

/** Only whether what was heard is stored: for a hub whose other promises are broken on purpose. */
export const inspectLog = async (
  house: House,
  { ledger, turn }: Evening,
): Promise<ReadonlyArray<Violation>> => {
  await house.hub.ready()
  await turn.rest(restWithinMs)
  return promisesKept(ledger, await readStoredLog(house.hub.database(), house.tenantId))
}

/** Some clients of a hub that loses orders wait for ever, in milliseconds. */
const restWithinMs = 5_000

const underWay = ["queued", "sent", "accepted", "refused"]

const printed = async ({ api }: House): Promise<ReadonlyArray<string>> => {
  for (const until = performance.now() + printedWithinMs; ; await wait(250)) {
    const jobs = await Promise.all(
      underWay.map(async (state) => {
        const { total } = await api.get<Page<unknown>>(
          `/plugins/printer/jobs?state=${state}&size=1`,
        )
        return { state, total }
      }),
    )
    const left = jobs.filter(({ total }) => total > 0)
    if (left.length === 0) return []
    if (performance.now() > until)
      return left.map(({ state, total }) => `${total} job(s) are still ${state}`)
  }
}
