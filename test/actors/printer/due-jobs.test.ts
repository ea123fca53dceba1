import { describe, expect, it } from "vitest"
import { dueJobs } from "#actors/printer/due-jobs.ts"
import { Restaurant } from "#actors/tenant/restaurant.ts"
import type { Cid, PrinterId, StationKey, TenantId } from "#core/kitchen/ids.ts"
import type { Printer } from "#core/kitchen/menu.ts"
import type { PrintJob } from "#core/kitchen/print-job.ts"
import type { RecordedEvent } from "#core/log/event-log.ts"
import { toNewEvent } from "#core/log/upcast.ts"
import { bistro } from "#test/core/kitchen/bistro.ts"
import { burger, noon, orderId, placing, story } from "#test/core/kitchen/kitchen-story.ts"

const tenantId = "01930000-0000-7000-8000-00000000000a" as TenantId
const printer: Printer = {
  id: "01930000-0000-7000-8000-00000000000b" as PrinterId,
  name: "Kitchen",
  deviceId: "printer-1",
  stations: ["grill" as StationKey, "fry" as StationKey],
  columns: 42,
  encoder: "receipt",
  language: "en",
  maxAgeSeconds: 900,
  enabled: true,
}

/** Two appends of one order with nothing between them in the log, as a lone table makes them. */
const appends = (): ReadonlyArray<ReadonlyArray<RecordedEvent>> => {
  const placed = story(placing([burger(1)]))
  const added = placed.next({ op: "addLines", lines: [burger(2)], send: true })
  let position = 0
  return [placed.events, added.events].map((events, n) =>
    events.map((event) => {
      position += 1
      return {
        tenantId,
        position,
        stream: `order/${orderId}`,
        version: position,
        ...toNewEvent(event),
        cid: `01930000-0000-7000-8000-0000000001${n}0` as Cid,
        at: noon,
      }
    }),
  )
}

/** What a restaurant asks its printer for when it hears of these pages one after the other. */
const jobsAfter = (pages: ReadonlyArray<ReadonlyArray<RecordedEvent>>) => {
  const jobs: Array<Pick<PrintJob, "id" | "chit">> = []
  const restaurant = new Restaurant(tenantId, { ...bistro(), printers: [printer] })
  restaurant.follow({
    onOrder: (step) => {
      for (const { job } of dueJobs(restaurant, step)) jobs.push(job)
    },
  })
  for (const page of pages) restaurant.apply(page)
  return jobs
}

describe("paper after a crash", () => {
  it("[PRINT-7] asks for the same jobs when two orders of one table are read again in one go", () => {
    const live = jobsAfter(appends())
    expect(live).toHaveLength(2)
    expect(jobsAfter([appends().flat()])).toEqual(live)
  })
})
