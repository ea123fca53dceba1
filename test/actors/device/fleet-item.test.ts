import { expect, it } from "vitest"
import { fleetItem } from "#actors/device/fleet-item.ts"
import { kitchenPrinter, NeighbouringPrinters } from "#test/core/kitchen/neighbouring-printers.ts"
import { ack, device, enqueue, result, seconds } from "#test/core/kitchen/printer-story.ts"
import { setup } from "#test/support/memory-kitchen.ts"

/** How the device of one printer stands after this. */
const shown = (tell: (kitchen: NeighbouringPrinters) => void) => {
  const printer = kitchenPrinter(0, [], { name: "Grill", onUnknown: "ask" })
  const kitchen = new NeighbouringPrinters([printer])
  kitchen.ask(kitchen.at(0), device("ready", 1))
  tell(kitchen)
  const restaurant = {
    setup: { ...setup, printers: [printer] },
    printers: new Map([[printer.id, kitchen.at(0).queue]]),
  }
  const present = { deviceId: printer.deviceId, wire: "mqtt", since: "2026-11-20T18:42:00.000Z" }
  return fleetItem(
    restaurant,
    {
      deviceId: printer.deviceId,
      named: undefined,
      credential: undefined,
      present: present as never,
      sighting: undefined,
      troubles: [],
    },
    seconds(kitchen.second),
  )
}

it("[FLEET-2] a printer that took a paper and says nothing any more is silent, and it is said since when", () => {
  const { faults, printer } = shown((kitchen) => {
    kitchen.ask(kitchen.at(0), enqueue(1))
    kitchen.ask(kitchen.at(0), ack(1))
    kitchen.wait(91)
  })
  expect(printer).toMatchObject({ device: "ready", error: "silent" })
  expect(faults).toMatchObject([
    { code: "PRINTER_ERROR", since: expect.stringMatching(/Z$/), meta: { error: "silent" } },
    { code: "JOBS_WAITING" },
  ])
})

it("[FLEET-2] why nobody knows whether a paper came out is said of the last one", () => {
  const { faults } = shown((kitchen) => {
    kitchen.ask(kitchen.at(0), enqueue(1))
    kitchen.ask(kitchen.at(0), result(1, "unknown", { cause: "no_fence" }))
  })
  expect(faults).toMatchObject([{ code: "JOBS_UNKNOWN", meta: { count: 1, cause: "no_fence" } }])
})
