import { setTimeout as wait } from "node:timers/promises"
import { type FurtherPrinter, furtherPrinters, neighbours, relieved } from "./further-printers.ts"
import { type HubOverRest, json, type Page } from "./hub-over-rest.ts"
import type { OpenNotes, PrinterNote } from "./printer-notes.ts"
import type { DemoPrinter } from "./restaurant.ts"

const printersPath = "/plugins/printer/printers"
const devicesPath = "/plugins/devices/devices"

/** Adds those that ask by themselves, each with its secret address, as somebody does before setting the machine to it. */
export const addAsking = async (
  { ask }: HubOverRest,
  { notes, keep }: OpenNotes,
): Promise<void> => {
  if (notes.placed) return
  for (const [further, note] of asking(notes)) {
    if (note.path !== undefined) continue
    await ask("POST", printersPath, bodyOf(further, note))
    const { deviceId, address } = await ask<{
      readonly deviceId: string
      readonly address: string
    }>(
      "POST",
      "/plugins/devices/addresses",
      { kind: further.driver, name: further.name, printerId: note.printerId },
      note.printerId,
    )
    note.deviceId = deviceId
    note.path = new URL(address).pathname
    keep()
  }
}

/** Adds those that the hub dials, once they listen, and tells it where they listen from now on. */
export const addDialled = async (
  { ask }: HubOverRest,
  { notes }: OpenNotes,
  port: number,
): Promise<void> => {
  const address = { host: "127.0.0.1", port }
  const known = await ask<Page<DemoPrinter>>("GET", printersPath)
  for (const [further, note] of noted(notes)) {
    if (further.driver !== "network") continue
    const there = known.items.find(({ id }) => id === note.printerId)
    if (there === undefined && !notes.placed)
      await ask("POST", printersPath, { ...bodyOf(further, note), address })
    else if (there !== undefined && there.address?.port !== port)
      await ask("PATCH", `${printersPath}/${note.printerId}`, { address })
  }
}

/** Claims the machines by the codes on the tickets that they print. */
export const claimAsking = async (
  hub: HubOverRest,
  { notes }: OpenNotes,
  roll: string,
): Promise<void> => {
  if (notes.placed) return
  await Promise.all(
    asking(notes).map(async ([{ name }, { deviceId, printerId }]) => {
      const { status } = await hub.ask<Device>("GET", `${devicesPath}/${deviceId}`)
      if (status !== "pending") return
      // A code of an earlier start may have ended; then another ticket comes.
      const tried = new Set<string>()
      for (let claimed = false; !claimed; ) {
        const code = await codeOnPaper(roll, deviceId, tried)
        tried.add(code)
        claimed = await hub
          .ask("POST", `/plugins/devices/pairings/${code}/approve`, { name, printerId })
          .then(
            () => true,
            () => false,
          )
      }
    }),
  )
}

/**
 * Gives every printer its stations and neighbours once it asks for papers: until then its tickets would come out of the
 * neighbour. A hub that is killed meanwhile is waited for.
 */
export const placeAll = async (hub: HubOverRest, open: OpenNotes): Promise<void> => {
  const until = performance.now() + placedWithinMs
  while (!open.notes.placed) {
    try {
      if (await allThere(hub, open)) await place(hub, open)
    } catch (cause) {
      if (performance.now() > until) throw cause
    }
    if (performance.now() > until) throw new Error("A printer does not ask for its papers")
    await wait(lookEveryMs)
  }
}

const allThere = async (hub: HubOverRest, { notes }: OpenNotes): Promise<boolean> => {
  const { items } = await hub.ask<Page<Device>>("GET", `${devicesPath}?size=200`)
  return asking(notes).every(
    ([, { deviceId }]) =>
      items.find((device) => device.deviceId === deviceId)?.printer?.device === "ready",
  )
}

const place = async ({ ask }: HubOverRest, { notes, keep }: OpenNotes): Promise<void> => {
  const { items } = await ask<Page<DemoPrinter>>("GET", printersPath)
  const idOf = (name: string) =>
    notes.printers[name]?.printerId ?? items.find((printer) => printer.name === name)?.id
  const backupsOf = (name: string) => ({
    backups: (neighbours[name] ?? []).flatMap((other) => idOf(other) ?? []),
  })
  for (const [{ key, stations }, { printerId }] of noted(notes))
    await ask("PATCH", `${printersPath}/${printerId}`, { stations, ...backupsOf(key) })
  for (const { id, name } of items.filter((printer) => neighbours[printer.name] !== undefined))
    await ask("PATCH", `${printersPath}/${id}`, {
      ...backupsOf(name),
      ...(name === relieved.printer ? relieved.change : {}),
    })
  notes.placed = true
  keep()
}

interface Device {
  readonly deviceId: string
  readonly status: string
  readonly printer?: { readonly device: string }
}

const asking = (notes: OpenNotes["notes"]) =>
  noted(notes).filter(([{ driver }]) => driver !== "network")

const noted = (notes: OpenNotes["notes"]): ReadonlyArray<readonly [FurtherPrinter, PrinterNote]> =>
  furtherPrinters.flatMap((further) => {
    const note = notes.printers[further.key]
    return note === undefined ? [] : [[further, note] as const]
  })

/** Without stations: nobody sends work to a printer that does not stand there yet. */
const bodyOf = ({ name, driver, profile, columns }: FurtherPrinter, note: PrinterNote) => ({
  id: note.printerId,
  ...{ name, driver, profile, columns },
  deviceId: note.deviceId,
  stations: [],
  language: "fr",
})

const placedWithinMs = 60_000
/** Everybody who signs in as the owner shares one rate. */
const lookEveryMs = 1_000
const paperWithinMs = 15_000
const pauseMs = 100

interface Roll {
  readonly papers: ReadonlyArray<{ readonly n: number; readonly complete: boolean }>
}

/** Reads what a person reads who stands before the machine. */
const codeOnPaper = async (
  roll: string,
  deviceId: string,
  tried: ReadonlySet<string>,
): Promise<string> => {
  const until = performance.now() + paperWithinMs
  for (;;) {
    const shown = await json<{ readonly printers: ReadonlyArray<Roll & { readonly id: string }> }>(
      `${roll}/printers`,
    ).catch(() => undefined)
    const papers = shown?.printers.find(({ id }) => id === deviceId)?.papers ?? []
    for (const { n } of papers.filter(({ complete }) => complete)) {
      const words = await fetch(`${roll}/printers/${deviceId}/papers/${n}.txt`)
      const [code] = /\b[B-Z]{4}-[B-Z]{4}\b/.exec(await words.text()) ?? []
      if (code !== undefined && !tried.has(code)) return code
    }
    if (performance.now() > until) throw new Error(`No claim ticket came out of ${deviceId}`)
    await wait(pauseMs)
  }
}
