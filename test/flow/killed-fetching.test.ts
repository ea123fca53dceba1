import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Effect, Fiber } from "effect"
import { v7 as uuid } from "uuid"
import { afterAll, beforeAll, expect, it } from "vitest"
import type { Printer } from "#core/kitchen/menu.ts"
import { cloudPrntPrinter } from "#devices/simulators/cloudprnt-printer.ts"
import { epsonPrinter } from "#devices/simulators/epson-printer.ts"
import type { PullMoment } from "#devices/simulators/pull-faults.ts"
import { readPaper } from "#devices/simulators/read-paper.ts"
import { makeVirtualPrinter, type VirtualPrinter } from "#devices/simulators/virtual-printer.ts"
import { wordsOn } from "#test/devices/encoders/on-paper.ts"
import { pressNamed } from "#test/devices/encoders/on-press.ts"
import { hubApi, ownerToken, type Page } from "#test/support/hub-api.ts"
import { type HubProcess, startHub } from "#test/support/hub-process.ts"
import { type OpenRestaurant, openRestaurant } from "#test/support/open-restaurant.ts"

let dataDir: string
let hub: HubProcess
let restaurant: OpenRestaurant
const running: Array<Fiber.Fiber<never>> = []

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "heard-killed-fetching-"))
  hub = await startHub(dataDir)
  await hub.ready()
  restaurant = await openRestaurant(
    hub.tenant,
    hubApi(hub.url, ownerToken(hub.url, hub.tenant, hub.password)),
  )
}, 60_000)
afterAll(async () => {
  for (const fiber of running) await Effect.runPromise(Fiber.interrupt(fiber))
  await hub.stop()
  await rm(dataDir, { recursive: true, force: true })
})

/** The kill that comes next, at this moment of that printer's paper. */
let armed: { readonly at: string; readonly fired: () => void } | undefined
const moment = (kind: string) => (at: PullMoment) =>
  Effect.sync(() => {
    if (armed?.at !== `${kind} ${at}`) return
    const { fired } = armed
    armed = undefined
    hub.kill()
    fired()
  })

/** How often a printer tries to tell: at the first kill it gives up, and nobody knows; at the others it goes on. */
const tries = { now: 3 }

const kinds = ["cloudprnt", "epson"] as const
type Kind = (typeof kinds)[number]
const profileOf = { cloudprnt: "star-tsp654", epson: "epson-tm-m30-sdp" } as const

const plugIn = async (kind: Kind) => {
  const { api } = restaurant
  const { id } = await api.post<Printer>("/plugins/printer/printers", {
    ...{ name: `Fetching ${kind}`, deviceId: uuid(), stations: ["grill"], columns: 48 },
    ...{ language: "en", driver: kind, profile: profileOf[kind] },
  })
  const { address } = await api.post<{ readonly address: string }>("/plugins/devices/addresses", {
    ...{ kind, name: kind, printerId: id },
  })
  const url = `${hub.url}${new URL(address).pathname}`
  const machine = makeVirtualPrinter()
  const each = {
    ...{ url, machine, pollMs: 200, moment: moment(kind) },
    get confirmTimes() {
      return tries.now
    },
    get tellTimes() {
      return tries.now
    },
  }
  const asks =
    kind === "cloudprnt"
      ? cloudPrntPrinter(
          Object.assign(each, {
            ...{ mac: "00:11:62:0a:0b:0c", accepts: ["application/vnd.star.line", "text/plain"] },
          }),
        )
      : epsonPrinter(Object.assign(each, { serial: "X2DQ004711", timeoutMs: 10_000 }))
  running.push(Effect.runFork(asks))
  const codeOn = () => /[A-Z]{4}-[A-Z]{4}/.exec(wordsFrom(kind, machine).join("\n"))?.[0]
  await expect.poll(codeOn, { timeout: 10_000 }).toBeDefined()
  await api.post(`/plugins/devices/pairings/${codeOn()}/approve`, { name: kind, printerId: id })
  return { kind, id, machine }
}

const wordsFrom = (kind: Kind, machine: VirtualPrinter): ReadonlyArray<string> =>
  machine.papers().flatMap(({ bytes, complete }) => {
    const text = Buffer.from(bytes).toString("utf8")
    if (!complete) return []
    if (kind === "cloudprnt" && !text.includes("\x1b")) return [text]
    const own = readPaper(bytes, pressNamed(profileOf[kind])).items
    return [wordsOn(own).join("\n")]
  })

const order = async (): Promise<string> => {
  const mark = `mark ${uuid().slice(-12)}`
  const line = { productId: restaurant.productId("OS MOELLE"), quantity: 1, note: mark }
  const body = { id: uuid(), type: "counter", send: true, lines: [line] }
  // Killed while it is asked, it is asked again: the same order.
  for (let asked = false; !asked; )
    asked = await restaurant.api.post("/plugins/orders/orders", body).then(
      () => true,
      () => hub.ready().then(() => false),
    )
  return mark
}

const over = new Set(["printed", "failed", "unknown", "expired", "cancelled"])

it("[PULL-8] kill -9 of the hub at each moment of a paper: none is lost, none comes twice without a banner", async () => {
  const printers = [await plugIn("cloudprnt"), await plugIn("epson")]
  const marks: Array<string> = []
  for (const kind of kinds)
    for (const at of ["fetched", "printed", "confirmed"] as const) {
      const fired = new Promise<void>((resolve) => {
        armed = { at: `${kind} ${at}`, fired: resolve }
      })
      marks.push(await order())
      await fired
      await hub.ready()
      tries.now = 60
      marks.push(await order())
    }
  const states = async () => {
    const pages = await Promise.all(
      printers.map(({ id }) =>
        restaurant.api.get<Page<{ readonly state: string }>>(
          `/plugins/printer/jobs?printerId=${id}&size=200`,
        ),
      ),
    )
    return pages.flatMap(({ items }) => items.map(({ state }) => state))
  }
  await expect
    .poll(async () => (await states()).filter((state) => !over.has(state)), {
      timeout: 60_000,
      interval: 200,
    })
    .toEqual([])
  for (const { kind, machine } of printers) {
    const papers = wordsFrom(kind, machine)
    for (const mark of marks) {
      const its = papers.filter((words) => words.includes(mark))
      expect(its.length, `${kind} lost ${mark}`).toBeGreaterThanOrEqual(1)
      const silent = its.filter((words) => !words.includes("POSSIBLE DUPLICATE"))
      expect(silent.length, `${kind} printed ${mark} twice`).toBeLessThanOrEqual(1)
    }
  }
  expect((await states()).filter((state) => state === "failed" || state === "expired")).toEqual([])
}, 300_000)
