import type { Restaurant } from "#actors/tenant/restaurant.ts"
import type { ViewChange } from "#actors/view/numbered-view.ts"
import { backupOf } from "#core/kitchen/backup-chain.ts"
import type { PrinterId } from "#core/kitchen/ids.ts"
import { isoOf } from "#core/kitchen/instant.ts"
import type { Printer } from "#core/kitchen/menu.ts"

/** Characters of a device's own words that everybody on the floor gets to see. */
const longestWords = 120

/** Why a printer does not print, since when, and who prints instead; undefined while it prints. */
export const troubleOf = ({ setup, printers }: Restaurant, printer: Printer) => {
  const trouble = printers.get(printer.id)?.trouble
  if (trouble === undefined) return undefined
  const backup = backupOf(printer, setup.printers, printers)
  return {
    cause: trouble.cause.slice(0, longestWords),
    ...(trouble.detail === undefined ? {} : { detail: trouble.detail.slice(0, longestWords) }),
    since: isoOf(trouble.since),
    ...(backup === undefined ? {} : { backup: { printerId: backup.id, name: backup.name } }),
  }
}

/** Alarms of printers in a view: one item each, from the trouble's first moment until it is over. */
export class PrinterAlarms {
  readonly #restaurant: Restaurant
  /** What was said of each last. */
  readonly #shown = new Map<PrinterId, string>()

  constructor(restaurant: Restaurant) {
    this.#restaurant = restaurant
  }

  *all(): Iterable<ViewChange> {
    const { setup } = this.#restaurant
    const known = new Set([...this.#shown.keys(), ...setup.printers.map(({ id }) => id)])
    this.#shown.clear()
    for (const id of known) yield* this.#tell(id, true)
  }

  /** One printer's change may change who prints instead of others. */
  *onPrinter(changed: PrinterId): Iterable<ViewChange> {
    for (const id of new Set([changed, ...this.#shown.keys()])) yield* this.#tell(id, false)
  }

  *#tell(id: PrinterId, anew: boolean): Iterable<ViewChange> {
    const alarm = alarmOf(this.#restaurant, id)
    const was = this.#shown.get(id)
    if (alarm === undefined) {
      this.#shown.delete(id)
      if (was !== undefined || anew) yield { id: `alarm/printer/${id}`, rev: 0, v: null }
      return
    }
    const said = JSON.stringify(alarm)
    if (said === was) return
    this.#shown.set(id, said)
    const rev = this.#restaurant.printers.get(id)?.version ?? 0
    yield { id: `alarm/printer/${id}`, rev, v: alarm }
  }
}

const alarmOf = (restaurant: Restaurant, id: PrinterId) => {
  const printer = restaurant.setup.printers.find((known) => known.id === id)
  const trouble = printer?.enabled === true ? troubleOf(restaurant, printer) : undefined
  if (printer === undefined || trouble === undefined) return undefined
  const queue = restaurant.printers.get(id)
  const missed = queue?.missed
  return {
    type: "alarm",
    kind: "printer",
    printerId: id,
    name: printer.name,
    ...trouble,
    /** Papers that wait for it. */
    waiting: queue?.jobs.length ?? 0,
    /** Tickets that nobody printed while they were wanted. */
    ...(missed === undefined ? {} : { missed: missed.tickets.length + missed.more }),
  }
}
