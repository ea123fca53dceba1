import type { PrinterDriver } from "#core/kitchen/menu.ts"
import type { HubOverRest, Page } from "./hub-over-rest.ts"

export interface DemoPrinter {
  readonly id: string
  readonly deviceId: string
  readonly name: string
  readonly columns: number
  readonly driver?: PrinterDriver
  readonly profile?: string
  readonly address?: { readonly host: string; readonly port: number }
}

export interface DemoRestaurant {
  /** Addresses that a tablet can reach, best first. */
  readonly addresses: ReadonlyArray<string>
  readonly printers: ReadonlyArray<DemoPrinter>
  readonly screens: ReadonlyArray<{ readonly id: string; readonly name: string }>
}

/** What the demo needs to know of the restaurant, asked as any client asks. */
export const demoRestaurant = async ({ ask }: HubOverRest): Promise<DemoRestaurant> => {
  const { addresses } = await ask<Pick<DemoRestaurant, "addresses">>("GET", "/system/info")
  const printers = await ask<Page<DemoPrinter>>("GET", "/plugins/printer/printers")
  const screens = await ask<Page<DemoRestaurant["screens"][number]>>("GET", "/plugins/kds/screens")
  return { addresses, printers: printers.items, screens: screens.items }
}
