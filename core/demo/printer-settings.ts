import { furtherPrinters, relieved } from "./further-printers.ts"
import type { PrinterNotes } from "./printer-notes.ts"
import type { DemoPrinter } from "./restaurant.ts"

/**
 * The virtual printers of this start: the seed's, which are agents of the broker, and the further ones as far as they
 * still stand in the restaurant. What somebody else added is a real printer's.
 */
export const printerSettings = (of: {
  readonly tenantId: string
  readonly printers: ReadonlyArray<DemoPrinter>
  readonly notes: PrinterNotes
  /** Of the hub. */
  readonly url: string
  readonly paperPort: number
  readonly secretOf: (deviceId: string) => string
}): ReadonlyArray<object> => {
  const agents = of.printers
    .filter(({ driver = "agent" }) => driver === "agent")
    .map(({ deviceId, name, columns }) => ({
      driver: "agent",
      tenantId: of.tenantId,
      secret: of.secretOf(deviceId),
      ...{ deviceId, columns },
      name: !of.notes.placed && name === relieved.printer ? relieved.change.name : name,
    }))
  const others = furtherPrinters.flatMap((further) => {
    const note = of.notes.printers[further.key]
    const there = of.printers.find(({ id }) => id === note?.printerId)
    // A printer that is dialled is added only when it listens.
    if (note === undefined || (there === undefined && (note.path !== undefined || of.notes.placed)))
      return []
    const { driver, hardwareId } = further
    const { name, columns, profile = further.profile } = there ?? further
    return [
      {
        ...{ driver, deviceId: note.deviceId, name, columns, profile },
        ...(driver === "network"
          ? { port: of.paperPort }
          : { url: `${of.url}${note.path}`, hardwareId }),
      },
    ]
  })
  return [...agents, ...others]
}
