import { setTimeout as wait } from "node:timers/promises"
import type { Page } from "#test/support/hub-api.ts"
import { ordersRight } from "./check/orders-right.ts"
import { papersRight } from "./check/papers-right.ts"
import { promisesKept } from "./check/promises-kept.ts"
import { screensRight } from "./check/screens-right.ts"
import { foldOrders, readStoredLog, type StoredLog } from "./check/stored-log.ts"
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
  const { ledger, turn } = evening
  await house.hub.ready()
  const rested = await turn.rest(answeredWithinMs)
  const unanswered = rested
    ? []
    : [...ledger.open.values()].map(({ what }) => `${what} is unanswered`)
  return [
    ...unanswered.map(broken("heard")),
    ...(await printed(house)).map(broken("paper")),
    ...(await lookAround(house, evening)),
    ...[...house.hub.surprises(), ...house.printerRoom.surprises()].map(broken("alive")),
  ]
}

/** Screens that come back still say what they have shown: while orders change, no two pictures are of the same moment. */
const lookAround = async (
  house: House,
  { ledger, screens }: Evening,
): Promise<ReadonlyArray<Violation>> => {
  const timezone = Intl.DateTimeFormat().resolvedOptions().timeZone
  for (let looks = 1; ; looks += 1) {
    const log = await storedLog(house)
    const orders = foldOrders(log)
    const violations = [
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
    ]
    const still = orderEvents(await storedLog(house)) === orderEvents(log)
    if (violations.length === 0 || still || looks === maxLooks) return violations
    await wait(1_000)
  }
}

const maxLooks = 10

const storedLog = ({ hub, tenantId }: House): Promise<StoredLog> =>
  readStoredLog(hub.database(), tenantId)

const orderEvents = ({ events }: StoredLog): number =>
  events.filter(({ stream }) => stream.startsWith("order/")).length

/** Only what is lost: for a hub whose other promises are broken on purpose. */
export const inspectLog = async (
  house: House,
  { ledger, turn }: Evening,
): Promise<ReadonlyArray<Violation>> => {
  await house.hub.ready()
  await turn.rest(restWithinMs)
  return promisesKept(ledger, await storedLog(house)).filter(({ promise }) => promise === "lost")
}

/** Some clients of a hub that loses orders wait for ever, in milliseconds. */
const restWithinMs = 2_000

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
